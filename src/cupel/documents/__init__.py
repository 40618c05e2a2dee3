"""Documents of people: the bytes of a text, page, PDF, e-mail or Word file go in, its text and what it says of itself come out."""
