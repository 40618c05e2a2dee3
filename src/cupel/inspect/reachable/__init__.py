"""What of an image runs and from where it can be reached: occurrences, launches and settings go in."""
