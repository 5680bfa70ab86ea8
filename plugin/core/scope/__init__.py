"""Whether an issue is covered by the contract, and by which clause."""
