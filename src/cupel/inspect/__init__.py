"""The room that opens equipment images: what is in them, and how much of it could be read."""
