"""Who becomes a watcher of an issue."""
