"""Getting what the player makes onto the disk: the shelf of solutions, verdicts, and the outbox."""
