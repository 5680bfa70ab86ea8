"""YouTrack Cloud and Server."""
