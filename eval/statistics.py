"""Means and quantiles with their 95% intervals, and the test of a difference between two ways of answering the same cases."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy
from scipy import stats

Statistic = Literal["mean", "median", "p50", "p95"]
CONFIDENCE = 0.95
RESAMPLES = 2000
PERMUTATIONS = 9999
SEED = 20220125
"""Fixed, so that the same scores give the same intervals."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimate:
    """A statistic of `n` values with its interval; all None where there are no values."""

    value: float | None
    low: float | None
    high: float | None
    n: int


def estimate(values: Sequence[float], statistic: Statistic = "mean", *, is_share: bool = False) -> Estimate:
    """A statistic with the percentile bootstrap interval (Efron 1979).

    Values that are all the same tell the bootstrap nothing. For shares of cases the interval is then that of Clopper and
    Pearson (1934), close to "none in n is at most 3/n"; for other values there is none.
    """
    sample = numpy.asarray(values, dtype=float)
    if not len(sample):
        return Estimate(value=None, low=None, high=None, n=0)
    compute = _STATISTICS[statistic]
    value = float(compute(sample))
    low = high = None
    if sample.min() < sample.max():
        interval = stats.bootstrap(
            (sample,),
            compute,
            n_resamples=RESAMPLES,
            confidence_level=CONFIDENCE,
            method="percentile",
            vectorized=True,
            rng=numpy.random.default_rng(SEED),
        ).confidence_interval
        low, high = float(interval.low), float(interval.high)
    elif is_share and value in (0.0, 1.0):
        exact = stats.binomtest(int(sample.sum()), len(sample)).proportion_ci(CONFIDENCE, method="exact")
        low, high = float(exact.low), float(exact.high)
    return Estimate(value=value, low=low, high=high, n=len(sample))


def _median(sample: numpy.ndarray, axis: int = -1) -> numpy.ndarray:
    return numpy.quantile(sample, 0.5, axis=axis)


def _p95(sample: numpy.ndarray, axis: int = -1) -> numpy.ndarray:
    return numpy.quantile(sample, 0.95, axis=axis)


_STATISTICS = {"mean": lambda sample, axis=-1: numpy.mean(sample, axis=axis), "median": _median, "p50": _median, "p95": _p95}


def difference_p(ours: Sequence[float], others: Sequence[float]) -> float | None:
    """The chance of a mean difference as great by luck, either way: a paired permutation test, exact for few cases.

    None where there are no pairs. Raises ValueError for samples that are not paired.
    """
    if len(ours) != len(others):
        raise ValueError(f"{len(ours)} and {len(others)} values are not paired")
    change = numpy.asarray(ours, dtype=float) - numpy.asarray(others, dtype=float)
    if not len(change):
        return None
    # A pair without a difference changes nothing when it is swapped; without them the exact test reaches further.
    change = change[change != 0]
    if len(change) < 2:
        return 1.0
    found = stats.permutation_test(
        (change,),
        lambda sample, axis=-1: numpy.sum(sample, axis=axis),
        permutation_type="samples",
        n_resamples=PERMUTATIONS,
        vectorized=True,
        rng=numpy.random.default_rng(SEED),
    )
    return float(min(1.0, found.pvalue))


def adjust_for_many(chances: Sequence[float]) -> list[float]:
    """Chances of several tests made comparable with that of one (Benjamini and Hochberg 1995)."""
    return [float(chance) for chance in stats.false_discovery_control(chances)] if len(chances) else []
