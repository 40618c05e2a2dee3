"""The formats of manuals that can be read, one a file."""
