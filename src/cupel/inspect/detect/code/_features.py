"""The weighted features by which a comparison with a constant is ranked: a case goes in; the values that decide come
out.

A score is the sum of weight times value; it orders the comparisons of one program and is no measure of anything else.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal

from cupel.inspect.detect.code._case import Case
from cupel.inspect.detect.code._vocabulary import bare, expected

PAIRS = (
    "abacadafagaiakalamanaparasatauavawaybabebiblbobrbsbubycacccechcickclcmcocpcrctcudadddedidodrdsdudyea"
    "ecedeeefegeielemeneoepeqeresetevewexeyfafefffgfiflfofrftfugageghgiglgngogrgsguhahehihohrhthuhyiaibic"
    "idieifigikiliminioipirisitivizjejojukekiknkslaldlelflilllolsltlulymambmdmemimkmmmnmompmsmumynancndne"
    "nfngninknlnnnonsntnunvnyoaobocodofogoiokolomonoooporosotouovowpapephpiplpoppprpsptpuqurarcrdrergrirk"
    "rlrmrnrorrrsrtrurvrysascseshsislsmsospssstsuswsytatethtitltotrtstttutwtyuaubucudueuguiulumunupurusut"
    "vavevivowawewhwiwnwoxpxtyeyoysze"
)
COMMON_PAIRS = frozenset(PAIRS[at : at + 2] for at in range(0, len(PAIRS), 2))
"""Pairs of letters that are common in English, and in the short forms that programs use."""
KNOWN_NUMBERS = frozenset(
    {0x63825363, 0x63538263, 0x7F000001, 0x0100007F, 0xEDB88320, 0x04C11DB7, 0x83AA7E80, 0x464C457F, 0x7F454C46,
     0x04034B50, 0x1A2B3C4D, 0x4D3C2B1A, 0x2112A442, 0x42A41221, 0x6D4E63C6, 0x41C64E6D, 0x9908B0DF,
     0x5BD1E995, 0x01000193, 0x811C9DC5}
)  # fmt: skip
"""Cookies, addresses, polynomials and multipliers that published formats and algorithms use."""

WEAK = 0.35
"""How sure a check of a credential is that compares two values which are no constants."""
LARGEST_NUMBER = 8
"""Bytes of a number that one instruction writes."""


def strangeness(text: str) -> float:
    """Rate from 0 to 1 how little a text looks like a word: rare pairs of letters, digits and signs among letters."""
    if len(text) < 3:
        return 0.3
    letters = re.sub(r"[^a-z]", "", text.lower())
    pairs = [letters[at : at + 2] for at in range(len(letters) - 1)]
    rare = sum(pair not in COMMON_PAIRS for pair in pairs) / len(pairs) if pairs else 0.5
    mixed = len(re.findall(r"[a-zA-Z][0-9]|[0-9][a-zA-Z]", text))
    turns = len(re.findall(r"[a-z][A-Z]", text))
    signs = len(re.findall(r"[^\w\s./:-]", text))
    return min(1.0, 1.2 * rare + 0.25 * min(mixed, 3) + 0.1 * min(turns, 2) + 0.15 * min(signs, 3))


def _strange(case: Case) -> float:
    if case.decision.is_text:
        return strangeness(case.text)
    return (
        0.0 if case.decision.number & 0xFFFFFFFF in KNOWN_NUMBERS else 0.7 if len(case.decision.constant) >= 4 else 0.3
    )


def _elsewhere(case: Case) -> float:
    text = case.decision.constant.rstrip(b"\0")
    return float(case.decision.is_text and len(text) >= 3 and case.around.text.count(text) > 1)


def _written(case: Case) -> float:
    it = case.decision
    if it.by or len(it.constant) > LARGEST_NUMBER:
        return 0.0
    order: Literal["little", "big"] = "little" if case.around.program.order == "<" else "big"
    return float(int.from_bytes(it.constant, order) in case.around.written)


def _alone(case: Case) -> float:
    return 1.0 if case.family <= 1 else 0.6 if case.family <= 3 else 0.0 if case.family <= 8 else -0.5


def _only_one(case: Case) -> float:
    if case.family < 4 or not case.led or case.led[0][0] < 0.3:
        return 0.0
    kind = case.led[0][1]
    regions = [it for it in case.around.regions.get(case.decision.function, []) if it and it != case.equal]
    apart = [it for it in regions if not it & case.equal]
    leading = sum(
        any(
            effect == kind and depth <= 1
            for call in case.flow.calls
            if call.block in region
            for effect, depth in case.around.effects.of_call(case.around.program, call)
        )
        for region in apart
    )
    return 1.0 if leading == 0 else 0.4 if leading == 1 else -0.5 if leading > 3 else 0.0


def _led(case: Case) -> float:
    return case.led[0][0] if case.led else 0.0


def _missed(case: Case) -> float:
    return case.missed[0][0] if case.missed else 0.0


def _expected(case: Case) -> float:
    it = case.decision
    return float(expected(case.text) if it.is_text else it.number & 0xFFFFFFFF in KNOWN_NUMBERS)


def _shown(case: Case) -> float:
    if case.joined or case.as_checked > WEAK:
        return 0.0  # it stands for a password there, and no word of a page does
    return float(case.decision.is_text and bare(case.text) in case.around.words)


def _sentence(case: Case) -> float:
    return float(case.text.strip().count(" ") >= 2)


def _short(case: Case) -> float:
    return float(case.decision.is_text and len(case.text) < 3)


def _of_command_line(case: Case) -> float:
    return float(case.of_command_line)


@dataclass(frozen=True, slots=True)
class Feature:
    """One reason to look at a comparison, or not to."""

    name: str
    """What it is called where a finding says what decided."""
    weight: float
    """What the value 1 adds to the score."""
    why: str
    """Why it counts."""
    value: Callable[[Case], float]
    """Measures it, from -1 to 1."""


FEATURES: tuple[Feature, ...] = (
    Feature(
        "leads to", 6.0, "what only equality leads to: another program run, a file of /etc written, other rights", _led
    ),
    Feature("goes round a check", 5.0, "only the other way meets a check of a credential", _missed),
    Feature(
        "joins a check", 4.0, "equality goes on where a passed check of a credential does", lambda case: case.joined
    ),
    Feature(
        "does as a check", 4.0, "equality writes what a passed check of a credential writes", lambda it: it.as_checked
    ),
    Feature("keeps an answer", 1.0, "equality stores or returns a constant, and does little else", lambda it: it.keeps),
    Feature("alone", 1.5, "a constant with few others beside it is no table of a protocol's words", _alone),
    Feature("only one of many", 2.0, "of many words, the only one that leads to such an effect", _only_one),
    Feature("strange", 2.0, "it looks like no word, or is a number that no format has", _strange),
    Feature("near input", 1.0, "the function, or who calls it, takes what comes from outside", lambda case: case.input),
    Feature("expected word", -3.5, "a protocol, a configuration or a command line has it", _expected),
    Feature(
        "in the image's pages", -3.0, "a web page, script, setting or document of the image has that word too", _shown
    ),
    Feature("written too", -4.0, "the program itself writes the number: it marks its own data with it", _written),
    Feature("said elsewhere", -1.5, "the program says the same in another text: a usage, an answer", _elsewhere),
    Feature("sentence", -1.5, "words with blanks are answers of another program, or a text to show", _sentence),
    Feature("short", -1.5, "a text of one or two bytes is a sign, not a word", _short),
    Feature("command line", -3.0, "who can give the program's options has started it", _of_command_line),
)
"""What counts, in the order in which a finding tells it."""


def weigh(case: Case) -> tuple[float, tuple[tuple[str, float], ...]]:
    """Return the score and, of each feature that is not 0, name and what it added."""
    added = [(it.name, round(it.weight * it.value(case), 2)) for it in FEATURES]
    return round(sum(value for _, value in added), 2), tuple((name, value) for name, value in added if value)


def steering(case: Case) -> bool:
    """Tell whether equality changes anything that matters: without that a comparison is not told at all."""
    return bool(case.led or case.missed or case.joined or case.as_checked)


def strongest(cases: list[tuple[float, Case]]) -> Iterator[tuple[float, Case]]:
    """Yield one case for each constant, the highest first."""
    seen: set[bytes] = set()
    for score, case in sorted(cases, key=lambda it: (-it[0], it[1].decision.address)):
        if case.decision.constant not in seen:
            seen.add(case.decision.constant)
            yield score, case
