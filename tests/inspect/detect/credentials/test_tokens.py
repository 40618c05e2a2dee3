"""Tokens are found in the forms that their services gave them over time, and whole."""

import pytest

from cupel.inspect.detect.credentials.tokens import tokens_of

LETTERS = b"a1B2c3D4e5F6g7H8i9J0"


@pytest.mark.parametrize(
    ("token", "name"),
    [
        (b"ghp_" + (LETTERS * 2)[:36], "GitHub token"),
        (b"ghs_" + (LETTERS * 13)[:250], "GitHub token"),
        (b"glpat-" + LETTERS, "GitLab token"),
        (b"glpat-" + LETTERS + b"1234567.01.0z1a2b3c4", "GitLab token"),
        (b"glpat-" + LETTERS + b"1234567.0z1a2b3", "GitLab token"),
    ],
)
def test_whole_tokens(token: bytes, name: str) -> None:
    data = b"token = '" + token + b"'\n"
    assert [(it[0], data[it[2] : it[3]]) for it in tokens_of(data, program=False)] == [(name, token)]


@pytest.mark.parametrize("text", [b"glpat-" + LETTERS[:-1], b"ghp_" + LETTERS, b"glpat-" + LETTERS + b"12"])
def test_other_lengths_are_none(text: bytes) -> None:
    assert not list(tokens_of(b"x " + text + b"\n", program=False))
