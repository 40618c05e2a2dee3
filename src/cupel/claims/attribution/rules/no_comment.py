"""Rule: no comment: "declined to comment", "did not respond to a request for comment", "could not be reached"."""

import re
from collections.abc import Iterator

from cupel.claims.attribution.extent import content_end
from cupel.claims.attribution.found import Found
from cupel.claims.attribution.phrases import subject
from cupel.claims.attribution.rule import Reading

ASKED = r"(?:questions?|calls?|messages?|e-?mails?|requests?|inquiries)\b"
FORMS = re.compile(
    r"(?:(?:have |has |had )?(?:declined|refused|declines|refuses) to (?:\w+ly )?"
    r"(?:comment|elaborate|discuss|speak|answer|be interviewed|say (?:more|anything)|give|provide|confirm or deny)"
    r"|(?:would|could|will|can) (?:not|neither) (?:\w+ly )?"
    r"(?:comment|elaborate|be (?:\w+ly )?reached|be drawn|confirm or deny|discuss)"
    r"|(?:wouldn't|couldn't|won't|can't|cannot) (?:\w+ly )?(?:comment|elaborate|be (?:\w+ly )?reached|discuss)"
    r"|(?:did|does|do|has|have|had)(?: not|n't)(?: yet)?(?: (?:\w+ly))? (?:respond(?:ed)?|repl(?:y|ied)|comment(?:ed)?"
    rf"|(?:answer|return)(?:ed)?(?= (?:\S+ ){{0,3}}{ASKED}| [.,;]))"
    r"|(?:was|were)(?: not|n't)(?: \w+ly)? (?:available|reachable)"
    r"|(?:has|have|had|did)(?: not|n't)(?: yet)?(?: \w+ly)? address(?:ed)?"
    r"|(?:has|have|had|did)(?: not|n't) (?:give|given|provide|provided|offer|offered|cite|cited)"
    r"(?= (?:\w+ ){0,2}(?:examples?|details?|reasons?|figures?|names?|evidence|explanations?|particulars)\b)"
    r"|(?:declining|refusing) to (?:comment|elaborate|discuss|speak|answer|say more)"
    r"|(?:did|does|do)(?: not|n't) (?:wish|want) to (?:\w+ )?(?:comment|elaborate|discuss|speak|answer|be interviewed)"
    r"|(?:is|are|was|were|am)(?: not|n't) (?:\w+ )?(?:in a position|able|going|willing|prepared) to"
    r" (?:\w+ )?(?:comment|elaborate|discuss|speculate|answer)"
    r"|(?:had|has|have) no (?:immediate )?comment|offered no comment|(?:would|will|could) comment"
    r"|(?:has|have|had) yet to (?:respond|reply|comment|answer)|failed to (?:respond|reply|return|comment))\b",
)
"""Over the sentence's words in lower case, joined by spaces."""


DECLINES = re.compile("not |n't|declin|refus|no |fail|neither|nobody|none|yet to")
"""What every one of the forms holds."""


class NoComment:
    """Somebody who was asked and did not say."""

    name = "no-comment"
    title = 'no comment: "did not immediately respond to a request for comment"'
    description = (
        "Takes the negated or declining verb group as the cue, its subject as the source, and the rest as content."
    )
    order = 5

    def find(self, reading: Reading) -> Iterator[Found]:
        """Yield one for each such group."""
        line = " ".join(reading.lower)
        if not DECLINES.search(line):
            return
        for found in FORMS.finditer(line):
            begin = line.count(" ", 0, found.start())
            end = begin + found.group().count(" ") + 1
            source = subject(reading.tags, reading.lower, begin) or reading.source_before(begin)
            if source is None and begin and reading.tags[begin - 1] in "BC,":
                source = _first_subject(reading, begin)
            if (
                found.group().endswith((" comment", " elaborate"))
                and found.group().count(" ") == 1
                and not _nobody(reading, source, found.group())
            ):
                continue
            content = (end, content_end(reading, end))
            if source:
                yield Found(
                    (begin, end),
                    (content,) if content[1] > content[0] else (),
                    source,
                    "comment",
                    "no_comment",
                    self.name,
                    True,
                )


def _nobody(reading: Reading, source: tuple[int, int] | None, form: str) -> bool:
    """Tell whether a form that denies nothing has a subject that does: "neither firm would comment"."""
    return not form.startswith(("would", "will", "could")) or (
        source is not None and reading.lower[source[0]] in ("neither", "nobody", "none", "no")
    )


def _first_subject(reading: Reading, before: int) -> tuple[int, int] | None:
    for at in range(1, before):
        if reading.tags[at] in "AvVe":
            found = subject(reading.tags, reading.lower, at)
            if found:
                return found
    return None


RULE = NoComment()
