"""Ways in: accounts, keys, listeners, launchers, constants; each with its facets, and never with an intent."""
