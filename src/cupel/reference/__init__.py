"""Dated outside data about products: vulnerability feeds and ends of support, in one SQLite file."""
