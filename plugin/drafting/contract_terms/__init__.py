"""What a contract's text says of stages, sums, exclusions and the rest, each with its quotation."""
