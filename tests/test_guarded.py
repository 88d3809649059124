"""Work in processes of their own: answers, faults, bounds."""

from __future__ import annotations

import time

from geotrack.errors import InputError
from geotrack.guarded import guarded


def double(number: int) -> int:
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
