"""What is kept on disk: records, backups, preferences."""
