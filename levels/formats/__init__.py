"""The JSON formats as pydantic models, their schemas and their migration."""
