"""Reads machine code: executables go in; segments, symbols, references and instructions come out."""
