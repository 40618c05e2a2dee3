"""One feed a file: bytes go in, records come out."""
