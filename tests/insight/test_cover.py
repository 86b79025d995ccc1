"""Whether an organisation was covered is told for every day it took part."""

from __future__ import annotations

from datetime import date

from lms.insight.cover import WIDTH, Bar, Span, bars, spans

TODAY = date(2026, 8, 15)
JOINED = date(2026, 1, 1)
RUNNING = (JOINED, None)


def test_without_a_complete_poco_it_is_not_covered() -> None:
    assert spans(RUNNING, [], TODAY) == (Span(JOINED, None, False),)
    assert spans(RUNNING, [(JOINED, None, None)], TODAY) == (Span(JOINED, None, False),)


def test_cover_begins_with_the_training_and_ends_with_the_seat() -> None:
    held = [(JOINED, date(2026, 6, 1), date(2026, 3, 1))]
    assert spans(RUNNING, held, TODAY) == (
        Span(JOINED, date(2026, 3, 1), False),
        Span(date(2026, 3, 1), date(2026, 6, 1), True),
        Span(date(2026, 6, 1), None, False),
    )


def test_a_handover_to_somebody_trained_keeps_the_cover() -> None:
    day = date(2026, 6, 1)
    held = [(JOINED, day, JOINED), (day, None, date(2025, 1, 1))]
    assert spans(RUNNING, held, TODAY) == (Span(JOINED, None, True),)


def test_two_pocos_together_are_one_span() -> None:
    held = [
        (JOINED, date(2026, 5, 1), date(2026, 2, 1)),
        (JOINED, date(2026, 7, 1), date(2026, 4, 1)),
    ]
    assert [span.covered for span in spans(RUNNING, held, TODAY)] == [False, True, False]


def test_only_the_time_of_taking_part_counts() -> None:
    part = (date(2026, 2, 1), date(2026, 3, 1))
    assert spans(part, [(JOINED, None, JOINED)], TODAY) == (Span(*part, True),)
    assert spans(part, [(date(2026, 4, 1), None, JOINED)], TODAY) == (Span(*part, False),)


def test_a_seat_given_by_mistake_covers_nothing() -> None:
    assert spans(RUNNING, [(JOINED, JOINED, JOINED)], TODAY) == (Span(JOINED, None, False),)


def test_the_bar_is_as_wide_as_the_time() -> None:
    part = (date(2026, 1, 1), date(2026, 1, 11))
    found = spans(part, [(date(2026, 1, 6), None, JOINED)], TODAY)
    assert bars(found, TODAY) == (Bar(0, WIDTH // 2, False), Bar(WIDTH // 2, WIDTH // 2, True))
    assert bars((), TODAY) == ()
