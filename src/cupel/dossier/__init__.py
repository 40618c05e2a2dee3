"""The dossier: records go in, a page and files come out; it knows no room, so that every room can use it."""
