"""Settings of the service: ugovor.toml and the environment."""
