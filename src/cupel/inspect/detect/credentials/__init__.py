"""What detectors of accounts, keys and secrets share: password fields, hashes, words, keys and placeholders."""
