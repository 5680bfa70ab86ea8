"""Reports read from the database: the change register, the service's health."""
