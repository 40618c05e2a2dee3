"""Lifts instructions into operations that are alike for all processors: one file a family of processors."""
