"""`cupel inspect`: paths and what a person states go in; text, JSON, a page or a bill comes out."""

import datetime
import hashlib
import os
import sys
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast, get_type_hints

import cupel
from cupel.confinement import Progress
from cupel.content_hash import name_of
from cupel.errors import InputError
from cupel.inspect.inspection import inspect
from cupel.inspect.unpack.limits import Limits
from cupel.records.acquisition import Acquisition, complaint, grade
from cupel.records.boundary import to_json
from cupel.records.equipment import Equipment
from cupel.records.inspection import Inspection

if TYPE_CHECKING:
    from cupel.records.dossier import Edition, Source
    from cupel.room import Question


PIPED_WIDTH = 160
TOLD_BY_HEADLINE = 9
"""Questions from this order on have many tables: in short, the headline stands for them."""
ACQUISITION = "inspect/how-was-it-got"
"""The question that the terminal answers in one line at the end."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a person asks of `cupel inspect`, beside the paths."""

    label: tuple[str, str, str]
    """Maker, product and version, as stated."""
    stated: Acquisition
    """How the images were got, as stated."""
    limits: tuple[str, ...]
    """NAME=NUMBER pairs."""
    threads: int | None
    """Threads, or None for as many as there are processors."""
    extract: Path | None
    """Folder to extract to."""
    html: Path | None
    """Page to write."""
    edition: str
    """Its marking."""
    as_json: bool
    """Whether JSON is wanted instead of text."""
    as_of: str
    """The day as of which ages are judged, ISO 8601; empty where none was stated."""
    configuration: Path | None
    """The deployed configuration."""
    documents: tuple[Path, ...]
    """The maker's documents."""
    exports: tuple[str, ...]
    """FORM=FILE pairs."""
    reference: Path | None
    """Reference data to ask, or None for what this machine holds."""
    unpack_only: bool
    """Whether components are left out."""
    deep: bool = False
    """Whether executables that listen or check logins are disassembled."""
    full: bool = False
    """Whether every figure is shown in the terminal."""
    manuals: Path | None = None
    """Folder of the maker's manuals."""
    replies: tuple[Path, ...] = ()
    """Reply forms that the maker filled in."""
    suppressions: tuple[Path, ...] = ()
    """Files that say which findings need no more attention."""
    bundle: Path | None = None
    """Evidence bundle to write."""
    secrets_for: str = ""
    """Who wants secrets in clear in it; empty: nobody."""

    @property
    def beside(self) -> dict[str, tuple[Path, ...]]:
        """Options that name files about the one image -> those files."""
        return {
            "--config": (self.configuration,) if self.configuration else (),
            "--document": self.documents,
            "--documents": (self.manuals,) if self.manuals else (),
            "--reply": self.replies,
            "--suppress": self.suppressions,
        }


def inspect_paths(paths: list[Path], wanted: Wanted, progress: Progress | None) -> bool:
    """Inspect each path and show what was found; tell whether every inspection is complete.

    1. Check what was asked before any work is done.
    2. Inspect one path after another, and weigh what was found.
    3. Show it: JSON at once, text, bills and the page when all are there.

    Raises InputError for paths, limits, documents or folders that cannot be used.
    """
    bounds, exports = parse_limits(list(wanted.limits)), _checked(paths, wanted)  # 1
    all_of: list[dict[str, Any]] = []
    names: Counter[str] = Counter()
    for path in paths:
        names[name := name_of(path)] += 1
        name += f" ({names[name]})" if names[name] > 1 else ""
        target = wanted.extract / name if wanted.extract and len(paths) > 1 else wanted.extract
        found = inspect(  # 2
            path, bounds, target, progress, wanted.threads, None if wanted.as_json else _prepare_to_show, _notice,
            examine=not wanted.unpack_only, deep=wanted.deep,
        )  # fmt: skip
        item = Equipment(
            name, path, *wanted.label, wanted.stated, wanted.configuration, wanted.documents, wanted.manuals,
            wanted.replies, wanted.suppressions,
        )  # fmt: skip
        all_of.append(_weighed(item, found, wanted))
        if wanted.as_json:
            _print_line(all_of[-1])
    _write_exports(all_of[0], exports)  # 3
    sealed = _write_bundle(all_of[0], wanted, bounds, progress) if wanted.bundle else ""
    if wanted.html is not None:
        _write_page(wanted.html, all_of, wanted)
    if not wanted.as_json:
        _show(all_of, wanted)
        for file in [*(file for _, file in exports), *([wanted.html] if wanted.html else [])]:
            print(f"\nWritten to {file}")
        if wanted.bundle:
            print(f"\nWritten to {wanted.bundle}, SHA-256 {sealed}")
    return all(one.complete for records in all_of for one in records["inspections"].values())


def _checked(paths: list[Path], wanted: Wanted) -> list[tuple[str, Path]]:
    """Check what a person stated and asks; return the bills to write, as (form, file)."""
    if wrong := complaint(wanted.stated):
        raise InputError(f"{wrong[0].upper()}{wrong[1:]}.", "Mend the option and try again.")
    if wanted.deep and wanted.unpack_only:
        raise InputError("--deep looks for findings, and --unpack-only leaves them out.", "Give one of the two.")
    if wanted.as_of:
        try:
            datetime.date.fromisoformat(wanted.as_of)
        except ValueError as error:
            raise InputError(f"--as-of {wanted.as_of!r} is no date.", "Write it as 2026-11-22.") from error
    of_one = wanted.beside | {"--export": wanted.exports, "--bundle": (wanted.bundle,) if wanted.bundle else ()}
    for option, given in of_one.items():
        if given and len(paths) > 1:
            raise InputError(f"{option} is about one image, but {len(paths)} are named.", "Inspect it alone.")
        if given and wanted.unpack_only:
            raise InputError(f"{option} needs components, and --unpack-only leaves them out.", "Give one of the two.")
    exports = []
    for pair in wanted.exports:
        form, _, file = pair.partition("=")
        if not file:
            raise InputError(f"--export {pair!r} names no file.", "Write it as cyclonedx=bill.json.")
        if not _is_bill(form):
            from cupel.inspect.export import finding_export  # noqa: PLC0415 - only where it is asked for

            finding_export(form)
        exports.append((form, Path(file)))
    for path in (it for given in wanted.beside.values() for it in given):
        if not path.exists():
            raise InputError(f"There is no {path}.", "Check the path.")
    if wanted.replies or wanted.suppressions:  # so that a slip in them does not show only when all work is done
        from cupel.inspect.reply_form import read_replies  # noqa: PLC0415 - only where they are given
        from cupel.inspect.suppressions import read_suppressions  # noqa: PLC0415

        for path in wanted.replies:
            read_replies(path)
        for path in wanted.suppressions:
            read_suppressions(path)
    if wanted.manuals and not wanted.manuals.is_dir():
        raise InputError(f"{wanted.manuals} is no folder.", "Name the folder that the manuals are in.")
    if wanted.secrets_for and (wanted.bundle is None or wanted.edition == "public"):
        raise InputError(
            "--include-secrets is for a bundle of the confidential or the vendor edition.",
            "Give --bundle, and --edition vendor or confidential; or leave it out.",
        )
    return exports


def _weighed(item: Equipment, found: Inspection, wanted: Wanted) -> dict[str, Any]:
    """Make the records of one image."""
    records = {"equipment": (item,), "inspections": {item.id: found}, "as_of": wanted.as_of}
    if not found.examined:
        return records
    from cupel.inspect.weighing import weigh  # noqa: PLC0415 - what only unpacks need not pay for it

    return records | weigh([item], {item.id: found}, wanted.as_of, wanted.reference)


def _print_line(records: dict[str, Any]) -> None:
    from cupel.records.report import report_of  # noqa: PLC0415 - as above

    (item,) = records["equipment"]
    ladder = records.get("ladders", {}).get(item.id)
    beside = (records.get(noun, {}).get(item.id, ()) for noun in ("documents", "replies", "suppressions"))
    sys.stdout.buffer.write(to_json(report_of(records["inspections"][item.id], ladder, *beside)) + b"\n")
    sys.stdout.flush()


def _write_exports(records: dict[str, Any], exports: list[tuple[str, Path]]) -> None:
    for form, file in exports:
        if _is_bill(form):
            from cupel.bills.exchange import write_bill  # noqa: PLC0415 - as above

            (bill,) = records["bills"].values()
            write_bill(bill, form, file)
        else:
            from cupel.inspect.export import Told, finding_export  # noqa: PLC0415 - as above

            (item,) = records["equipment"]
            said = (records.get(noun, {}).get(item.id, ()) for noun in ("replies", "suppressions"))
            _write(file, finding_export(form).write(Told(item, records["inspections"][item.id], *said)))


def _is_bill(form: str) -> bool:
    from cupel.bills.format import formats  # noqa: PLC0415 - only where an export is asked for

    return any(it.name == form and it.writes for it in formats())


def _write(file: Path, data: bytes) -> None:
    try:
        file.write_bytes(data)
    except OSError as error:
        raise InputError(
            f"{file} cannot be written: {error.strerror}.", "Name a file in a folder that you may write to."
        ) from error


def _write_bundle(records: dict[str, Any], wanted: Wanted, bounds: Limits, progress: Progress | None) -> str:
    """Write the evidence bundle; return the SHA-256 of its file."""
    from cupel.inspect.bundle.making import Asked, make_bundle  # noqa: PLC0415 - as above
    from cupel.records.bundle import Disclosure  # noqa: PLC0415

    (item,) = records["equipment"]
    said = (records.get(noun, {}).get(item.id, ()) for noun in ("replies", "suppressions"))
    now = datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds")
    disclosure = Disclosure(wanted.secrets_for, now) if wanted.secrets_for else None
    asked = Asked(cast("Edition", wanted.edition), wanted.as_of, disclosure, *said)
    _, data = make_bundle(item, records["inspections"][item.id], asked, bounds, progress)
    _write(cast(Path, wanted.bundle), data)
    return hashlib.sha256(data).hexdigest()


def _notice(what: str) -> None:
    print(f"cupel: note: {what}", file=sys.stderr)


def parse_limits(given: list[str]) -> Limits:
    """Read NAME=NUMBER pairs. Raises InputError that names what is wrong."""
    names = list(get_type_hints(Limits))
    values = {}
    for pair in given:
        name, _, value = pair.partition("=")
        if name not in names:
            import difflib  # noqa: PLC0415 - only for a mistake

            close = difflib.get_close_matches(name, names, 1)
            hint = f"Did you mean {close[0]}?" if close else "`cupel limits` lists them."
            raise InputError(f"There is no limit {name!r}.", hint)
        try:
            values[name] = int(value.replace("_", ""))
        except ValueError as error:
            raise InputError(f"The limit {pair!r} has no whole number.", f"Write it as {name}=1000000.") from error
        if values[name] < 0:
            raise InputError(f"The limit {pair!r} is negative.", "Give a number from 0 up.")
    return Limits(**values)


def _prepare_to_show() -> None:
    """Load what `_show` needs, while the first child works."""
    import rich.console  # noqa: PLC0415
    import rich.table  # noqa: PLC0415
    import rich.tree  # noqa: F401, PLC0415

    _questions()


def _questions() -> "tuple[Question, ...]":
    from cupel import plugins  # noqa: PLC0415 - as above
    from cupel.room import Question  # noqa: PLC0415

    loaded = plugins.load("cupel.inspect.questions", "QUESTION", Question)
    return tuple(sorted(loaded, key=lambda question: question.order))


def _show(all_of: list[dict[str, Any]], wanted: Wanted) -> None:
    from rich.console import Console  # noqa: PLC0415 - 60 ms that JSON need not pay

    from cupel.dossier.terminal import show  # noqa: PLC0415

    # a file or a pipe has no width: lines that people search must not be folded at 80
    width = None if sys.stdout.isatty() or "COLUMNS" in os.environ else PIPED_WIDTH
    console = Console(highlight=False, width=width)
    for number, records in enumerate(all_of):
        if number:
            console.rule()
        for place, question in enumerate(it for it in _questions() if it.id != ACQUISITION and _can(it, records)):
            if place:
                console.print()
                console.rule(question.text, align="left", style="dim")
            answer = question.ask(records)
            if not wanted.full and question.order >= TOLD_BY_HEADLINE:
                console.print(answer.headline, markup=False)
                continue
            show(answer, console, wanted.full)
            console.print(f"\nConfidence: {answer.confidence}. {answer.confidence_reason}", markup=False)
        if not wanted.full:
            console.print(
                "\nShown in short: --full shows every figure here, --html writes them as a page.", style="dim"
            )
        (item,), (one,) = records["equipment"], records["inspections"].values()
        if item.acquisition != Acquisition():
            console.print("Acquisition: {}. {}".format(*grade(item.acquisition, one.sha256)), markup=False)


def _can(question: "Question", records: dict[str, Any]) -> bool:
    return all(noun in records for noun in question.needs)


def _write_page(file: Path, all_of: list[dict[str, Any]], wanted: Wanted) -> None:
    from cupel.dossier.page import render_page  # noqa: PLC0415 - as above
    from cupel.records.dossier import Dossier  # noqa: PLC0415

    records: dict[str, Any] = {"equipment": tuple(item for one in all_of for item in one["equipment"])}
    records["as_of"] = wanted.as_of
    for noun in ("inspections", "ladders", "documents", "unmatched", "times", "measures", "replies", "suppressions"):
        if any(noun in one for one in all_of):
            records[noun] = {key: value for one in all_of for key, value in one.get(noun, {}).items()}
    inspections = records["inspections"]
    sources = tuple(_source(item, inspections[item.id]) for item in records["equipment"])
    title = f"Inspection of {', '.join(_titled(item, inspections[item.id].sha256) for item in records['equipment'])}"
    version = next(iter(inspections.values())).rule_version
    dossier = Dossier(
        "cupel dossier 1", "", title, "", wanted.as_of, cast("Edition", wanted.edition), cupel.__version__,
        {"inspect": version}, "", sources, (),
        tuple(question.ask(records) for question in _questions() if _can(question, records)), (),
        tuple(problem for one in inspections.values() for problem in one.problems),
    )  # fmt: skip
    _write(file, render_page(dossier).encode())


def _titled(item: Equipment, sha256: str) -> str:
    """Name the file first, where its label is no more than that."""
    proved = item.label == item.id or grade(item.acquisition, sha256)[0] == "vendor-verified"
    return item.label if proved else f"{item.id}, labelled {item.label}"


def _source(item: Equipment, found: Inspection) -> "Source":
    from cupel.records.dossier import Source  # noqa: PLC0415 - as above

    graded = grade(item.acquisition, found.sha256)
    return Source(item.id, item.label, found.name, found.sha256, found.size, item.acquisition, *graded)
