"""The places that speak of a component, one a file."""
