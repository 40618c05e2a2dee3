"""Learns signatures: packages of known name and version go in, files of signatures with their measure come out."""
