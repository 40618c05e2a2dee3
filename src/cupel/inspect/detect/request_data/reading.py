"""Tells a script's language and follows request data through it: a file goes in, signs come out."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from cupel.inspect.detect.quoting import quoted
from cupel.inspect.detect.request_data import pages, shell
from cupel.inspect.detect.request_data.flow import MOST_FLOWS, Flow
from cupel.inspect.detect.request_data.languages import ASP, LUA, PERL, PHP, PYTHON, Language
from cupel.inspect.identify.source import Visited
from cupel.inspect.sign import Sign
from cupel.records.problem import Problem

MOST_BYTES = 1 << 19
MARK = (
    rb"QUERY_STRING|REQUEST_URI|PATH_INFO|CONTENT_LENGTH|HTTP_(?:USER_AGENT|COOKIE|REFERER|HOST)|(?:FORM|POST|GET)_[a-zA-Z]"
    rb"|\$_(?:GET|POST|REQUEST|COOKIE|SERVER)|php://input|formvalue|ngx\.(?:req|var)|cgilua|FieldStorage|getvalue|get_argument"
    rb"|getParameter|[Rr]equest[.(]|param\(|STDIN",
    "request data",
)
"""What the one scan looks for: a name of request data in any of the languages."""
BY_ENDING: dict[str, Language] = {
    "php": PHP, "php3": PHP, "php5": PHP, "phtml": PHP, "inc": PHP, "lua": LUA, "lp": LUA, "lsp": LUA, "pl": PERL,
    "pm": PERL, "py": PYTHON, "asp": ASP, "jsp": ASP, "jst": ASP,
}  # fmt: skip
SHELL_ENDINGS = frozenset({"sh", "cgi", "hsp", "haserl", "svc"})
NOT_THE_PRODUCT = ("/usr/share/doc/", "/examples/", "/example/", "/test/", "/tests/", "/node_modules/")
"""Folders of documents, examples and tests."""
WEB = ("cgi-bin/", "/www/", "/htdocs/", "/html/", "/web/", "/webroot/", "/docroot/", "/public/", "/webpages/")
"""Folders that pages are kept in."""


@dataclass(frozen=True, slots=True)
class RequestRun(Sign):
    """A script runs data of a request."""

    language: str
    """What it is written in."""
    data: str
    """What of the request."""
    call: str
    """What runs it."""
    whole: bool
    """Whether that data alone is what is run."""
    line: int
    """Line, from 1."""


def wanted(file: Visited) -> bool:
    """Tell whether a file is a script that names request data."""
    if MARK[1] not in file.marks or not file.type.startswith(("script", "text", "HTML", "XML")):
        return False
    path = f"/{file.path}"
    return not any(folder in path for folder in NOT_THE_PRODUCT) and kind_of(file) is not None


def kind_of(file: Visited) -> Language | str | None:
    """Name a script's language by its interpreter, else by its ending: `shell`, `haserl` or one of the table."""
    ending = file.name.rpartition(".")[2].lower()
    if file.type.startswith("script, "):
        told = file.type.removeprefix("script, ").split()
        words = [word.rsplit("/", 1)[-1] for word in told]
        for name, language in (("php", PHP), ("lua", LUA), ("perl", PERL), ("python", PYTHON)):
            if any(word.startswith(name) for word in words):
                return language
        if "haserl" in words:
            return LUA if any("lua" in word for word in told) else "haserl"
        return "shell" if any(word in shell.SHELLS for word in words) else None
    if ending in BY_ENDING:
        return BY_ENDING[ending]
    return "shell" if ending in SHELL_ENDINGS or "cgi-bin/" in file.path else None


def read(file: Visited, rule: str) -> Iterator[Sign | Problem]:
    """Yield a RequestRun for each flow, at most MOST_FLOWS. Characters of the text are its bytes, so places hold."""
    kind = kind_of(file)
    if kind is None:
        return
    if file.content.size > MOST_BYTES:
        yield Problem("", f"only its first {MOST_BYTES:,} of {file.content.size:,} bytes were read for request data")
    text = file.content.read(0, MOST_BYTES).decode("latin-1")
    found: Iterator[Flow | Problem]
    if isinstance(kind, str):
        if kind == "haserl":
            text = pages.between(text, pages.LUA_TAGS)
        elif "<html" in text[:2_000].lower() and not text.startswith("#!"):
            return  # a page that is shown, not run
        web = kind == "haserl" or any(folder in f"/{file.path}" for folder in WEB)
        found = shell.flows(text, web)
    else:
        found = pages.flows(text, kind, page="<%" in text)
    name = kind if isinstance(kind, str) else kind.name
    told = dict.fromkeys(islice(found, MOST_FLOWS * 4))
    yield from (it for it in told if isinstance(it, Problem))
    seen = [it for it in told if isinstance(it, Flow)]
    for flow in seen[:MOST_FLOWS]:
        place = quoted(file, flow.offset, flow.size, rule, line=flow.line)
        yield RequestRun(place, name, flow.data, flow.call, flow.whole, flow.line)
    if len(seen) > MOST_FLOWS:
        yield Problem("", f"runs request data in more than {MOST_FLOWS} places; the rest was left out")
