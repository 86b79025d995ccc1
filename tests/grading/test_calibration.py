"""Sure or not sure: what it says about somebody's own judgment."""

from __future__ import annotations

from lms.grading.calibration import Judged, Share, calibrate


def test_who_said_nothing_hears_nothing() -> None:
    assert calibrate([]) is None


def test_sure_and_wrong_is_named_and_the_shares_are_kept_apart() -> None:
    found = calibrate(
        [
            Judged(1, right=True, sure=True),
            Judged(2, right=False, sure=True),
            Judged(4, right=True, sure=False),
            Judged(5, right=False, sure=False),
            Judged(7, right=False, sure=False),
        ]
    )
    assert found is not None
    assert found.sure == Share(1, 2)
    assert found.unsure == Share(1, 3)
    assert found.sure_and_wrong == (2,)
    assert found.alarmed == Share(0, 0)


def test_innocent_cases_taken_for_a_signal_are_counted_by_themselves() -> None:
    found = calibrate(
        [
            Judged(1, right=True, sure=True, innocent=True),
            Judged(2, right=False, sure=True, innocent=True),
            Judged(3, right=False, sure=False, innocent=True),
            Judged(4, right=False, sure=True),
        ]
    )
    assert found is not None
    assert found.alarmed == Share(2, 3)
    assert found.sure_and_alarmed == 1
    assert found.sure_and_wrong == (2, 4)
