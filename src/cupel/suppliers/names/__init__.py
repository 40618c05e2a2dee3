"""Names of organisations: a name goes in, the parties that it may name come out, with what decided."""
