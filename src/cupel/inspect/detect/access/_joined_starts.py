"""Joins what one script does in several branches: runs of a program go in, and come out with what all of them ask."""

import dataclasses
from collections import defaultdict
from collections.abc import Mapping, MutableMapping, Sequence

from cupel.inspect.detect.access._launching import default_of
from cupel.inspect.detect.image import Image
from cupel.inspect.reachable.alternatives import joined
from cupel.inspect.reachable.running import ONLY_IF, Running
from cupel.records.build import Launch

Start = tuple[str, str]
"""Locator of the line that starts a program, and the program's name."""


def start_of(run: Running) -> Start:
    """Return what names the start of a run."""
    return run.evidence[0].locator, run.program


def joined_starts(image: Image, runs: Sequence[Running], launches: MutableMapping[Start, Launch]) -> list[Running]:
    """Return the runs; those that one script starts under several conditions, each with what these ask together.

    Whatever the arguments: who asks what listens does not ask how it was called. `launches` are changed alike.
    """
    groups: dict[tuple[object, ...], list[Running]] = defaultdict(list)
    for run in runs:
        if _by_condition(run, launches):
            place = image.files.place(run.evidence[0].locator)
            groups[place, run.root, run.path, run.listeners].append(run)
    known: dict[Start, Running] = {}
    for held in groups.values():
        if len(held) > 1:
            condition = joined([launches[start_of(it)].condition for it in held])
            for run in held:
                start = start_of(run)
                where = image.path_of(run.evidence[0].locator)
                if default_of(run, launches[start], image).answer != "yes":  # else this very start tells that it is
                    launches[start] = dataclasses.replace(launches[start], condition=condition)
                known[start] = dataclasses.replace(
                    run,
                    state="unknown" if condition else run.starter,
                    reason=f"{where}{ONLY_IF}{condition}" if condition else run.starter_reason,
                )
    return [known.get(start_of(run), run) for run in runs]


def _by_condition(run: Running, launches: Mapping[Start, Launch]) -> bool:
    """Tell whether nothing but the condition of its line leaves it open whether it is started."""
    launch = launches.get(start_of(run))
    settled = run.state != "unknown" or run.starter != "yes" or len(run.evidence) > 1
    return launch is not None and bool(launch.condition) and not settled
