"""Scripts of the world: a name in any script goes in; the same in simplified signs, or in Latin letters, comes out."""
