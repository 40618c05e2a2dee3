"""Proposers that come with cupel: each module has one constant, OPEN."""
