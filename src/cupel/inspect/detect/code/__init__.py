"""What only machine code shows: read in a second pass, on request, within a budget of instructions."""
