"""Work in processes of their own: answers, faults, bounds."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

from geotrack.errors import InputError
from geotrack.guarded import AHEAD, guarded

if TYPE_CHECKING:
    from collections.abc import Iterator


def double(number: Any) -> Any:
    """Twice the number."""
    return 2 * number


def misbehave(how: str) -> str:
    """What hostile documents do to their readers."""
    if how == "hang":
        time.sleep(600)
    elif how == "swell":
        return "x" * len([bytearray(1_000_000) for _ in range(4_000)])
    elif how == "refuse":
        raise InputError("a.pdf is encrypted")
    elif how == "break":
        raise KeyError("x")
    elif how == "die":
        import os
        import signal

        os.kill(os.getpid(), signal.SIGSEGV)
    elif how == "chatter":
        print("not an answer")
    return how


def test_every_item_is_answered_whatever_the_order() -> None:
    outcomes = list(guarded("tests.test_guarded:double", list(range(20)), jobs=3))
    assert {outcome.position: outcome.value for outcome in outcomes} == {
        n: 2 * n for n in range(20)
    }


def test_no_items_need_no_process() -> None:
    assert list(guarded("tests.test_guarded:double", [])) == []


def test_one_that_misbehaves_is_told_of_and_the_rest_goes_on() -> None:
    asked = ["fine", "swell", "refuse", "break", "die", "chatter", "fine"]
    outcomes = guarded("tests.test_guarded:misbehave", asked, jobs=2, memory_mb=800)
    found = {outcome.position: outcome for outcome in outcomes}
    assert [found[n].value for n in (0, 5, 6)] == ["fine", "chatter", "fine"]
    assert found[1].fault == "needs more than 800 MB of memory"
    assert found[2].fault == "a.pdf is encrypted"
    assert found[3].fault == "cannot be read (KeyError: 'x')"
    assert found[4].fault == "ended its reader (signal 11)"


def test_one_that_hangs_is_ended_and_the_next_has_a_new_process() -> None:
    outcomes = guarded("tests.test_guarded:misbehave", ["hang"], jobs=1, seconds=3)
    assert [outcome.fault for outcome in outcomes] == ["took longer than 3 seconds"]


def test_leaving_early_does_not_wait_for_what_hangs() -> None:
    asked = ["fine", *["hang"] * 5]
    for outcome in guarded("tests.test_guarded:misbehave", asked, jobs=1):
        assert outcome.value == "fine"
        break


def test_leaving_early_ends_the_processes() -> None:
    for outcome in guarded("tests.test_guarded:double", list(range(1000)), jobs=1):
        assert outcome.value == 0
        break


def test_items_are_taken_as_they_are_needed() -> None:
    taken = 0

    def items() -> Iterator[int]:
        nonlocal taken
        for number in range(10_000):
            taken += 1
            yield number

    for done, _ in enumerate(guarded("tests.test_guarded:double", items(), jobs=2), 1):
        assert taken - done <= AHEAD
        if done == 500:
            break


def test_large_items_between_small_ones_are_answered() -> None:
    """More than a pipe holds, both ways."""
    asked = [n if n % 5 else "x" * 300_000 for n in range(40)]
    outcomes = guarded("tests.test_guarded:double", asked, jobs=2, seconds=20)
    assert {o.position: o.value for o in outcomes} == {n: 2 * one for n, one in enumerate(asked)}


def test_those_behind_one_that_ends_its_process_are_answered_by_another() -> None:
    outcomes = list(guarded("tests.test_guarded:misbehave", ["die", *["fine"] * 20], jobs=1))
    assert [outcome.value for outcome in outcomes] == [None, *["fine"] * 20]
