"""The formats of documents that can be read, one a file."""
