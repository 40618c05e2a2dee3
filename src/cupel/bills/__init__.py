"""Bills of materials and replies: what others hand in, and what is handed to them, in the formats of the field."""
