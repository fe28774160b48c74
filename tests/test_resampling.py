"""Intervals, resampling weights, permutation p-values, false discovery, grades."""

import pytest
from scipy import stats

from analysis import resampling


@pytest.mark.parametrize(
    ("successes", "trials", "low", "high"),
    [
        # quantiles of Beta(x + 1/2, n - x + 1/2), with R's qbeta by numerical integration
        (5, 10, stats.beta.ppf(0.025, 5.5, 5.5), stats.beta.ppf(0.975, 5.5, 5.5)),
        (1, 20, stats.beta.ppf(0.025, 1.5, 19.5), stats.beta.ppf(0.975, 1.5, 19.5)),
        (0, 10, 0, stats.beta.ppf(0.975, 0.5, 10.5)),
        (10, 10, stats.beta.ppf(0.025, 10.5, 0.5), 1),
        (0, 0, 0, 1),
    ],
)
def test_jeffreys_is_the_beta_quantile(successes: int, trials: int, low: float, high: float) -> None:
    assert resampling.jeffreys(successes, trials) == pytest.approx((low, high), abs=1e-12)
