"""Intervals hold what they are of, and a difference is as unlikely as the coins that could have made it."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from eval.statistics import adjust_for_many, difference_p, estimate

SHARES = st.lists(st.sampled_from([0.0, 1.0]), min_size=1, max_size=30)


@settings(max_examples=25)
@given(SHARES)
def test_a_share_lies_within_its_interval_and_that_within_0_and_1(values: list[float]):
    found = estimate(values, is_share=True)
    assert found.n == len(values)
    assert 0 <= found.low <= found.value <= found.high <= 1


@settings(max_examples=25)
@given(st.lists(st.floats(0, 100), min_size=1, max_size=30), st.sampled_from(["mean", "median", "p95"]))
def test_any_statistic_lies_within_the_values(values: list[float], statistic: str):
    found = estimate(values, statistic)
    assert min(values) - 1e-9 <= found.value <= max(values) + 1e-9
    assert found.low is None or min(values) - 1e-9 <= found.low <= found.high <= max(values) + 1e-9


def test_nothing_measured_has_no_value():
    found = estimate([])
    assert (found.value, found.low, found.high, found.n) == (None, None, None, 0)


def test_no_failure_in_a_hundred_is_no_proof_that_there_is_none():
    found = estimate([1.0] * 100, is_share=True)
    assert found.high == 1 and found.low == pytest.approx(0.964, abs=0.001)


def test_the_same_values_give_the_same_interval():
    assert estimate([0, 1, 1, 0, 1]) == estimate([0, 1, 1, 0, 1])


@pytest.mark.parametrize("changed", [2, 5, 10])
def test_cases_that_all_changed_one_way_are_as_likely_as_so_many_coins(changed: int):
    chance = difference_p([1.0] * changed + [1.0] * 20, [0.0] * changed + [1.0] * 20)
    assert chance == pytest.approx(2 / 2**changed)


@settings(max_examples=25)
@given(SHARES)
def test_no_difference_is_never_remarkable(values: list[float]):
    assert difference_p(values, values) == 1.0


@settings(max_examples=25)
@given(st.lists(st.tuples(st.sampled_from([0.0, 1.0]), st.sampled_from([0.0, 1.0])), min_size=1, max_size=12))
def test_a_chance_is_a_chance_whichever_comes_first(pairs: list[tuple[float, float]]):
    ours, others = [one for one, _ in pairs], [other for _, other in pairs]
    chance = difference_p(ours, others)
    assert 0 < chance <= 1
    assert chance == pytest.approx(difference_p(others, ours))


def test_samples_that_are_not_paired_are_refused():
    assert difference_p([], []) is None
    with pytest.raises(ValueError, match="not paired"):
        difference_p([1.0], [])


@given(st.lists(st.floats(0.001, 1), max_size=10))
def test_many_tests_make_none_more_remarkable(chances: list[float]):
    adjusted = adjust_for_many(chances)
    assert len(adjusted) == len(chances)
    assert all(before - 1e-9 <= after <= 1 for before, after in zip(chances, adjusted, strict=True))
