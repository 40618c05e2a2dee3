"""Finds components: the bytes and names of an image go in, components with all their evidence come out."""
