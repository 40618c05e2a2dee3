"""`cupel inspect`: paths and stated facts go in; text, JSON or a page come out."""

import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, cast, get_type_hints

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
    from cupel.records.dossier import Edition


def inspect_paths(
    paths: list[Path],
    label: tuple[str, str, str],
    stated: Acquisition,
    limits: list[str],
    threads: int | None,
    extract: Path | None,
    html: Path | None,
    edition: str,
    as_json: bool,
    progress: Progress | None,
) -> bool:
    """Inspect each path and show what was found; tell whether every inspection is complete.

    Raises InputError for paths, limits or folders that cannot be used.
    """
    bounds = parse_limits(limits)
    if wrong := complaint(stated):
        raise InputError(f"{wrong[0].upper()}{wrong[1:]}.", "Mend the option and try again.")
    found: list[tuple[Equipment, Inspection]] = []
    names: Counter[str] = Counter()
    for path in paths:
        names[name := name_of(path)] += 1
        name += f" ({names[name]})" if names[name] > 1 else ""
        target = extract / name if extract and len(paths) > 1 else extract
        one = inspect(path, bounds, target, progress, threads, None if as_json else _prepare_to_show, _notice)
        found.append((Equipment(name, path, *label, acquisition=stated), one))
        if as_json:
            sys.stdout.buffer.write(to_json(one) + b"\n")
            sys.stdout.flush()
    if html is not None:
        _write_page(html, found, edition)
    if not as_json:
        _show(found)
        if html is not None:
            print(f"\nWritten to {html}")
    return all(one.complete for _, one in found)


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


def _records(found: list[tuple[Equipment, Inspection]]) -> dict[str, object]:
    return {
        "equipment": tuple(item for item, _ in found),
        "inspections": {item.id: one for item, one in found},
    }


def _prepare_to_show() -> None:
    """Load what `_show` needs, while the first child works."""
    import rich.console  # noqa: PLC0415
    import rich.table  # noqa: PLC0415
    import rich.tree  # noqa: F401, PLC0415

    import cupel.dossier.terminal  # noqa: PLC0415
    import cupel.inspect.questions.what_is_in_it  # noqa: F401, PLC0415


def _show(found: list[tuple[Equipment, Inspection]]) -> None:
    from rich.console import Console  # noqa: PLC0415 - 60 ms that JSON need not pay

    from cupel.dossier.terminal import show  # noqa: PLC0415
    from cupel.inspect.questions.what_is_in_it import QUESTION  # noqa: PLC0415

    console = Console(highlight=False)
    for number, pair in enumerate(found):
        if number:
            console.rule()
        answer = QUESTION.ask(_records([pair]))
        show(answer, console)
        console.print(f"\nConfidence: {answer.confidence}. {answer.confidence_reason}", markup=False)
        item, one = pair
        if item.acquisition != Acquisition():
            console.print("Acquisition: {}. {}".format(*grade(item.acquisition, one.sha256)), markup=False)


def _write_page(file: Path, found: list[tuple[Equipment, Inspection]], edition: str) -> None:
    from cupel.dossier.page import render_page  # noqa: PLC0415 - as above
    from cupel.inspect.questions import how_was_it_got, what_is_in_it  # noqa: PLC0415
    from cupel.records.dossier import Dossier, Source  # noqa: PLC0415

    records = _records(found)
    sources = tuple(
        Source(
            item.id,
            item.label,
            one.name,
            one.sha256,
            one.size,
            item.acquisition,
            *grade(item.acquisition, one.sha256),
        )
        for item, one in found
    )
    title = f"Inspection of {', '.join(item.label for item, _ in found)}"
    dossier = Dossier(
        "cupel dossier 1", "", title, "", "",
        cast("Edition", edition), cupel.__version__, {"inspect": found[0][1].rule_version}, "", sources, (),
        (what_is_in_it.QUESTION.ask(records), how_was_it_got.QUESTION.ask(records)), (),
        tuple(problem for _, one in found for problem in one.problems),
    )  # fmt: skip
    try:
        file.write_text(render_page(dossier), "utf-8")
    except OSError as error:
        raise InputError(
            f"{file} cannot be written: {error.strerror}.", "Name a file in a folder that you may write to."
        ) from error
