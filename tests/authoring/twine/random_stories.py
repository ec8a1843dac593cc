"""Small random stories in both story formats: variables, tests, chance, links with setters, jumps.  Seeded."""

from __future__ import annotations

import random
from dataclasses import dataclass

NUMBERS, TRUTHS, WORDS = ("gold", "days"), ("met",), ("mood",)
MOODS = ("calm", "angry", "none")
PASSAGES = tuple("ABCDEFG")


@dataclass
class Maker:
    """Writes one story."""

    luck: random.Random
    harlowe: bool
    told: int = 0

    def story(self) -> str:
        form = "Harlowe" if self.harlowe else "SugarCube"
        parts = [f':: StoryData\n{{"format": "{form}", "start": "A"}}\n']
        parts += [f":: {name}\n{self.passage(name)}\n" for name in PASSAGES]
        return "\n".join(parts)

    def passage(self, name: str) -> str:
        rows = [self.row(name, 0) for _ in range(self.luck.randint(1, 5))]
        if "A" < name < "G" and self.luck.random() < 0.4:  # a way back, where another leads on
            rows += [f"[[Back->{self.luck.choice(PASSAGES[:PASSAGES.index(name)])}]]", "[[On->G]]"]
        return "\n".join([self.text(), *rows])

    def row(self, name: str, depth: int) -> str:
        pick = self.luck.randrange(12)
        if pick < 2:
            return self.text()
        if pick < 4:
            return self.set()
        if pick < 7 and depth < 2:
            return self.choose(name, depth)
        if pick == 7:
            return f"{self.text()} ${self.luck.choice(NUMBERS)} ."
        if pick == 8 and depth < 2:
            return f"{self.text()} {self.choose(name, 2)} {self.text()}"
        if pick == 9 and depth == 1 and name < "D":
            return self.goto(self.luck.choice(PASSAGES[4:]))
        return self.link(name)

    def text(self) -> str:
        self.told += 1
        return f"Word{self.told}x."

    def link(self, name: str) -> str:
        self.told += 1
        later = [one for one in PASSAGES if one > name] or ["G"]
        target = self.luck.choice(later)
        label = f"Go{self.told}"
        if name == "G":
            return self.text()
        if self.luck.random() < 0.5:
            return f"[[{label}->{target}]]"
        if self.harlowe:
            return f'(link: "{label}")[{self.set()}(goto: "{target}")]'
        return f'<<link "{label}" "{target}">>{self.set()}<</link>>'

    def goto(self, target: str) -> str:
        return f'(goto: "{target}")' if self.harlowe else f'<<goto "{target}">>'

    def set(self) -> str:
        name, given = self.luck.choice([
            (self.luck.choice(NUMBERS), str(self.luck.randrange(4))), (self.luck.choice(NUMBERS), "random"),
            ("gold", "$days"), ("days", "$gold - 1"), ("met", self.luck.choice(("true", "false"))), ("met", "$gold > 1"),
            ("mood", f'"{self.luck.choice(MOODS)}"'), ("mood", "either")])
        if name == "days" and given == "$gold - 1":
            given = "3 - $gold"
        if given == "random":
            given = "(random: 0, 2)" if self.harlowe else "random(0, 2)"
        if given == "either":
            given = '(either: "calm", "angry")' if self.harlowe else 'either("calm", "angry")'
        return f"(set: ${name} to {given})" if self.harlowe else f"<<set ${name} to {given}>>"

    def test(self) -> str:
        gt, is_not = (">", "is not") if self.harlowe else ("gt", "isnot")
        one = self.luck.choice([f"$gold {gt} 1", "$days is 0", "$met", "not $met", f'$mood {is_not} "angry"', '$mood is "calm"',
                                f"$gold {gt} $days", f"$gold + $days {gt} 2"])
        if self.luck.random() < 0.25:
            return f"({one}) {self.luck.choice(('and', 'or'))} ({self.test()})"
        return one

    def choose(self, name: str, depth: int) -> str:
        bodies = [self.text() if depth == 2 else "\n".join(self.row(name, depth + 1) for _ in range(self.luck.randint(1, 2)))
                  for _ in range(self.luck.randint(1, 3))]
        otherwise = len(bodies) > 1 and self.luck.random() < 0.6
        written = ""
        for place, body in enumerate(bodies):
            last = otherwise and place == len(bodies) - 1
            if self.harlowe:
                head = "(else:)" if last else f"({'else-if' if place else 'if'}: {self.test()})"
                written += f"{head}[{body}]"
            else:
                head = "<<else>>" if last else f"<<{'elseif' if place else 'if'} {self.test()}>>"
                written += f"{head}{body}"
        return written if self.harlowe else f"{written}<</if>>"


def story(seed: int, harlowe: bool) -> str:
    return Maker(random.Random(seed), harlowe).story()
