"""Rules of attribution: one construction a file."""
