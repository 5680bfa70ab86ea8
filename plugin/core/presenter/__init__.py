"""What the tracker shows for an issue: label and living comment."""
