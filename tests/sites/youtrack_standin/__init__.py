"""A stand-in for YouTrack, as strict as its REST, with its two apps."""
