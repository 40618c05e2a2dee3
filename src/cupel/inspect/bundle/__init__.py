"""Evidence bundles: findings go in, an archive with the bytes that they rest on comes out; and the way back."""
