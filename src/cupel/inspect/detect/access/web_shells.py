"""Finds pages and request handlers that run commands: pages, scripts and programs go in, findings come out."""

from collections.abc import Iterable, Iterator

from cupel.inspect.detect.image import Image
from cupel.inspect.detect.request_data.command_pages import (
    NAMED,
    NAMED_PAGE,
    PAGE,
    PAGES,
    CommandField,
    CommandHandler,
    CommandPage,
    names,
    page,
)
from cupel.inspect.detect.request_data.reading import NOT_THE_PRODUCT, RequestRun
from cupel.inspect.detect.served_finding import served_finding
from cupel.inspect.detect.serving import Served, served, serving, started
from cupel.inspect.identify.source import Visited
from cupel.inspect.sign import Sign
from cupel.records.finding import Finding
from cupel.records.problem import Problem


class WebShells:
    """Four rules: a script whose whole command is the request, a page with a field for one, a handler named for it."""

    name = "web_shells"
    title = "pages and request handlers that run commands"
    means = (
        "Whoever may use the page or send the request may run commands of their own on the equipment. Of a page or a "
        "handler's name alone that is what it is made for, and not yet shown: the code behind it was not followed."
    )
    checked = (
        "Scripts: the flow of request_data_in_shell, where the request's data is the whole command. Pages: a text "
        "field named cmd, command, syscmd and the like, in a page that sends it. Programs: a name such as formSysCmd "
        "or goform/SystemCommand, whole, in an executable that serves requests. Hidden fields, buttons, documents "
        "and examples do not count. The first 256 KiB of a page, and a program's 20 first names."
    )
    refutes = "A handler that compares the command with a fixed list, or that is not reached by any request."
    references = (
        "CWE-78, improper neutralization of special elements used in an OS command",
        "CWE-489, active debug code",
        "GoAhead, user guide: goForms",
    )
    marks = (
        (rb"(?i:name)\s{0,2}=\s{0,2}['\"]?[a-zA-Z_]{0,12}(?i:cmd|command)", "command field"),
        (rb"(?:goform/|boafrm/|form|asp_?|cgi_?)" + NAMED, "command handler"),
        (PAGE, "command page"),
        (rb"/goform|/boafrm|/cgi-bin|(?:websForm|websUrlHandler|form)Define", "request handlers"),
    )  # fmt: skip

    def wants(self, file: Visited) -> bool:
        """Take pages with such a field or name, and executables with such a name."""
        if file.type.startswith("ELF "):
            return "command page" in file.marks or {"command handler", "request handlers"} <= set(file.marks)
        if file.name.rpartition(".")[2].lower() not in PAGES and not file.type.startswith("HTML"):
            return False
        told = "command field" in file.marks or NAMED_PAGE.fullmatch(file.name.encode("utf-8", "surrogateescape"))
        return bool(told) and not any(it in f"/{file.path}" for it in NOT_THE_PRODUCT)

    def examine(self, file: Visited) -> Iterable[Sign | Problem]:
        """Yield what a page shows by its field or name, and the names of handlers and pages in a program."""
        return names(file) if file.type.startswith("ELF ") else page(file)

    def conclude(self, image: Image) -> Iterator[Finding]:
        """Yield a finding for each script, page and handler."""
        folders = served(image)
        for run in (it for it in image.signs(RequestRun) if it.whole):
            path = image.path_of(run.evidence.locator)
            yield self._found(
                image, run, "script-runs-the-request", f"{run.data} by {run.call}",
                serving(image, folders, run.evidence.artefact),
                f"The script {path} runs what the request carries",
                f"{path} runs {run.data} by {run.call} (line {run.line}): the client sends the whole command.",
            )  # fmt: skip
        for it in image.signs(CommandField):
            path = image.path_of(it.evidence.locator)
            yield self._found(
                image, it, "page-with-a-command-field", path.rpartition("/")[2],
                serving(image, folders, it.evidence.artefact, run=False),
                f"The page {path} has a field for a command",
                f"{path} shows a text field that is named for a command, and sends it. What takes it was not followed.",
            )  # fmt: skip
        for handler in image.signs(CommandHandler):
            path = image.path_of(handler.evidence.locator)
            yield self._found(
                image, handler, "handler-named-for-commands", handler.name, started(image, handler.evidence.artefact),
                f"The program {path} names a request handler {handler.name}",
                f"{path} holds the name {handler.name}, as web servers register what takes a request. What it "
                "does with the request was not followed.",
            )  # fmt: skip

        shown = {it.evidence.artefact for it in image.signs(CommandField)}
        for named in (it for it in image.signs(CommandPage) if it.evidence.artefact not in shown):
            path = image.path_of(named.evidence.locator)
            if named.program:
                title, what, at = (
                    f"The program {path} names the page {named.name}",
                    "names a page",
                    started(image, named.evidence.artefact),
                )
            else:
                title, what = f"The page {path} is named for running commands", "is a page"
                at = serving(image, folders, named.evidence.artefact, run=False)
            yield self._found(
                image, named, "page-named-for-commands", named.name, at, title,
                f"{path} {what} that is named for commands, or for what they gave: {named.name}. What it does was not "
                "followed.",
            )  # fmt: skip

    def _found(
        self, image: Image, sign: Sign, rule: str, subject: str, at: Served | None, title: str, statement: str
    ) -> Finding:
        name = f"access/{self.name}"
        return served_finding(image, name, rule, sign, at, title=title, statement=statement, subject=subject)


DETECTOR = WebShells()
