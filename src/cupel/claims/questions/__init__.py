"""The questions of this room, one a file."""
