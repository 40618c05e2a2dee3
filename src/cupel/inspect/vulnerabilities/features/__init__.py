"""Reads from programs and libraries what they were compiled with."""
