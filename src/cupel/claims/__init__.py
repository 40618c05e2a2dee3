"""Claims: documents go in; who says what about whom, on whose word, comes out, each with its exact words."""
