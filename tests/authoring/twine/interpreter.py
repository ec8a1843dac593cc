"""A small interpreter of SugarCube and Harlowe, as a second opinion on what a story means.

It shares nothing with the importer: text is cut up by other means, and expressions are turned into Python and
evaluated.  Only what the stories beside this file use is known; anything else is an error of the test.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

LINK = "\x01"


class NeedsChoice(Exception):
    """Chance has to decide among ``count`` ways."""

    def __init__(self, count: int) -> None:
        self.count = count


@dataclass
class Scene:
    """A passage as the reader sees it: its words, and for each link its label and what taking it does."""

    passage: str
    text: str
    links: list[tuple[str, Callable[[], tuple[str, dict]]]]
    values: dict


@dataclass
class Reader:
    """Reads one story; ``luck`` scripts what chance does."""

    passages: dict[str, str]
    start: str
    harlowe: bool
    setup: list[str] = field(default_factory=list)
    luck: list[int] = field(default_factory=list)

    @classmethod
    def of(cls, twee: str) -> Reader:
        passages: dict[str, str] = {}
        setup, start = [], "Start"
        for part in re.split(r"^::", twee, flags=re.MULTILINE)[1:]:
            head, _, body = part.partition("\n")
            found = re.fullmatch(r"\s*(.*?)\s*(\[.*?\])?\s*(\{.*\})?\s*", head)
            assert found
            name, tags = found[1], found[2] or ""
            if name == "StoryData":
                named = re.search(r'"start":\s*"(.*?)"', body)
                start = named[1] if named else start
            if "startup" in tags or name == "StoryInit":
                setup.append(body)
            elif "script" not in tags and name not in ("StoryTitle", "StoryData", "StoryCaption"):
                passages[name] = body.rstrip()
        return cls(passages, start, '"Harlowe"' in twee, setup)

    def begin(self) -> Iterator[Scene]:
        """Yields every first scene that chance allows."""
        def go() -> tuple[str, dict]:
            values: dict = {"visits": defaultdict(int)}
            for body in self.setup:
                self.render(body, values, "")
            return self.start, values
        return self.outcomes(go)

    def outcomes(self, action: Callable[[], tuple[str, dict]]) -> Iterator[Scene]:
        """Yields every scene that may follow."""
        scripts: list[list[int]] = [[]]
        while scripts:
            script = scripts.pop()
            self.luck = list(script)
            try:
                passage, values = action()
                scene = self.enter(passage, values)
            except NeedsChoice as need:
                scripts += [[*script, number] for number in reversed(range(need.count))]
            else:
                yield scene

    def enter(self, passage: str, values: dict) -> Scene:
        for _ in range(1000):
            values = {**values, "visits": defaultdict(int, values["visits"])}
            values["visits"][passage] += 1
            text, links, goto = self.render(self.passages.get(passage, ""), values, passage)
            if goto is None:
                return Scene(passage, text, links, values)
            passage = goto
        raise AssertionError("the story never comes to rest")

    def chance(self, count: int) -> int:
        if not self.luck:
            raise NeedsChoice(count)
        return self.luck.pop(0)

    def render(self, body: str, values: dict, here: str) -> tuple[str, list, str | None]:
        run = (HarloweRun if self.harlowe else SugarRun)(self, values, here)
        run.body(body)
        return run.text, run.links, run.goto


class Run:
    def __init__(self, reader: Reader, values: dict, here: str) -> None:
        self.reader, self.values, self.here = reader, values, here
        self.text, self.links, self.goto = "", [], None

    def evaluate(self, source: str) -> object:
        words = re.split(r"(\"[^\"]*\"|'[^']*')", source)
        python = "".join(part if number % 2 else self.python(part) for number, part in enumerate(words))
        return eval(python.strip(), {"Math": Maths, "random": self.random, "either": self.either,
                                     "seen": lambda name: self.values["visits"][name], "v": self.value})

    def value(self, name: str) -> object:
        return self.values.get(name, 0)

    def random(self, low: int, high: int) -> int:
        return low + self.reader.chance(high - low + 1)

    def either(self, *options: object) -> object:
        return options[self.reader.chance(len(options))]

    def link(self, label: str, target: str, act: Callable[[dict], None] = lambda values: None) -> None:
        values = self.values

        def take() -> tuple[str, dict]:
            after = {**values, "visits": defaultdict(int, values["visits"])}
            act(after)
            return target, after
        self.links.append((label.strip(), take))
        self.text += f"{LINK}{label.strip()}{LINK}"


class Maths:
    min, max = min, max


class SugarRun(Run):
    def python(self, part: str) -> str:
        part = re.sub(r"[$](\w+)", r"v('\1')", part)
        for word, sign in ((r"\bisnot\b|\bneq\b|!==?", "!="), (r"\bis\b|\beq\b|===", "=="), (r"\bgte\b", ">="), (r"\bgt\b", ">"),
                           (r"\blte\b", "<="), (r"\blt\b", "<"), (r"\btrue\b", "True"), (r"\bfalse\b", "False"),
                           ("&&", " and "), (r"\|\|", " or "), (r"\bvisited\b", "seen"), (r"!(?!=)", " not ")):
            part = re.sub(word, sign, part)
        return part

    def assign(self, source: str, values: dict) -> None:
        held, self.values = self.values, values
        for one in re.split(r"[;,](?=\s*\$)", source):
            found = re.fullmatch(r"\s*\$(\w+)\s*(to|=|\+=|-=)\s*(.*)", one, re.DOTALL)
            assert found, one
            given = self.evaluate(found[3])
            if found[2] in ("+=", "-="):
                given = self.value(found[1]) + (given if found[2] == "+=" else -given)
            values[found[1]] = given
        self.values = held

    def body(self, source: str) -> None:
        source = re.sub(r"/\*.*?\*/", "", source, flags=re.DOTALL)
        source = re.sub(r"\\\n", "", source)
        pieces = re.findall(r"<<.*?>>|\[\[.*?\]\]|[$]\w+|[^<[$]+|.", source, re.DOTALL)
        self.run(pieces, 0, True, ())

    def run(self, pieces: list[str], at: int, on: bool, ends: tuple[str, ...]) -> int:
        while at < len(pieces):
            piece = pieces[at]
            macro = re.fullmatch(r"<<(/?\w+)\s*(.*)>>", piece, re.DOTALL)
            if macro and macro[1] in ends:
                return at
            at += 1
            if macro:
                at = self.macro(macro[1], macro[2].strip(), pieces, at, on)
            elif piece.startswith("[["):
                inner, _, setter = piece[2:-2].partition("][")
                parts = re.fullmatch(r"(.*)(?:->|\|)(.*)|(.*?)<-(.*)", inner)
                label, target = (parts[1] or parts[4], parts[2] or parts[3]) if parts else (inner, inner)
                if on:
                    self.link(label, target, (lambda values, told=setter: self.assign(told, values)) if setter else lambda values: None)
            elif piece.startswith("$") and len(piece) > 1:
                self.text += str(self.value(piece[1:])) if on else ""
            else:
                self.text += piece if on else ""
        return at

    def macro(self, name: str, given: str, pieces: list[str], at: int, on: bool) -> int:
        if name == "if":
            done, test = False, given
            while True:
                holds = on and not done and (test is None or bool(self.evaluate(test)))
                at = self.run(pieces, at, holds, ("elseif", "else", "/if"))
                done = done or holds
                found = re.fullmatch(r"<<(/?\w+)\s*(.*)>>", pieces[at], re.DOTALL)
                at += 1
                if found[1] == "/if":
                    return at
                test = found[2] if found[1] == "elseif" else None
        if name in ("timed", "nobr"):
            return self.run(pieces, at, on, (f"/{name}",)) + 1
        if name == "link":
            inside: list[str] = []
            while pieces[at] != "<</link>>":
                inside.append(pieces[at])
                at += 1
            words = re.findall(r'"(.*?)"', given)

            def act(values: dict) -> None:
                held, self.values = self.values, values
                self.run(inside, 0, True, ())
                self.values = held
            if on:
                self.link(words[0], words[1], act)
            return at + 1
        if on:
            self.simple(name, given)
        return at

    def simple(self, name: str, given: str) -> None:
        if name == "set":
            self.assign(given, self.values)
        elif name == "print":
            self.text += str(self.evaluate(given))
        elif name == "goto":
            self.goto = self.goto or str(self.evaluate(given))
        elif name == "include":
            self.body(self.reader.passages[given.strip('"')])
        else:
            raise AssertionError(name)


class HarloweRun(Run):
    def python(self, part: str) -> str:
        part = re.sub(r"\(history:\)\s*contains", "seen ", part)
        part = re.sub(r"\((random|either):", r"\1(", part)
        part = re.sub(r"[$](\w+)", r"v('\1')", part)
        for word, sign in ((r"\bis not\b", "!="), (r"\bis\b", "=="), (r"\btrue\b", "True"), (r"\bfalse\b", "False")):
            part = re.sub(word, sign, part)
        return part

    def evaluate(self, source: str) -> object:
        source = re.sub(r"\(history:\)\s*contains\s*(\"[^\"]*\")", r"seen(\1)", source)
        return super().evaluate(source)

    def body(self, source: str) -> None:
        source = re.sub(r"<!--.*?-->", "", source, flags=re.DOTALL)
        at, chain = 0, None
        while at < len(source) and self.goto is None:
            macro = re.compile(r"\(([\w-]+):").match(source, at)
            link = re.compile(r"\[\[(?!\[)(.*?)\]\]", re.DOTALL).match(source, at)
            value = re.compile(r"\$([A-Za-z]\w*)", re.ASCII).match(source, at)
            if macro:
                end = self.closing(source, at, "()")
                at, chain = self.macro(macro[1].replace("-", ""), source[macro.end():end].strip(), source, end + 1, chain)
            elif link:
                label, _, target = link[1].rpartition("->")
                self.link(label or target, target)
                at = link.end()
            elif value:
                self.text += str(self.value(value[1]))
                at = value.end()
            else:
                self.text += source[at]
                at += 1

    def closing(self, text: str, at: int, pair: str) -> int:
        depth = 0
        for place in range(at, len(text)):
            depth += (text[place] == pair[0]) - (text[place] == pair[1])
            if depth == 0:
                return place
        raise AssertionError(text[at:at + 40])

    def macro(self, name: str, given: str, source: str, at: int, chain: bool | None) -> tuple[int, bool | None]:
        hook, after = None, at
        behind = re.compile(r"\s*\[(?!\[(?!\[))").match(source, at)
        if behind:
            end = self.closing(source, behind.end() - 1, "[]")
            hook, after = source[behind.end():end], end + 1
        if name in ("if", "unless", "elseif", "else"):
            holds = name == "else" or bool(self.evaluate(given)) is not (name == "unless")
            if name.startswith("else"):
                holds = holds and not chain
            if holds:
                self.body(hook)
            return after, holds or (chain if name.startswith("else") else False)
        if name == "set":
            for one in re.split(r",(?=\s*\$)", given):
                found = re.fullmatch(r"\s*\$(\w+)\s+to\s+(.*)", one, re.DOTALL)
                self.values[found[1]] = self.evaluate(re.sub(r"\bit\b", f"${found[1]}", found[2]))
            return at, chain
        if name == "goto":
            self.goto = given.strip('"')
        elif name == "linkgoto":
            words = re.findall(r'"(.*?)"', given)
            self.link(words[0], words[-1])
        elif name == "link":
            self.button(given.strip('"'), hook)
        elif name in ("textstyle", "linkreveal"):
            self.body(hook)
        elif name == "print":
            self.text += str(self.evaluate(given))
            return at, chain
        else:
            raise AssertionError(name)
        return after, chain

    def button(self, label: str, hook: str) -> None:
        target = re.search(r'\(go-?to:\s*"(.*?)"\)', hook)[1]

        def act(values: dict) -> None:
            run = HarloweRun(self.reader, values, self.here)
            run.body(hook)
        self.link(label, target, act)
