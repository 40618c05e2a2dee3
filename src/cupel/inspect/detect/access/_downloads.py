"""What a script does with what it downloads: its commands go in; downloads that it runs or installs come out."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from cupel.inspect.sign import Sign
from cupel.inspect.startup._shell import Command

DOWNLOADERS = frozenset({"wget", "curl", "tftp", "ftpget", "uclient-fetch", "fetch", "aria2c", "axel"})
SHELLS = frozenset({"sh", "ash", "bash", "dash", "ksh", "zsh", "python", "python3", "perl", "lua", "php"})
INSTALLERS = frozenset(
    {
        "sysupgrade",
        "mtd",
        "nandwrite",
        "flashcp",
        "flash_unlock",
        "fwupdater",
        "fw_upgrade",
        "fwupgrade",
        "dd",
        "ubiupdatevol",
    }
    | {"opkg", "dpkg", "rpm", "ipkg", "insmod"}
)
"""Programs that write flash, or install packages and modules."""
_PREFIXES = frozenset({"exec", "nohup", "setsid", "command", "env", "sudo", "eval", "time", "busybox", "!"})
_URL = re.compile(r"(?:https?|ftp|tftp)://[^\s\"'`<>|;)]{1,200}")
_NESTED = re.compile(r"(?:\$\(|`)\s*(?:\S*/)?(wget|curl|uclient-fetch|tftp)\s")
_VERIFIES = re.compile(
    r"\b(gpgv?2?|usign|signify|minisign|cosign|openssl (?:dgst|pkeyutl|rsautl|smime|cms)\b.*-verify|\w*_?verify\w*|"
    r"\w*signature\w*|\w*unseal\w*|fwtool)\b",
    re.IGNORECASE,
)
_SUMS = frozenset({"md5sum", "sha1sum", "sha256sum", "sha512sum", "cksum", "crc32"})
_UNCHECKED = re.compile(r"^(?:--insecure|--no-check-certificate|-\w*k\w*)$")
_OUTPUT = {"wget": ("-O", "--output-document"), "curl": ("-o", "--output"), "tftp": ("-l",), "uclient-fetch": ("-O",)}
MOST_DOWNLOADS = 200
"""Downloads of one script that are followed."""
MOST_WORDS = 200
MOST_PIPED = 20
"""Commands of one pipe that are followed."""
MOST_AFTER = 200
"""Commands behind a download that are looked at for what uses its file."""


@dataclass(frozen=True, slots=True)
class Download(Sign):
    """One download, and what is done with it."""

    rule: str
    """executes-download, installs-download, or download-without-certificate-check."""
    source: str
    """The URL as far as it is written, or the words that stand for it."""
    use: str
    """The command that takes it."""
    checksum: bool
    """Whether the script computes a checksum of something."""
    unchecked: bool
    """Whether the download switches the check of the server's certificate off."""
    condition: str
    """What it depends on."""


class Found(NamedTuple):
    """A download before its place in the file is known: line, rule, source, use, unchecked, condition."""

    line: int
    rule: str
    source: str
    use: str
    unchecked: bool
    condition: str


def downloads(commands: Sequence[Command]) -> Iterator[Found]:
    """Yield what is downloaded and then run or installed, unless the script checks some signature."""
    if any(_VERIFIES.search(" ".join(it.words)) for it in commands):
        return
    left = MOST_DOWNLOADS
    for at, command in enumerate(commands):
        name, words = plain(command.words)
        text = " ".join(command.words[:MOST_WORDS])
        if name in SHELLS or command.words[0] in ("eval", ".", "source"):
            if _NESTED.search(text):
                yield Found(
                    command.line,
                    "executes-download",
                    _source(text, words),
                    text[:60],
                    _unchecked(text.split()),
                    command.condition,
                )
            continue
        if name not in DOWNLOADERS or not left:
            continue
        left -= 1
        source, unchecked = _source(text, words), name in ("wget", "curl") and _unchecked(words)
        condition = "" if command.condition in (":", "true") else command.condition
        rule, use = _use(commands, at, _output(name, words, source))
        if not rule and unchecked and not _local(source):
            rule, use = "download-without-certificate-check", text[:60]
        if rule and not _local(source):
            yield Found(command.line, rule, source, use, unchecked, condition)


def sums(commands: Sequence[Command]) -> bool:
    """Tell whether a script computes a checksum."""
    return any(
        plain(it.words)[0] in _SUMS or any(f"{name} " in " ".join(it.words) for name in _SUMS) for it in commands
    )


def plain(words: tuple[str, ...]) -> tuple[str, tuple[str, ...]]:
    """Return a command's program by base name, and its words behind that, without what only runs it."""
    rest = words
    while len(rest) > 1 and rest[0].rsplit("/", 1)[-1] in _PREFIXES:
        rest = rest[1:]
    return rest[0].rsplit("/", 1)[-1], rest[1:]


def _use(commands: Sequence[Command], at: int, output: str) -> tuple[str, str]:
    """Tell who takes a download: the command behind the pipe, or a later one that names its file."""
    following = at
    while commands[following].ended == "|" and following + 1 < min(len(commands), at + MOST_PIPED):
        following += 1
        name, words = plain(commands[following].words)
        if name in SHELLS and not any(word.startswith("-c") for word in words):
            return "executes-download", name
        if name in INSTALLERS:
            return "installs-download", " ".join(commands[following].words)[:60]
    if output in ("", "-", "/dev/null"):
        return "", ""
    for later in commands[at + 1 : at + 1 + MOST_AFTER]:
        name, words = plain(later.words)
        text = " ".join(later.words[:MOST_WORDS])[:60]
        if later.words[0] == output or (output in words and (name in SHELLS or name in (".", "source"))):
            return "executes-download", text
        if name in INSTALLERS and any(output in word for word in words) and _installs(name, words):
            return "installs-download", text
    return "", ""


def _installs(name: str, words: tuple[str, ...]) -> bool:
    if name == "dd":
        return any(word.startswith("of=/dev/") and word != "of=/dev/null" for word in words)
    return name not in ("mtd", "opkg", "dpkg") or any(word in ("write", "install", "-i", "-r") for word in words)


def _output(name: str, words: tuple[str, ...], source: str) -> str:
    for option in _OUTPUT.get(name, ()):
        for at, word in enumerate(words):
            if word == option and at + 1 < len(words):
                return words[at + 1]
            if word.startswith(option) and len(word) > len(option):
                return word[len(option) :].lstrip("=")
    file = source.rsplit("/", 1)[-1]
    return file if name == "wget" and "://" in source and "$" not in file else ""


def _source(text: str, words: tuple[str, ...]) -> str:
    found = _URL.search(text)
    return found[0] if found else next((word for word in words if "$" in word), "")[:100]


def _unchecked(words: Sequence[str]) -> bool:
    return any(_UNCHECKED.match(word) for word in words)


def _local(source: str) -> bool:
    return bool(re.match(r"\w+://(?:127\.|localhost|\[::1\])", source))
