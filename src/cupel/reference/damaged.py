"""The one exception of readers of reference data: this file cannot be used, and what was held stays as it was."""


class Damaged(Exception):
    """A file, or an entry of an archive, is cut or damaged, or is not of a format and version that can be read."""
