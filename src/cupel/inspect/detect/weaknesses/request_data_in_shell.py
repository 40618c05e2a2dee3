"""Finds scripts that run what a request carries: their flows go in, findings with the call and the data come out."""

from collections.abc import Iterable, Iterator

from cupel.inspect.detect.finding import found
from cupel.inspect.detect.image import Image
from cupel.inspect.detect.request_data.reading import MARK, RequestRun, read, wanted
from cupel.inspect.detect.serving import NOT_SERVED, served, serving
from cupel.inspect.identify.source import Visited
from cupel.inspect.sign import Sign
from cupel.records.finding import Finding
from cupel.records.problem import Problem

RULES = {
    "eval": "request-data-evaluated",
    "reading a script of that name": "request-data-names-a-script",
}


class RequestDataInShell:
    """Flows from a request to a shell, or to what evaluates code, within one script."""

    name = "request_data_in_shell"
    title = "request data run by scripts"
    means = (
        "A script hands data of a request to a shell, or evaluates it as code: whoever may send the request may run "
        "commands with the rights of the script. It does not say that a server runs the script, nor who may reach it."
    )
    checked = (
        "The light flow of detect/request_data: from the variables of CGI, the request's body and a form's fields, "
        "by assignments in the order of the text, to eval, system, popen, exec, backquotes, sh -c or a pipe into a "
        "shell; in shell, haserl, Lua, PHP, Perl, Python and server pages. Comments, single quotes of a shell, "
        "here-documents, documents, examples and tests do not count. What is quoted by a function made for it, made "
        "a number, or tested for its characters, is let go. The first 512 KiB of a script; 20 places of each."
    )
    refutes = (
        "A filter before the call that lets only harmless characters pass; or a server that never sets the variable; "
        "or that the script cannot be run by a request."
    )
    references = (
        "CWE-78, improper neutralization of special elements used in an OS command",
        "CWE-95, improper neutralization of directives in dynamically evaluated code",
        "RFC 3875, The Common Gateway Interface, section 4.1",
    )
    marks = (MARK,)

    def wants(self, file: Visited) -> bool:
        """Take scripts and pages that name request data."""
        return wanted(file)

    def examine(self, file: Visited) -> Iterable[Sign | Problem]:
        """Yield a RequestRun for each flow."""
        return read(file, "weaknesses/request_data_in_shell")

    def conclude(self, image: Image) -> Iterator[Finding]:
        """Yield a finding for each script, data and call; it is configured where a server runs the script."""
        folders = served(image)
        grouped: dict[tuple[str, str, str], list[RequestRun]] = {}
        for sign in image.signs(RequestRun):
            grouped.setdefault((image.path_of(sign.evidence.locator), sign.data, sign.call), []).append(sign)
        for (path, data, call), signs in grouped.items():
            first = signs[0]
            places = image.places(first.evidence.artefact)
            at = serving(image, folders, first.evidence.artefact)
            where = f"line {first.line}" if len(signs) == 1 else f"{len(signs)} lines, the first is line {first.line}"
            yield found(
                image, f"weaknesses/{self.name}", RULES.get(call, "request-data-in-command"),
                title=f"The script {path} runs {data} of a request by {call}",
                statement=(
                    f"{path}, {first.language}, runs {data} by {call} ({where}), and no filter of its characters was "
                    f"seen before. What the client sends there is {'the' if first.whole else 'part of the'} command."
                ),
                subject=f"{data} by {call}",
                tier="configured" if at else "present",
                tier_reason=f"{at.reason}." if at else NOT_SERVED,
                evidence=[sign.evidence for sign in signs] + list(at.evidence if at else ()),
                facts={"language": first.language, "data": data, "call": call, "whole": first.whole},
                program=at.server if at else "",
                path=path,
                places=places,
            )  # fmt: skip


DETECTOR = RequestDataInShell()
