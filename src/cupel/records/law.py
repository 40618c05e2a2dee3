"""Law: instruments as data with dates, the verdict of one on one subject, and positions short of law."""

from dataclasses import dataclass
from typing import Literal, get_args

Status = Literal[
    "in force", "proposed", "adopted", "suspended", "litigated", "confidential", "advice", "repealed", "unknown"
]
"""adopted: made, not yet in force; litigated: in force while a court decides; advice: no force of law; unknown: no
source was found that says."""
Confidence = Literal["primary text", "several sources", "secondary source", "uncertain"]
AffiliateTest = Literal[
    "named only", "equity or control", "subsidiary or affiliate", "aggregate ownership", "decisive influence", "group"
]  # fmt: skip
"""How far an entry reaches beyond the named party. named only: nobody else; equity or control: a share above the
threshold, or control; subsidiary or affiliate: not defined in the text, so a share under one half is `cannot tell`;
aggregate ownership: the cascade from the threshold on; decisive influence: control or seat of management; group: every
legal person of the party's group."""
Tested = Literal["maker", "sold_as", "contains_module_of", "contains_chip_of"]
"""Party that an entry looks at: who made the device, under whose mark it is sold, who made a module or a chip in it."""
Effect = Literal[
    "no new authorisation", "no purchase", "no use", "no subsidy", "no new installation", "removal", "cap",
    "permit needed", "notification needed", "no export to it", "review", "advice", "import or marketing barred",
]  # fmt: skip
VerdictValue = Literal["covered", "covered if", "not covered", "cannot tell"]
VERDICTS: tuple[VerdictValue, ...] = get_args(VerdictValue)
Answer3 = Literal["yes", "no", "unknown"]


@dataclass(frozen=True, slots=True)
class Source:
    """Where a rule can be read."""

    address: str
    title: str
    retrieved: str
    """Day on which it was read, ISO 8601."""
    confidence: Confidence
    note: str = ""
    """What is uncertain, in one sentence."""


@dataclass(frozen=True, slots=True)
class Period:
    """A stretch of time in which an instrument or an entry had one status."""

    status: Status
    since: str
    """First day, ISO 8601."""
    until: str = ""
    """Last day; empty: open."""
    source: Source | None = None


@dataclass(frozen=True, slots=True)
class Condition:
    """One thing that must hold of a fact: `fact` is the name of a field of subject or operator."""

    fact: str
    """`class`, `domain`, `generation`, `function`, `purpose`, `installed_on`, `role`, `country_of_production` ..."""
    any_of: tuple[str, ...] = ()
    """Values of which one must hold; a value of a tree (`core` > `core/amf`) holds for what lies below it."""
    none_of: tuple[str, ...] = ()
    """Values of which none may hold."""
    other_than: tuple[str, ...] = ()
    """At least one value is none of these: of a device made in `US;CN`, one stage of production is outside the US."""
    unclear: tuple[str, ...] = ()
    """Values of which the text itself does not tell whether they are meant: a question of law, no missing fact."""
    after: str = ""
    """The fact is a day after or on this one."""
    before: str = ""
    """The fact is a day before this one."""
    above: float | None = None
    """The fact is a number above this one."""
    text: str = ""
    """What the clause says, in our words."""


@dataclass(frozen=True, slots=True)
class RuleException:
    """What an entry does not reach."""

    when: tuple[Condition, ...]
    """All must hold."""
    text: str
    clause: str
    since: str = ""
    until: str = ""
    """Last day of the exception; empty: open."""
    must_be_shown: bool = False
    """True where who relies on it must show it (a waiver, a licence): an absent fact leaves the entry covering."""


@dataclass(frozen=True, slots=True)
class Deadline:
    """A day by which something must be done."""

    on: str
    """ISO 8601."""
    text: str
    when: tuple[Condition, ...] = ()
    """For what; empty: for all that the entry covers."""
    clause: str = ""
    since: str = ""
    """First day on which this deadline was the law; empty: from the entry's beginning."""
    until: str = ""
    """Last day on which it was, where it was moved later; empty: still."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry or clause of an instrument: who or what it covers, for what, from when."""

    id: str
    """Unique in the instrument: `huawei`, `routers-2026`."""
    effect: Effect
    text: str
    """What it does, in our words."""
    clause: str
    """Article, section, annex."""
    periods: tuple[Period, ...]
    """When it had which status; a day in none of them is before or after it."""
    parties: tuple[str, ...] = ()
    """`Party.id` of those named; empty where it names nobody."""
    complete: bool = True
    """False where the text names more parties of the same groups than stand here: such a one is then `cannot tell`."""
    named_in: str = ""
    """Name of a list that the user may hand in, whose parties are named beside these: `us-bis-entity-list`."""
    tested: tuple[Tested, ...] = ("maker",)
    """Whose name, owners and criteria are tested: one of them suffices."""
    stated_only: bool = False
    """True where the text asks only what is in the operator's possession (FAR: reasonable inquiry), so that a component
    whose maker nobody states is none of those named."""
    affiliates: AffiliateTest = "named only"
    threshold: float | None = None
    """Share of the affiliate test, 0 to 1; None where the text states none."""
    strict: bool = False
    """Whether the share must exceed the threshold."""
    criteria: tuple[Condition, ...] = ()
    """What is asked of the maker, its owners, country or ties where nobody is named (facts `maker.*`)."""
    covers: tuple[Condition, ...] = ()
    """Classes, domains, generations, production: all must hold."""
    purposes: tuple[Condition, ...] = ()
    """Purpose or use: all must hold."""
    exceptions: tuple[RuleException, ...] = ()
    deadlines: tuple[Deadline, ...] = ()
    source: Source | None = None
    """Where this entry stands, where that is another place than the instrument's."""


@dataclass(frozen=True, slots=True)
class Instrument:
    """One law, order, list, contract or advice."""

    id: str
    """Its file's name: `us-fcc-covered-list`."""
    jurisdiction: str
    """ISO 3166-1 alpha-2, or `EU`."""
    title: str
    authority: str
    """Who issued it."""
    citation: str
    binds: tuple[Condition, ...]
    """Who is bound: facts of the operator; all must hold."""
    binds_text: str
    """Who is bound, in our words."""
    entries: tuple[Entry, ...]
    source: Source
    review_after: str
    """Day from which a result warns that this was last checked too long ago."""
    subject: Literal["equipment", "supplier", "deal"] = "equipment"
    """What it judges: a device, a dealing with a supplier, or a deal."""
    known_gaps: str = ""
    """What of it is not in this file, and why."""


@dataclass(frozen=True, slots=True)
class Step:
    """One numbered step of the evaluation."""

    number: int
    question: str
    answer: Answer3
    because: str
    """What decided, with the fact's value and the clause."""
    missing: str = ""
    """The fact that would answer it, where the answer is unknown."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What one entry of an instrument says of one subject on one day."""

    instrument: str
    entry: str
    value: VerdictValue
    as_of: str
    """The day that is asked about, ISO 8601."""
    status: Status
    """Status of the entry on that day."""
    effect: Effect
    clause: str
    steps: tuple[Step, ...]
    missing: tuple[str, ...]
    """Facts without which it is `covered if` or `cannot tell`."""
    since: str = ""
    """Since when it covers."""
    until: str = ""
    deadlines: tuple[Deadline, ...] = ()
    """Those that concern this subject, past ones too."""
    exceptions: tuple[str, ...] = ()
    """Exceptions that were tried and failed for want of a fact, or that end."""
    warnings: tuple[str, ...] = ()
    """Stale rule, uncertain source, suspended, litigated ..."""
    source: Source | None = None


@dataclass(frozen=True, slots=True)
class Position:
    """What a country says or does short of law, dated and attributed."""

    country: str
    since: str
    """Day or month, EDTF."""
    stance: Literal[
        "approached", "reviewing", "advising", "restricting", "incentive offered", "rejecting", "no restriction"
    ]
    about: tuple[str, ...]
    """`Party.id` concerned; empty: nobody named."""
    statement: str
    """In our words."""
    said_by: str
    source: Source


@dataclass(frozen=True, slots=True)
class Deal:
    """An acquisition, an investment or a supply contract."""

    id: str
    kind: Literal["acquisition", "investment", "supply contract", "asset purchase", "joint venture"]
    acquirer: str
    """Party that buys, as named; of a supply contract the customer."""
    target: str
    """Party, business or supplier."""
    country: str
    """Country of the target's business or assets, or of the contract's performance."""
    signed_on: str
    """Day, ISO 8601."""
    facts: tuple[tuple[str, str], ...] = ()
    """Further facts by name: `share_after`, `votes_after`, `foreign_government_share`, `assets`, `sector` ..."""
