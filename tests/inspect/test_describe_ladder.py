"""The counts of the ladder are what a vendor and an evaluator would both count."""

from hypothesis import given
from hypothesis import strategies as st

from cupel.inspect.describe_ladder import funnel, matches
from cupel.records.evidence import Evidence
from cupel.records.vulnerability import RUNGS, Ladder, Match, Reply, State, Step

NOWHERE = Evidence("0" * 64, "vex.json#/statements/0", "", "bills/openvex", "v")


def match(*states: State, cve: str = "CVE-2020-1", score: float = 5.0, since: str = "") -> Match:
    padded = [*states, *["unknown"] * (6 - len(states))]
    steps = tuple(Step(rung, state, f"{rung} {state}") for rung, state in zip(RUNGS, padded, strict=True))
    return Match(cve, "busybox@1.30.1", steps, score, "", None, since, ("embedded",))


def ladder(*all_of: Match) -> Ladder:
    return Ladder(all_of, (), (), "factory", "v")


def test_every_match_ends_in_one_place_of_the_funnel() -> None:
    drawn = funnel(ladder(match("yes", "no"), match("yes", "yes", "unknown", "yes"), match(*["yes"] * 6)))
    assert [(it.label, it.on, it.open, it.out) for it in drawn.stages] == [
        ("named", 3, 0, 0), ("version affected", 2, 0, 1), ("built in", 1, 1, 0), ("not patched", 1, 0, 0),
        ("reachable", 1, 0, 0), ("known exploited", 1, 0, 0),
    ]  # fmt: skip


@given(st.lists(st.lists(st.sampled_from(["yes", "no", "unknown"]), max_size=5)))
def test_no_match_is_lost_or_counted_twice(climbs: list[list[State]]) -> None:
    stages = funnel(ladder(*(match("yes", *states) for states in climbs))).stages
    assert sum(it.open + it.out for it in stages) + stages[-1].on == len(climbs)


def test_what_is_ruled_out_is_not_listed_and_known_exploited_comes_first_among_equals() -> None:
    table = matches(
        ladder(
            match("yes", "no", cve="CVE-1"),
            match("yes", "yes", cve="CVE-2", score=9.8),
            match("yes", "yes", cve="CVE-3", score=5.0, since="2021-11-03"),
            match("yes", "yes", "yes", cve="CVE-4", score=1.0),
        ),
        {},
    )
    assert [row[0] for row in table.rows] == ["CVE-4", "CVE-3", "CVE-2"]
    assert table.rows[1][5] == "built in: built in unknown"
    assert "1 match ruled out" in table.note


def test_the_vendors_reply_stands_beside_the_match_and_changes_no_rung() -> None:
    said = Reply("CVE-2", "busybox", "not_affected", "vulnerable_code_not_present", "Maker", "2026-01-01", NOWHERE)
    plain = match("yes", "yes", cve="CVE-2")
    answered = Match(plain.cve, plain.component, plain.steps, plain.score, "", None, "", ("embedded",), (said,))
    table = matches(ladder(answered), {})
    assert table.rows[0][6] == "not_affected (vulnerable_code_not_present)"
    assert funnel(ladder(answered)) == funnel(ladder(plain))


def test_the_funnel_names_the_state_that_reachability_was_judged_in() -> None:
    assert "(factory)" in funnel(ladder(match("yes"))).title
