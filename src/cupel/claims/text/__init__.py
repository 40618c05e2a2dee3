"""A document's text, and what a rule reads of it: views, paragraphs, sentences, words and quotations."""
