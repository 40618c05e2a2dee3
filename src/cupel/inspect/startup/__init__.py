"""What an image starts and configures, one starter or configuration syntax a file."""
