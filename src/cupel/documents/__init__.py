"""Documents: bytes of a text, web page, PDF, e-mail or Word file go in; text and what it says of itself come out."""
