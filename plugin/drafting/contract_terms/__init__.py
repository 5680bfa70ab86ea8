"""What a contract says of stages, sums and the rest, each with its quotation."""
