"""Tells what files settle of a condition: its text, as a script's reader writes it, goes in; a verdict comes out."""

import re
from typing import NamedTuple

from cupel.inspect.reachable.files import Files, Root

MOST_DEEP = 8
_FILE = re.compile(r"(?:\[|test) -[efrsx] [\"']?(/[^\s\"'$*?`]+)[\"']?(?: \])?")
_FILE_NEGATED = re.compile(r"(\[|test) ! (-[efrsx] .*)")
_CONSTANTS = re.compile(r"(?:\[|test) [\"']?([\w.]+)[\"']? (=|==|!=|-eq|-ne) [\"']?([\w.]+)[\"']?(?: \])?")
_PROGRAMS = re.compile(r"/(?:usr/(?:local/)?)?(?:bin|sbin|lib|libexec)/")


class Verdict(NamedTuple):
    """What is known of a condition."""

    holds: bool | None
    """None: files do not settle it."""
    why: str = ""
    """The part that decides, and what of the image decides it."""


def weighed(condition: str, files: Files, root: Root) -> Verdict:
    """Weigh a whole condition, whose parts are joined by `; `: one part that cannot hold is enough against it."""
    verdicts = [_value(part, files, root, 0) for part in condition.split("; ") if part] if condition else []
    never = next((it for it in verdicts if it.holds is False), None)
    if never:
        return never
    return Verdict(True) if all(it.holds for it in verdicts) else Verdict(None)


def ruled_out(condition: str, files: Files, root: Root) -> str:
    """Say why a condition cannot hold in this image; empty where it may."""
    verdict = weighed(condition, files, root)
    return verdict.why if verdict.holds is False else ""


def _value(text: str, files: Files, root: Root, depth: int) -> Verdict:
    """Weigh one part. Where `&&` and `||` are mixed, brackets are not followed: then less is settled, never more."""
    text = text.strip()
    if depth > MOST_DEEP:
        return Verdict(None)
    if text.startswith("not (") and text.endswith(")"):
        return _turned(_value(text[5:-1], files, root, depth + 1), text)
    if "||" in text and "&&" in text:
        any_of = [_value(it, files, root, depth + 1) for it in text.split("||")]
        never = all(it.holds is False for it in any_of)
        return any_of[0] if never else Verdict(None)
    if "||" in text:
        any_of = [_value(it, files, root, depth + 1) for it in text.split("||")]
        if all(it.holds is False for it in any_of):
            return any_of[0]
        return Verdict(True) if any(it.holds for it in any_of) else Verdict(None)
    if "&&" in text:
        all_of = [_value(it, files, root, depth + 1) for it in text.split("&&")]
        never_one = next((it for it in all_of if it.holds is False), None)
        return never_one or Verdict(True if all(it.holds for it in all_of) else None)
    if text.startswith("! "):
        return _turned(_value(text[2:], files, root, depth + 1), text)
    return _single(text.removeprefix("( ").removesuffix(" )").strip(), files, root)


def _turned(verdict: Verdict, text: str) -> Verdict:
    if verdict.holds is None:
        return verdict
    fact = verdict.why.partition(", and ")[2]
    return Verdict(not verdict.holds, f"{text}{f', and {fact}' if fact else ''}")


def _single(text: str, files: Files, root: Root) -> Verdict:
    negated = _FILE_NEGATED.fullmatch(text)
    if negated:
        return _turned(_single(f"{negated[1]} {negated[2]}", files, root), text)
    if match := _FILE.fullmatch(text):
        path = match[1]
        if files.resolve(root, path):
            return Verdict(True, f"{text}, and {path} is in the image")
        elsewhere = any(files.resolve(other, path) for other in files.roots if other != root)
        folder = path.rpartition("/")[0]
        if _PROGRAMS.match(path) and not elsewhere and files.matching(root, f"{folder}/*"):
            return Verdict(False, f"{text}, and {path} is not in the image")
        return Verdict(None)
    if text in ("false", "/bin/false"):
        return Verdict(False, text)
    if text in ("true", "/bin/true", ":"):
        return Verdict(True, text)
    if (match := _CONSTANTS.fullmatch(text)) and (match[2] in ("-eq", "-ne")) <= (match[1] + match[3]).isdigit():
        equal = match[1] == match[3]
        return Verdict(equal if match[2] in ("=", "==", "-eq") else not equal, text)
    return Verdict(None)
