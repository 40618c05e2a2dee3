"""What calls out: every destination, who uses it, what starts that, and whose it is to change."""
