"""Numbers that compare images, one metric a file, each with its formula and its denominator."""
