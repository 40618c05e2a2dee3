"""Screening: inventory, suppliers and deals go in, what each published instrument says of them on a day comes out."""
