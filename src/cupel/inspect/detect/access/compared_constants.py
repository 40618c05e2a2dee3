"""Programs that compare input with a constant and act on it: signs of the second pass go in; findings come out."""

from collections.abc import Iterable, Iterator

from cupel.inspect.detect.code.compared_constants import MOST_CANDIDATES, ComparedConstant
from cupel.inspect.detect.finding import facet, found
from cupel.inspect.detect.image import Image, Start
from cupel.inspect.identify.source import Visited
from cupel.inspect.sign import Sign
from cupel.records.finding import Facet, Finding, Tier
from cupel.records.problem import Problem

NAME = "access/compared_constants"


class ComparedConstants:
    """The detector's facts and its conclusion; the reading is a reader's (`detect/code/compared_constants.py`)."""

    name = "compared_constants"
    title = "constants compared with input"
    means = (
        "A place worth a person's look: equality with one constant leads to a command, to other rights, or round the "
        "check of a credential. Debug words, licences, protocol words and remote management look the same in code; "
        "nothing is said about what it is for, nor that input can reach it."
    )
    checked = (
        f"Only with --deep. Programs that listen or check logins are decoded; at most {MOST_CANDIDATES} comparisons "
        "of each are told, ranked by weighted features that each finding names; what the image's own pages show "
        "counts less. Comparisons in tables, by hash, or computed byte by byte are not seen; nor is code that the "
        "budget of instructions did not reach."
    )
    refutes = (
        "The constant stands in the protocol's or product's documentation; what is compared cannot come from outside; "
        "the branch for equality does not reach the call."
    )
    references = (
        "CWE-798: Use of Hard-coded Credentials", "CWE-912: Hidden Functionality",
        "S. L. Thomas, T. Chothia, F. D. Garcia: Stringer: Measuring the Importance of Static Data Comparisons to "
        "Detect Backdoors and Undocumented Functionality, ESORICS 2017",
    )  # fmt: skip
    marks: tuple[tuple[bytes, str], ...] = ()

    def wants(self, file: Visited) -> bool:  # noqa: ARG002 - the protocol's
        """Want nothing at the first visit."""
        return False

    def examine(self, file: Visited) -> Iterable[Sign | Problem]:  # noqa: ARG002 - the protocol's
        """Yield nothing: the second pass does."""
        return ()

    def conclude(self, image: Image) -> Iterator[Finding]:
        """Yield a finding for each sign, in the order of the files and of their ranks."""
        for sign in image.signs(ComparedConstant):
            yield _finding(image, sign)


def _finding(image: Image, sign: ComparedConstant) -> Finding:
    places = image.places(sign.evidence.artefact)
    place, start = _started(image, places)
    tier: Tier = "configured" if start else "present"
    reason = f"{start.reason}." if start else "The bytes are there; nothing that was read starts the program."
    name = image.path_of(place).rsplit("/", 1)[-1]
    constant = _constant(sign)
    by = f"{sign.by}, at 0x{sign.address:x}" if sign.by else f"at 0x{sign.address:x}"
    return found(
        image, NAME, "leads-to-call" if sign.leads else "passes-check",
        title=f"{name} compares with the constant {constant}, and equality {_short(sign)}",
        statement=(
            f"{name} compares what it is given with the constant {constant} ({by}). {_does(sign)} "
            f"It is number {sign.rank} among the comparisons of the program; what decided that: {_decided(sign)}."
        ),
        subject=sign.constant, tier=tier, tier_reason=reason, evidence=(sign.evidence,), facets=_facets(sign, start),
        facts={"rank": sign.rank, "address": sign.address, "score": round(sign.score * 100), "compared_by": sign.by},
        program=place if start else "", path=image.path_of(place), places=tuple(places),
    )  # fmt: skip


def _started(image: Image, places: Iterable[str]) -> tuple[str, Start | None]:
    """Return the place that is started, with what starts it; else the first place."""
    first = ""
    for place in places:
        first = first or place
        if start := next((it for it in image.starts(place) if it.state != "no"), None):
            return place, start
    return first, None


def _constant(sign: ComparedConstant) -> str:
    if sign.beside_check:
        return sign.constant
    return f'"{sign.constant}"' if sign.is_text else f"of the bytes {sign.constant}"


def _short(sign: ComparedConstant) -> str:
    return f"leads to {sign.leads[0].partition(' (')[0]}" if sign.leads else "goes on where a passed check does"


def _does(sign: ComparedConstant) -> str:
    parts = []
    if sign.leads:
        parts.append(f"The branch for equality reaches {', '.join(sign.leads)}, and the other does not.")
    if sign.misses:
        parts.append(f"Only the other branch reaches {', '.join(sign.misses)}.")
    return " ".join(parts) or "The branch for equality goes on where the check of a credential does that passed."


def _decided(sign: ComparedConstant) -> str:
    return ", ".join(f"{name} {value:+g}" for name, value in sign.features)


def _facets(sign: ComparedConstant, start: Start | None) -> tuple[Facet, ...]:
    facets = [facet("unique per device", "no", "the constant is part of the program, the same in every copy")]
    if sign.beside_check:
        facets.append(facet("credential can be changed", "no", "the constant is part of the program"))
    if start:
        answer = "yes" if start.state == "yes" else "unknown"
        facets.append(facet("active by default", answer, start.reason, start.launch.evidence))  # type: ignore[arg-type]  # two of State
    return tuple(facets)


DETECTOR = ComparedConstants()
