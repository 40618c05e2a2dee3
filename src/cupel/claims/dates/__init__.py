"""When it was said: dates of documents and in their text, as intervals that state what they rest on."""
