"""The containers that cupel reads, one format a file; how to add one: docs/how-to/add-a-format.md."""
