"""Reads shell scripts as far as what they start: text goes in; commands with their conditions come out.

It is no shell: it knows quotes, comments, here-documents, blocks, plain assignments and `for` over words. What it
cannot resolve stays as written, with its `$`.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import NamedTuple

from cupel.inspect.startup._tokens import tokens

MOST_DEEP = 64
MOST_SOURCE = 200
MOST_SOURCES = 1_000
MOST_USED = 8
_EVALUATED = re.compile(r"(?:flash|nvram|devdata|cfg|uci|fw_printenv)\s(?:get\s)?(?:-\w\s)*([A-Za-z_]\w*)[`)]")
_VARIABLE = re.compile(r"\$(?:\{(\w+)(?::?-([^}]*))?\}|(\w+))")
_ASSIGN = re.compile(r"(\w+)=(.*)", re.DOTALL)
_ENDS = r"(?:stop|shutdown|kill|reload|force-reload|restart|status|disable|uninstall|help|-h|--help|usage|K)"
_ENDING = re.compile(rf"(?:do_)?{_ENDS}(?:_service|_instance|_daemon)?|service_stopped")
"""Functions and branches that init scripts do not run at boot: the words of SysV, LSB and procd, whole."""
_ON_CALL = re.compile(
    r"(?:^|_)(?:stop|shutdown|kill|reload|restart|status|disable|uninstall|usage)(?:_|$)", re.IGNORECASE
)
"""Functions of other names that sound like one of those: what is in them is run when they are called."""
_ARGUMENT = re.compile(r"\$\{?(?:[0-9@*]|action|ACTION)\b|\$[@*]")
_STARTING = re.compile(r"\b(start|boot|init|S)\b|^\*$")
_ASKED_TO_START = re.compile(r"(\[|test) \S*\$\{?1\}?\S* ==? \S*(start|boot)\S*( \])?")
_BRACKETS = re.compile(r"^(?:\( )+|(?: \))+$")
"""Brackets around a part of a test, which mean nothing where all parts must hold."""
TESTS = (["if"], ["elif!"], ["while"], ["until"])
_QUOTING = re.compile(r"\\(.)|[\"']")
_INSIDE = re.compile(r"\$\((?!\()((?:[^()]|\([^()]{0,400}\)){0,2000})\)|`([^`]{0,2000})`")
MOST_WITHIN = 8
"""Substitutions within substitutions that are read."""
_CLOSES = {"fi": ("if",), "done": ("for", "while", "until"), "esac": ("case",)}


@dataclass(frozen=True, slots=True)
class Command:
    """One simple command."""

    words: tuple[str, ...]
    """Its words, variables replaced where their value is plain."""
    background: bool
    """Whether `&` follows."""
    condition: str
    """What encloses it, as written, joined by `; `."""
    line: int
    """Its first line, from 1."""
    ended: str = "\n"
    """The operator that follows: `&&`, `|`, `;` ..."""
    variables: tuple[str, ...] = ()
    """Where variables in it, and in its condition, have their values from, as written: `mode=$(nvram get mode)`."""


class _Block(NamedTuple):
    kind: str  # if, for, while, until, case, arm, brace, bracket, after (an exit), name (of a function to come)
    text: str = ""  # the condition; of case its subject, of name the name
    never: bool = False  # it ends things, or tells about them


def commands(text: str, whole: bool = False) -> Iterator[Command]:
    """Yield every simple command that is not within a function or branch that ends things (`stop`, `status` ...).

    With `whole` those too, the commands of tests, and what stands in `$(...)` and backquotes; and of a value that holds
    variables or substitutions what is known is put in; a substitution stands as the name of the variable that it fills.
    """
    return _Reader(whole).read(text)


class _Reader:
    def __init__(self, whole: bool = False, values: dict[str, str] | None = None, depth: int = 0) -> None:
        self.whole = whole
        self.depth = depth
        self.values: dict[str, str] = {} if values is None else values
        self.sources: dict[str, str] = {}  # variable -> the command that gives its value, as written
        self.inside: list[tuple[str, int]] = []  # commands in substitutions of the command so far, with their lines
        self.blocks: list[_Block] = []
        self.raw: list[str] = []  # the command so far, as written
        self.words: list[str] = []  # the same, expanded
        self.guard = ""  # what stood before `&&` or `||`
        self.test: tuple[str, list[str]] | None = None  # of if, elif, while, until: its commands and signs so far
        self.line = 1

    def read(self, text: str) -> Iterator[Command]:
        target = False  # the next word is a redirection's
        for kind, found, line in tokens(text):
            if kind == "redirect":
                target = found[-1] in "<>"
            elif kind == "word":
                if not target:
                    self._word(found, line)
                target = False
            else:
                target = False
                yield from self._operator(found)
        yield from self._operator("\n")

    def _word(self, found: str, line: int) -> None:
        if not self.raw or self.raw[0] == self.raw[-1] == "(":
            self.line = line
            if found in ("then", "do", "else", "fi", "done", "esac", "elif"):
                self._keyword(found)
                return
        self.raw.append(found)
        self.words.append(self._expand(found))
        if self.whole and self.depth < MOST_WITHIN and ("$(" in found or "`" in found) and found[0] != "'":
            self.inside += ((it[1] or it[2], line + found.count("\n", 0, it.start())) for it in _INSIDE.finditer(found))
        if len(self.raw) == 3 and self.raw[0] == "case" and found == "in":
            self._open(_Block("case", self.words[1]))
            self._clear()

    def _operator(self, found: str) -> Iterator[Command]:
        inside, self.inside = self.inside, []
        for text, line in inside:
            for command in _Reader(True, self.values, self.depth + 1).read(text):
                yield replace(command, line=command.line + line - 1)
        if found == "(" and (self.test is not None or (self.raw[:1] in TESTS and {*self.raw[1:]} <= {"!"})):
            if self.test is None:
                self.test = (self.raw[0], [])
                self.raw, self.words = self.raw[1:], self.words[1:]
            self.raw.append("(")
            self.words.append("(")
        elif not self.raw and found in ("&&", "||") and self.test is not None and self.test[1]:
            self.test[1][-1] = found  # what stands between brackets in a test
        elif not self.raw and found == ")" and self.test is not None and self.test[1]:
            self.test[1][-2] += " )"
        elif found == "(":
            self._open(_Block("name", self.words[0]) if len(self.raw) == 1 else _Block("bracket"))
            self._clear()
        elif found == ")" and self._innermost("bracket", "case", "arm", "name") in ("case", "arm"):
            self._arm()
        elif found == "{":
            name = self.words[1] if self.raw[:1] == ["function"] and len(self.words) > 1 else ""
            if self.blocks and self.blocks[-1].kind == "name":
                name = self.blocks.pop().text
            never = bool(_ENDING.fullmatch(name))
            called = f"its function {name} is called" if _ON_CALL.search(name[:80]) and not never else self.guard
            self._open(_Block("brace", called, never))
            self.guard = ""
            self._clear()
        else:
            if self.raw:
                yield from self._take(found)
            if found in (")", "}", ";;"):
                self._close({")": "bracket", "}": "brace", ";;": "arm"}[found])
            self._clear()

    def _take(self, ended: str) -> Iterator[Command]:
        """End the command that was read: a keyword's, an assignment, or one to give out."""
        first = self.raw[0]
        if first in ("if", "elif!", "while", "until"):
            self.test = (first, [])
            self.raw = self.raw[1:]
        if self.test is not None:  # it goes on up to `then` or `do`
            self.test[1].append(" ".join(self.raw) + (" )" if ended == ")" else ""))
            self.test[1].append(ended)
            words = [] if not self.whole or not self.raw else self.words[-len(self.raw) :]
            while words[:1] in (["!"], ["("]):
                words = words[1:]
            if words and not _ASSIGN.fullmatch(words[0]):
                yield Command(tuple(words), ended == "&", "", self.line)
            return
        if first == "for":
            self._open(_Block("for"))
            if len(self.words) > 3:
                self.values[self.words[1]] = self.words[3] if len(self.words) == 4 else f"${self.words[1]}"
        else:
            words = self._without_assignments()
            words = words[1:] if words[:1] == ["!"] else words
            if words and (self.whole or not any(block.never for block in self.blocks)):
                enclosing = [b.text for b in self.blocks if b.text and b.kind not in ("name", "case")]
                condition = "; ".join([*enclosing, self.guard] if self.guard else enclosing)
                yield Command(tuple(words), ended == "&", condition[:300], self.line, ended, self._used(condition))
            self._take_source(words)
            if words and words[0] in ("exit", "return") and self.guard:
                self._ends_here()
        if ended in ("&&", "||"):
            test = " ".join(self.raw)
            self.guard = " && ".join(it for it in (self.guard, test) if it) if ended == "&&" else f"not ({test})"
        elif ended != "|":
            self.guard = ""

    def _ends_here(self) -> None:
        """`TEST || exit`: what follows in the block is run only if the test holds; `TEST && exit`: only if not."""
        inner = self.guard.removeprefix("not (").removesuffix(")")
        text = inner if self.guard.startswith("not (") else f"not ({self.guard})"
        if not _ASKED_TO_START.fullmatch(text):
            self._open(_Block("after", text))

    def _without_assignments(self) -> list[str]:
        raw, at = self.raw, 0  # an index, not slices: a line may hold a hundred thousand assignments
        while at < len(raw) and raw[at] in ("export", "local", "readonly"):
            at += 1
        while at < len(raw) and (assigned := _ASSIGN.fullmatch(raw[at])):
            value = self._expand(assigned[2])
            self.sources.pop(assigned[1], None)
            if "`" in value or "$(" in value:
                self.sources[assigned[1]] = f"{assigned[1]}={value}"[:MOST_SOURCE]
            known = "$" not in value and "`" not in value
            self.values[assigned[1]] = value if known else self._partly(assigned[1], value)
            at += 1
        return self.words[at:]

    def _take_source(self, words: list[str]) -> None:
        """Learn of a variable that a command fills in: `eval $(flash get NAME)`, `config_get NAME section option`."""
        if not words or len(self.sources) >= MOST_SOURCES:
            return
        found = _EVALUATED.search(" ".join(words)) if words[0] == "eval" else None
        if found:
            self.sources[found[1]] = " ".join(words)[:MOST_SOURCE]
        elif words[0] in ("config_get", "config_get_bool") and len(words) > 2:
            self.sources[words[1]] = " ".join(words)[:MOST_SOURCE]

    def _used(self, condition: str) -> tuple[str, ...]:
        """Return the sources of variables in the command and its condition."""
        if not self.sources:
            return ()
        names = dict.fromkeys(match[1] or match[3] for match in _VARIABLE.finditer(" ".join([*self.raw, condition])))
        return tuple(self.sources[name] for name in names if name in self.sources)[:MOST_USED]

    def _partly(self, name: str, value: str) -> str:
        """Return what stands for a variable whose value is not plain."""
        return _INSIDE.sub(f"${name}", value)[:400] if self.whole else f"${name}"

    def _expand(self, word: str) -> str:
        """Take quotes away and put plain values in."""
        if len(word) > 1 and word[0] == word[-1] == "'" and "'" not in word[1:-1]:
            return word[1:-1]
        if "$" in word:
            word = _VARIABLE.sub(self._value, word)
        if "\\" in word or '"' in word or "'" in word:  # few words have any: asking costs less than an expression
            word = _QUOTING.sub(lambda match: match[1] or "", word)
        return word[:1000]

    def _value(self, match: re.Match[str]) -> str:
        return self.values.get(match[1] or match[3], match[0] if match[2] is None else match[2])[:400]

    def _keyword(self, word: str) -> None:
        while word in ("else", "elif") and self.blocks and self.blocks[-1].kind == "after":
            self.blocks.pop()
        if word in ("then", "do"):
            self._tested()
        elif word in _CLOSES:
            self._close(*_CLOSES[word])
        elif word == "else":
            self._replace("if", self._otherwise())
        elif word == "elif":
            self.raw, self.words = ["elif!"], ["elif!"]

    def _tested(self) -> None:
        """Begin what a test decides. A test that only asks whether the script was told to start holds."""
        if self.test is None:
            return
        kind, parts = self.test
        self.test = None
        commands, signs = parts[::2], parts[1:-1:2]
        if "||" not in signs and not any("! (" in it for it in commands):
            commands = [_BRACKETS.sub("", it) for it in commands]
            commands = [it for it in commands if not _ASKED_TO_START.fullmatch(it)]
            text = " && ".join(commands)
        else:
            signs = [sign if sign in ("&&", "||") else "&&" for sign in signs]
            joined = (f" {sign} {it}" for sign, it in zip(signs, commands[1:], strict=False))
            text = commands[0] + "".join(joined)
        if kind == "elif!":
            self._replace("if", "; ".join(it for it in (self._otherwise(), text) if it))
        else:
            self._open(_Block(kind, text))

    def _otherwise(self) -> str:
        """Return what holds where no test of the `if` so far did: of `if A; elif B` neither A nor B."""
        if not self.blocks or self.blocks[-1].kind != "if":
            return ""
        *before, last = self.blocks[-1].text.split("; ")
        if last.startswith("! ") and "&&" not in last and "||" not in last:
            return "; ".join([*before, last[2:]])
        return "; ".join([*before, f"not ({last})"]) if last else ""

    def _arm(self) -> None:
        """Begin a branch of `case`: its pattern has been read."""
        self._close("arm")
        label = "|".join(self.words)
        subject = next((block.text for block in reversed(self.blocks) if block.kind == "case"), "")
        starts = bool(_STARTING.search(label)) if label != "*" else bool(_ARGUMENT.search(subject))
        never = not starts and all(_ENDING.fullmatch(it) for it in label.split("|"))
        text = f"{subject} is {label}" if label != "*" else f"{subject} is none of the others"
        self._open(_Block("arm", "" if starts else text, never))
        self._clear()

    def _open(self, block: _Block) -> None:
        if len(self.blocks) < MOST_DEEP:
            self.blocks.append(block)

    def _close(self, *kinds: str) -> None:
        """Close the innermost block of the kinds, and what was left open within."""
        for at in range(len(self.blocks) - 1, -1, -1):
            if self.blocks[at].kind in kinds:
                del self.blocks[at:]
                return

    def _replace(self, kind: str, text: str) -> None:
        if self.blocks and self.blocks[-1].kind == kind:
            self.blocks[-1] = _Block(kind, text)

    def _innermost(self, *kinds: str) -> str:
        return next((block.kind for block in reversed(self.blocks) if block.kind in kinds), "")

    def _clear(self) -> None:
        self.raw, self.words = [], []
