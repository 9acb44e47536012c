"""What is kept on disk and where: paths, records, backups, preferences."""
