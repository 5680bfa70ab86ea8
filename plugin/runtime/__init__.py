"""What every process needs: clock, log, failpoints."""
