"""Tokens of services whose form is published: bytes go in; where a token stands, and of which kind, comes out."""

import re
from collections.abc import Iterator

TOKENS: tuple[tuple[str, str, bytes], ...] = (
    ("AWS access key", "access-key", rb"(?:AKIA|ASIA)[0-9A-Z]{16}"),
    ("Google API key", "api-key", rb"AIza[0-9A-Za-z_-]{35}"),
    ("Google OAuth client secret", "api-key", rb"GOCSPX-[0-9A-Za-z_-]{28}"),
    ("Azure storage key", "access-key", rb"AccountKey=[A-Za-z0-9+/]{86}=="),
    ("Azure shared access key", "access-key", rb"SharedAccessKey=[A-Za-z0-9+/]{43}="),
    ("Slack token", "api-key", rb"xox[abprs]-[0-9A-Za-z]{8,14}-[0-9A-Za-z-]{10,72}"),
    ("Slack web hook", "api-key", rb"hooks\.slack\.com/services/T[0-9A-Z]{8,12}/B[0-9A-Z]{8,12}/[0-9A-Za-z]{24}"),
    ("GitHub token", "api-key", rb"gh[pousr]_[0-9A-Za-z]{36,251}"),
    ("GitHub token", "api-key", rb"github_pat_[0-9A-Za-z]{22}_[0-9A-Za-z]{59}"),
    ("GitLab token", "api-key", rb"glpat-(?:[0-9A-Za-z_-]{20}|[0-9A-Za-z_-]{27,300}(?:\.[0-9a-z]{2})?\.[0-9a-z]{7,9})"),
    ("npm token", "api-key", rb"npm_[0-9A-Za-z]{36}"),
    ("Stripe key", "api-key", rb"[sr]k_live_[0-9A-Za-z]{24,99}"),
    ("SendGrid key", "api-key", rb"SG\.[0-9A-Za-z_-]{22}\.[0-9A-Za-z_-]{43}"),
    ("Telegram bot token", "api-key", rb"[0-9]{8,10}:AA[0-9A-Za-z_-]{33}"),
    ("JSON web token", "web-token", rb"eyJ[0-9A-Za-z_-]{10,200}\.eyJ[0-9A-Za-z_-]{10,200}\.[0-9A-Za-z_-]{20,90}"),
)
"""(name, rule, regular expression): forms that are public, by the services or by rules for secret scanning.

Read on 2026-11-25: GitHub, https://github.blog/changelog/2021-03-31-authentication-token-format-updates-are-generally-available
(up to 255 characters); GitLab, merge request gitlab-org/gitlab!169322 (longer tokens that name a cell).
"""
MARKS = (
    rb"(?:AKIA|ASIA)[0-9A-Z]{16}", rb"AIza[0-9A-Za-z_-]{35}", rb"GOCSPX-[0-9A-Za-z_-]{28}",
    rb"AccountKey=[A-Za-z0-9+/]{86}==", rb"SharedAccessKey=[A-Za-z0-9+/]{43}=", rb"xox[abprs]-[0-9A-Za-z]{8,14}-",
    rb"hooks\.slack\.com/services/T", rb"gh[pousr]_[0-9A-Za-z]{36}", rb"github_pat_[0-9A-Za-z]{22}_",
    rb"glpat-[0-9A-Za-z_-]{20}", rb"npm_[0-9A-Za-z]{36}", rb"[sr]k_live_[0-9A-Za-z]{24}",
    rb"SG\.[0-9A-Za-z_-]{22}\.[0-9A-Za-z_-]{43}", rb"[0-9]{8,10}:AA[0-9A-Za-z_-]{33}",
    rb"eyJ[0-9A-Za-z_-]{10}",
)  # fmt: skip
_HELD: tuple[tuple[bytes, ...], ...] = (
    (b"AKIA", b"ASIA"), (b"AIza",), (b"GOCSPX-",), (b"AccountKey=",), (b"SharedAccessKey=",), (b"xox",),
    (b"hooks.slack.com/",), (b"ghp_", b"gho_", b"ghu_", b"ghs_", b"ghr_"), (b"github_pat_",), (b"glpat-",), (b"npm_",),
    (b"k_live_",), (b"SG.",), (b":AA",), (b"eyJ",),
)  # fmt: skip
"""What each token of TOKENS holds one of: `in` is thirty times as fast as an expression that looks behind."""
_EXPRESSIONS = tuple(
    (name, rule, held, re.compile(rb"(?<![0-9A-Za-z_+/-])" + it + rb"(?![0-9A-Za-z_+/-])"))
    for (name, rule, it), held in zip(TOKENS, _HELD, strict=True)
)
PUBLISHED = re.compile(rb"EXAMPLE|^ghp_(?:0{8}|x{8})|(.)\1{15}", re.IGNORECASE)
"""In a token: that a service prints it as an example, or that it is filled with one character."""
MOST_TOKENS = 20


def tokens_of(data: bytes, program: bool) -> Iterator[tuple[str, str, int, int]]:
    """Yield (name, rule, start, end) of each token, at most MOST_TOKENS of a kind.

    A web token is signed for a day and a person: one in a program is there to test the program.
    """
    for name, rule, held, expression in _EXPRESSIONS:
        if (program and rule == "web-token") or not any(it in data for it in held):
            continue
        for count, match in enumerate(expression.finditer(data)):
            if count >= MOST_TOKENS:
                break
            yield name, rule, *match.span()
