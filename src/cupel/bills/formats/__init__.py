"""The formats of bills and replies, one a file."""
