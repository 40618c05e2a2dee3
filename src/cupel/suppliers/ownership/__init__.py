"""Ownership: holdings go in, answers to questions of ownership come out, as yes, no or undetermined."""
