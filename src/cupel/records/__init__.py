"""The records that rooms exchange: frozen dataclasses, one noun a file; serialised only at the boundary."""
