"""What ``neural-bonsai par`` shows and writes."""
