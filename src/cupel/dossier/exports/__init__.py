"""The forms in which a dossier is written, one a file."""
