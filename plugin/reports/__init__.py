"""What is read out of the database: the change register, the health of the service."""
