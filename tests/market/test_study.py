"""Event studies: sizes of the tests on noise, power on a planted shock, and what a short or odd file gets."""

import datetime
import random
from pathlib import Path

import numpy
import pytest
from scipy import stats

from cupel.errors import InputError
from cupel.market.series import read_series
from cupel.market.study import event_study
from cupel.records.market import Confounder, Series


def _series(name: str, values: "list[float]") -> Series:
    first = datetime.date(2000, 1, 3)
    days, at = [], first
    while len(days) < len(values):
        if at.weekday() < 5:
            days.append(at.isoformat())
        at += datetime.timedelta(1)
    return Series(name, "0" * 64, tuple(days), tuple(values))


def _pair(length: int, seed: int, heavy: bool = False) -> tuple[Series, Series]:
    draw = numpy.random.default_rng(seed)
    market = draw.normal(0, 2, length)
    noise = draw.standard_t(3, length) * 3 / numpy.sqrt(3) if heavy else draw.normal(0, 3, length)
    own = 0.7 * market + noise
    return _series("own", list(200 + numpy.cumsum(own))), _series("market", list(100 + numpy.cumsum(market)))


@pytest.mark.parametrize("heavy", [False, True])
def test_on_a_thousand_placebo_dates_the_five_percent_test_fires_on_four_to_six_percent(heavy: bool) -> None:
    own, market = _pair(6_000, 11, heavy)
    study = event_study(own, market, own.days[3000], "spread", placebos=1_000, seed=5)
    assert study.placebo_dates == 1_000
    assert study.placebo_rate is not None
    assert 0.04 <= study.placebo_rate <= 0.06


def test_the_rank_test_keeps_its_size_on_heavy_tails() -> None:
    own, market = _pair(6_000, 7, heavy=True)
    draw = random.Random(1)
    days = draw.sample(range(130, 5_900), 1_000)
    fired = sum(event_study(own, market, own.days[at], "spread").tests[1].p < 0.05 for at in days)
    assert 30 <= fired <= 60


def test_a_planted_shock_is_seen_on_its_day() -> None:
    own, market = _pair(400, 3)
    values = [value + (30 if at >= 300 else 0) for at, value in enumerate(own.values)]
    study = event_study(_series("own", values), market, own.days[300], "spread")
    assert study.day == own.days[300]
    assert max(study.changes, key=lambda it: it[1])[0] == own.days[300]
    assert study.tests[0].p < 0.05
    assert study.cumulative == pytest.approx(30, abs=12)


def test_the_parametric_test_agrees_with_a_regression_with_dummies() -> None:
    """A dummy for the window's mean gives the same t (Karafiath 1988: dummy variables in the market model)."""
    own, market = _pair(300, 9)
    study = event_study(own, market, own.days[200], "spread", window=(0, 0))
    changes, benchmark = numpy.diff(own.values), numpy.diff(market.values)
    rows = [*range(199 - 120, 199 - 10), 199]
    design = numpy.column_stack([numpy.ones(111), benchmark[rows], [0.0] * 110 + [1.0]])
    fitted, *_ = numpy.linalg.lstsq(design, changes[rows], rcond=None)
    residual = changes[rows] - design @ fitted
    error = numpy.sqrt(residual @ residual / 108 * numpy.linalg.inv(design.T @ design)[2, 2])
    assert study.tests[0].statistic == pytest.approx(fitted[2] / error, rel=1e-9)
    assert study.tests[0].p == pytest.approx(2 * stats.t.sf(abs(fitted[2] / error), 108), rel=1e-9)


def test_other_events_of_the_window_are_listed() -> None:
    own, market = _pair(300, 9)
    near = Confounder(own.days[201], "regional markets fell")
    study = event_study(
        own,
        market,
        own.days[200],
        "spread",
        events=(near, Confounder(own.days[250], "later"), Confounder("2000", "a year")),
    )
    assert study.confounders == (near,)


def test_an_event_on_a_day_without_trade_counts_from_the_next_one() -> None:
    own, market = _pair(300, 9)
    friday = next(day for day in own.days[200:] if datetime.date.fromisoformat(day).weekday() == 4)
    saturday = (datetime.date.fromisoformat(friday) + datetime.timedelta(1)).isoformat()
    assert event_study(own, market, saturday, "spread").day == own.days[own.days.index(friday) + 1]


@pytest.mark.parametrize(("at", "says"), [(20, "begin on"), (299, "end on")])
def test_a_series_that_is_too_short_says_so(at: int, says: str) -> None:
    own, market = _pair(300, 9)
    with pytest.raises(InputError, match=says):
        event_study(own, market, own.days[at], "spread")


def test_prices_must_be_above_zero() -> None:
    own, market = _pair(300, 9)
    bad = Series("own", own.sha256, own.days, tuple(value - 1000 for value in own.values))
    with pytest.raises(InputError, match="not above zero"):
        event_study(bad, market, own.days[200], "price")


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "no rows"), ("date,value\n", "no rows"), ("date,value\n2018-01-02,x\n", "no column has a number"),
        ("date,value\n2018-01-02,1\n2018-13-02,2\n", "row 3: '2018-13-02' is no date"),
        ("date,value\n2018-01-02,1\n2018-01-03,abc\n", "row 3: 'abc' is no number"),
        ("date,value\n2018-01-02,1\n2018-01-03,inf\n", "not finite"),
        ("date,value\n2018-01-02,1\n2018-01-02,2\n", "two values"),
    ],
)  # fmt: skip
def test_a_bad_file_is_told_with_its_row(tmp_path: Path, text: str, says: str) -> None:
    file = tmp_path / "spread.csv"
    file.write_text(text)
    with pytest.raises(InputError, match=says):
        read_series(file)


def test_dates_in_any_order_semicolons_and_decimal_commas_are_read(tmp_path: Path) -> None:
    file = tmp_path / "spread.csv"
    file.write_text("Date;Spread\n2018-01-03;172,5\n2018-01-02;171,0\n2018-01-04;\n")
    read = read_series(file)
    assert read.days == ("2018-01-02", "2018-01-03")
    assert read.values == (171.0, 172.5)
