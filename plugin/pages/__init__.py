"""What people look at in a browser: rendered on the server, without scripts."""
