"""What is said of bytes that cannot be used: the one exception of readers, and words that are safe on a terminal."""


class Damaged(Exception):
    """A file, or an entry of an archive, is cut or damaged, or is not of a format and version that can be read.

    What was held stays as it was.
    """


def visible(text: str) -> str:
    """Write out what a terminal would obey: names in a feed are as hostile as the rest of it."""
    if text.isprintable():
        return text
    return "".join(sign if sign.isprintable() else f"\\u{ord(sign):04x}" for sign in text)
