"""What is done about damaged records: found, salvaged, rebuilt, and reported."""
