"""Forms in which claims leave cupel, one a file."""
