"""The forms in which findings are written for other tools, one a file."""
