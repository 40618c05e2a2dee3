"""Makers: signs read on a device go in, who made it comes out, named only on two kinds of sign."""
