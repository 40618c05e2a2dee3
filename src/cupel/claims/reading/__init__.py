"""Reading: files go in; documents, whose paragraphs are told apart from what stands around an article, come out."""
