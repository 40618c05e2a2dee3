"""The records that rooms exchange: frozen dataclasses, one noun a file; validated and serialised only at the boundary."""
