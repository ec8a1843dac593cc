"""A new scenario from the template: its texts in the languages asked for, as many decisions as asked for.

Pure text to text.  The template is a scenario that loads as it stands (``scenarios/_template``), with marks in its
remarks: ``#en`` and ``#zh`` begin a remark in one language; ``#each`` to ``#end`` is written once for every decision,
what stands from ``#first`` to ``#rest`` within it only for the first; ``#en`` after a value is that value in English.
Called by the command ``new``.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from game.authoring.quoting import quoted

MOST: Final = 28
"""How many decisions a new scenario may have: each is a day of one month."""

SCHEMA: Final = "scenario.schema.json"
LANGUAGES: Final = ("en", "zh")

_FORMS: Final = re.compile(r"^( *(?:- )?[\w-]+:)\n +en: (.*)\n +zh: (.*)$", re.MULTILINE)
_TITLE: Final = re.compile(r"^title:\n  en: .*\n  zh: .*$", re.MULTILINE)
_EACH: Final = re.compile(r"^#each\n(.*?)^#end\n", re.MULTILINE | re.DOTALL)
_FIRST: Final = re.compile(r"^#first\n(.*?)^#rest\n", re.MULTILINE | re.DOTALL)
_REMARK: Final = re.compile(r"^( *)#(en|zh) ?(.*)\n", re.MULTILINE)
_INSTEAD: Final = re.compile(r"^( *[\w-]+: )(\S+)  #en (.*)$", re.MULTILINE)
_SCHEMA_LINE: Final = re.compile(r"\A(# yaml-language-server: \$schema=).*$", re.MULTILINE)
_NUMBERED: Final = (("decision-1", "decision-{n}"), ("decision_1", "decision_{n}"), ("day-1", "day-{n}"),
                    ("1901-03-01", "1901-03-{n:02}"), ("1 March", "{n} March"), ("3月1日", "3月{n}日"),
                    ("Decision 1", "Decision {n}"), ("第1", "第{n}"), ("number 1", "number {n}"),
                    ("day 1", "day {n}"), ("page: 1", "page: {n}"))
_FORBIDDEN: Final = frozenset('<>:"/\\|?*')
_RESERVED: Final = frozenset({"con", "prn", "aux", "nul",
                              *(f"{port}{n}" for port in ("com", "lpt") for n in range(1, 10))})


@dataclass(frozen=True, slots=True)
class Wish:
    """What a new scenario is to be; an empty title keeps the template's."""

    languages: tuple[str, ...]
    decisions: int
    title: str = ""


def scaffold(template: Mapping[str, str], wish: Wish) -> dict[str, str]:
    """Returns the files of a new scenario, by path within its folder; ``template`` holds those of the template."""
    return {name: _made(text, wish) for name, text in template.items()}


def _made(text: str, wish: Wish) -> str:
    if wish.title:
        text = _TITLE.sub(lambda _: f"title: {quoted(wish.title)}", text, count=1)
    numbers = range(1, wish.decisions + 1)
    text = _EACH.sub(lambda part: "".join(_copy(part[1], number, wish) for number in numbers), text)
    text = _REMARK.sub(lambda line: f"{line[1]}# {line[3]}".rstrip() + "\n" if line[2] in wish.languages else "", text)
    text = _INSTEAD.sub(r"\1\3" if wish.languages == ("en",) else r"\1\2", text)
    text = _SCHEMA_LINE.sub(rf"\g<1>{SCHEMA}", text)
    if len(wish.languages) == 1:
        form = 2 if wish.languages[0] == "en" else 3
        text = _FORMS.sub(lambda found: f"{found[1]} {found[form]}", text)
    return text.replace("languages: [en, zh]", f"languages: [{', '.join(wish.languages)}]")


def _copy(part: str, number: int, wish: Wish) -> str:
    text = _FIRST.sub(r"\1" if number == 1 else "", part)
    for old, new in _NUMBERED:
        text = text.replace(old, new.format(n=number))
    if number < wish.decisions:
        text = text.replace("goto: answer\n", f"goto: decision-{number + 1}\n")
    return text


def name_fault(name: str) -> str:
    """Returns what is wrong with the name of a scenario's folder; empty if it is a good one on every system.

    >>> [name_fault(name) for name in ("我的 剧本", "_mine", "a?b", "nul")]
    ['', 'hidden', 'character', 'reserved']
    """
    if not name.strip():
        return "empty"
    if name.startswith(("_", ".")):
        return "hidden"
    if _FORBIDDEN & set(name) or not name.isprintable():
        return "character"
    if name != name.strip() or name.endswith("."):
        return "end"
    if name.split(".")[0].lower() in _RESERVED:
        return "reserved"
    return "long" if len(name.encode()) > 200 else ""
