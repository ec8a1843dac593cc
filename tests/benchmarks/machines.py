"""Random plays of a generated story by Python's state machines: python machines.py ENGINE STORY.json PLAYS

Run by ``plays``, in an environment that has the engines.  Sets up once, prints a line, then plays ``PLAYS`` plays each time a
line comes in and prints the processor seconds and how often each ending came, as JSON.  Every machine picks at random
among the options of a decision and picks again where a guard refuses, which is as good as picking among the open ones.
"""

from __future__ import annotations

import json
import random
import sys
import time
from collections.abc import Callable
from functools import partial
from typing import Any

LOW, HIGH = 0, 4
Told = dict[str, Any]


class Numbers:
    """What a play changes."""

    def __init__(self, start: list[int]) -> None:
        self.values = list(start)

    def add(self, moves: list[list[int]]) -> None:
        for place, step in moves:
            self.values[place] = max(LOW, min(HIGH, self.values[place] + step))

    def least(self, needs: list[int]) -> bool:
        return self.values[needs[0]] >= needs[1]


def ending(values: list[int]) -> str:
    return ("poor", "fair", "good")[(values[0] > 1) + (values[0] > 3)]


def picked(row: list[Told], tried: Callable[[Told], bool]) -> None:
    """Tries options in random order until one is open."""
    for option in random.sample(row, len(row)):
        if tried(option):
            return


def transitions(told: Told) -> Callable[[], str]:
    from transitions import Machine

    class Model(Numbers):
        state = "d0"

    model = Model(told["start"])  # one for all plays: adding a model costs more than a play
    machine = Machine(model, [*(f"d{at}" for at in range(len(told["decisions"]))), "settled"], initial="d0", auto_transitions=False)
    for at, row in enumerate(told["decisions"]):
        for option in row:
            machine.add_transition(option["id"], f"d{at}", following(told, at), before=partial(model.add, option["moves"]),
                                   conditions=partial(model.least, option["needs"]) if option["needs"] else None)

    def play() -> str:
        model.values, model.state = list(told["start"]), "d0"
        for row in told["decisions"]:
            picked(row, lambda option: model.trigger(option["id"]))  # type: ignore[attr-defined]
        return ending(model.values)
    return play


def statemachine(told: Told) -> Callable[[], str]:
    from statemachine import State, StateMachine
    from statemachine.exceptions import TransitionNotAllowed

    class Model(Numbers):
        state: str | None = None

    number = len(told["decisions"])
    states = {f"d{at}": State(initial=at == 0) for at in range(number)} | {"settled": State(final=True)}
    events: dict[str, Any] = {}
    for at, row in enumerate(told["decisions"]):
        for option in row:
            name = option["id"]
            edge = states[f"d{at}"].to(states[following(told, at)], on=f"move_{at}_{name}",
                                       **({"cond": f"open_{at}_{name}"} if option["needs"] else {}))
            events[name] = events[name] | edge if name in events else edge
            setattr(Model, f"move_{at}_{name}", lambda self, moves=option["moves"]: self.add(moves))
            if option["needs"]:
                setattr(Model, f"open_{at}_{name}", lambda self, needs=option["needs"]: self.least(needs))
    made: Any = type(StateMachine)("Told", (StateMachine,), {**states, **events})

    def play() -> str:
        model = Model(told["start"])
        machine = made(model)

        def tried(option: Told) -> bool:
            try:
                machine.send(option["id"])
            except TransitionNotAllowed:
                return False
            return True
        for row in told["decisions"]:
            picked(row, tried)
        return ending(model.values)
    return play


def sismic(told: Told) -> Callable[[], str]:
    from sismic.interpreter import Interpreter
    from sismic.io import import_from_yaml

    states: list[Told] = []
    for at, row in enumerate(told["decisions"]):
        edges = [{"event": option["id"], "target": following(told, at), "action": f"numbers.add({option['moves']})",
                  **({"guard": f"numbers.least({option['needs']})"} if option["needs"] else {})} for option in row]
        states.append({"name": f"d{at}", "transitions": edges})
    chart = import_from_yaml(json.dumps({"statechart": {"name": "story", "root state": {
        "name": "root", "initial": "d0", "states": [*states, {"name": "settled", "type": "final"}]}}}))

    def play() -> str:
        numbers = Numbers(told["start"])
        machine = Interpreter(chart, initial_context={"numbers": numbers})
        machine.execute()

        def tried(option: Told) -> bool:
            step = machine.queue(option["id"]).execute_once()
            return bool(step and step.transitions)
        for row in told["decisions"]:
            picked(row, tried)
        return ending(numbers.values)
    return play


def following(told: Told, at: int) -> str:
    return f"d{at + 1}" if at + 1 < len(told["decisions"]) else "settled"


def main() -> None:
    engine, file, plays = sys.argv[1:]
    with open(file, encoding="utf-8") as opened:
        told = json.load(opened)
    play = {"transitions": transitions, "statemachine": statemachine, "sismic": sismic}[engine](told)
    print("{}", flush=True)
    for _ in sys.stdin:
        found: dict[str, int] = {}
        begun = time.process_time()
        for _ in range(int(plays)):
            name = play()
            found[name] = found.get(name, 0) + 1
        print(json.dumps({"seconds": time.process_time() - begun, "found": found}), flush=True)


if __name__ == "__main__":
    main()
