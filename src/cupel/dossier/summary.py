"""The dossier in ten lines, for a terminal."""

from cupel.records.dossier import Dossier

LINES = 10


def summary_of(dossier: Dossier) -> tuple[str, ...]:
    """Say the most important of a dossier in ten lines at most."""
    head = [f"{dossier.title} (case {dossier.case}, as of {dossier.as_of}, {dossier.edition} edition)"]
    head += [f"Decision: {dossier.decision}"] if dossier.decision else []
    graded = ", ".join(f"{source.label}: {source.grade}" for source in dossier.sources[:3])
    more = f" and {len(dossier.sources) - 3} more" if len(dossier.sources) > 3 else ""
    head.append(f"{_count(len(dossier.sources), 'input')}: {graded}{more}")

    bounds = sum(len(answer.not_examined) for answer in dossier.answers)
    places = sum(len(answer.evidence) for answer in dossier.answers)
    problems, unasked = len(dossier.problems), len(dossier.unasked)
    tail = [
        f"Evidence: {_count(places, 'place')}, each with hash and rule version; "
        f"{_count(bounds, 'statement')} of what was not examined; {_count(problems, 'problem')}; "
        f"{_count(unasked, 'question or part of the case', 'questions or parts of the case')} not taken up."
    ]
    body = [f"{answer.headline} [{answer.confidence} confidence]" for answer in dossier.answers]
    room = LINES - len(head) - len(tail)
    if len(body) > room:
        body = [*body[: room - 1], f"{len(dossier.answers) - room + 1} more answers stand in the dossier."]
    return (*head, *body, *tail)


def _count(number: int, one: str, many: str = "") -> str:
    return f"{number:,} {one if number == 1 else many or one + 's'}"
