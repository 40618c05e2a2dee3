"""Configuration files that let somebody in: how their lines are read, where they lie, and what reads them."""
