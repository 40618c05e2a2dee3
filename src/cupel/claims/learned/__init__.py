"""Learns from a person's own labels: labels go in, a model comes out; a text goes in, what the model proposes comes out."""
