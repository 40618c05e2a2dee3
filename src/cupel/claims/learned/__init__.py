"""Learns from a person's own labels: labels go in, a model of where claims stand comes out."""
