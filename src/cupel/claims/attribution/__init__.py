"""Attribution: text goes in, who says what by which words comes out, as spans of the text."""
