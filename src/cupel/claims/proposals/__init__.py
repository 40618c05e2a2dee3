"""Claims that others than the rules propose: checked, marked, and counted only after a person accepts them."""
