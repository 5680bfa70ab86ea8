"""A stand-in for YouTrack, as strict as its REST is said to be, with the two apps that send its events."""
