"""Learns signatures: package archives of known name and version go in, files of signatures with their measure come out."""
