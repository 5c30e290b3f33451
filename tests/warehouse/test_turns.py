"""Turns: no more at once than may be, and one alone that is not kept waiting by those who come later."""

from __future__ import annotations

import threading

from warehouse.turns import Turns


def test_no_more_run_at_once_than_may_and_one_runs_alone() -> None:
    turns, lock = Turns(2), threading.Lock()
    inside, most, beside_the_one = 0, 0, []

    def ask(*, is_alone: bool) -> None:
        nonlocal inside, most
        for _ in range(50):
            with turns.alone() if is_alone else turns.beside():
                with lock:
                    inside += 1
                    most = max(most, inside)
                    if is_alone:
                        beside_the_one.append(inside)
                threading.Event().wait(0.0002)
                with lock:
                    inside -= 1

    threads = [threading.Thread(target=ask, kwargs={"is_alone": number == 0}) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert most == 2
    assert beside_the_one == [1] * 50


def test_a_turn_that_fails_is_given_back() -> None:
    turns = Turns(1)
    for turn in (turns.beside, turns.alone, turns.beside):
        try:
            with turn():
                raise ValueError
        except ValueError:
            continue
    with turns.alone():
        pass
