"""The dossier in about ten lines, for a terminal."""

from cupel.records.dossier import Dossier

LINES = 10


def summary_of(dossier: Dossier) -> tuple[str, ...]:
    """Say the most important of a dossier in ten lines at most, each short enough to wrap well."""
    lines = [
        f"{dossier.title} (case {dossier.case}, as of {dossier.as_of}, {dossier.edition} edition)",
    ]
    lines += [f"Decision: {dossier.decision}"] if dossier.decision else []
    graded = ", ".join(f"{source.label}: {source.grade}" for source in dossier.sources[:3])
    more = f" and {len(dossier.sources) - 3} more" if len(dossier.sources) > 3 else ""
    lines.append(f"{len(dossier.sources)} input{'s' if len(dossier.sources) != 1 else ''}: {graded}{more}")
    room = LINES - len(lines) - 2
    for answer in dossier.answers[:room]:
        lines.append(f"{answer.question} {answer.headline} [{answer.confidence} confidence]")
    if len(dossier.answers) > room:
        lines.append(f"{len(dossier.answers) - room} more answers stand in the dossier.")
    bounds = sum(len(answer.not_examined) for answer in dossier.answers)
    lines.append(f"Not examined: {bounds} statement{'s' if bounds != 1 else ''} bound these answers.")
    lines.append(
        f"{len(dossier.problems)} problem{'s' if len(dossier.problems) != 1 else ''}; "
        f"{len(dossier.unasked)} question{'s' if len(dossier.unasked) != 1 else ''} could not be asked."
    )
    return tuple(lines[:LINES])
