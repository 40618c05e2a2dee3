"""Who is meant: names, pronouns and descriptions of a document, and what names the same in several."""
