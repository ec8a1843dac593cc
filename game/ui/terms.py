"""Which words of a paragraph are terms or names that have an entry, in one language.

Pure text work: no drawing, no entry is read here.  Called by the window's pages and by the source book, which asks
where a term occurs.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from game.core.reference import Body, Person, Term
from game.core.texts import Words

_MARKUP = re.compile(r"\[\[[^\]\n]*\]\]|\*\*|__")
_INNER = re.compile(r"\s*[(（]([^)）]*)[)）]")
_HAN = re.compile(r"[\u3400-\u9fff]")
_LEAST_NAME = 3
"""Letters a part of a name must have to stand for the person."""


@dataclass(frozen=True, slots=True)
class Found:
    """A term in a text: characters ``first`` up to ``last``, and the id of its entry."""

    first: int
    last: int
    target: str


class Terms:
    """Finds terms.  forms: spelling -> id of the entry; names: spellings that stand for a person by surname alone."""

    def __init__(self, forms: Mapping[str, str], names: Iterable[str] = ()) -> None:
        self.forms = dict(forms)
        self._names = frozenset(names)
        self._order = sorted(self.forms, key=lambda form: (-len(form), form))
        self.find = lru_cache(maxsize=2000)(self._find)

    def of(self, target: str) -> Terms:
        """Returns a finder of one entry that still sees where longer terms cover its words."""
        mine = [form for form, other in self.forms.items() if other == target]
        wider = {form: other for form, other in self.forms.items() if any(word in form for word in mine)}
        return Terms(wider, self._names)

    def _find(self, text: str, leave: str = "") -> tuple[Found, ...]:
        """Returns the first occurrence of each term, longest terms first, none inside another; ``leave`` is left out.

        >>> Terms({"port": "p", "free port": "f"}).find("Ports? A free port is a port.")
        (Found(first=9, last=18, target='f'), Found(first=24, last=28, target='p'))
        """
        taken = [match.span() for match in _MARKUP.finditer(text)]
        every: list[Found] = []
        low = text.lower()
        for form in self._order:
            if form.lower() in low:
                for first, last in self._places(text, form):
                    if not any(first < end and start < last for start, end in taken):
                        taken.append((first, last))
                        every.append(Found(first, last, self.forms[form]))
        once: dict[str, Found] = {}
        for found in sorted(every, key=lambda item: item.first):
            if found.target != leave:
                once.setdefault(found.target, found)
        return tuple(once.values())

    def _places(self, text: str, form: str) -> Iterable[tuple[int, int]]:
        """Yields where a spelling stands as a whole word; a small first letter may be a capital in the text."""
        starts = {form, form[0].upper() + form[1:]}
        han = bool(_HAN.match(form))
        for spelling in starts:
            at = text.find(spelling)
            while at >= 0:
                end = at + len(spelling)
                if han or self._alone(text, at, end, form in self._names):
                    yield at, end
                at = text.find(spelling, end)

    @staticmethod
    def _alone(text: str, first: int, last: int, name: bool) -> bool:
        """Whether letters end at both sides.  Part of a name must not be followed by another capitalised word."""
        before, after = text[first - 1:first], text[last:last + 1]
        if (before.isalnum() and not _HAN.match(before)) or before in ("-", "–"):
            return False
        if (after.isalnum() and not _HAN.match(after)) or after == "-":
            return False
        return not (name and (re.match(r" [A-Z]|–", text[last:]) is not None))


def linked(text: str, found: Iterable[Found], opening: str, closing: str) -> tuple[str, tuple[str, ...]]:
    """Returns the text with marks around what was found, and the entries the marked words lead to, in order."""
    parts, targets, at = [], [], 0
    for item in found:
        parts += [text[at:item.first], opening, text[item.first:item.last], closing]
        targets.append(item.target)
        at = item.last
    return "".join([*parts, text[at:]]), tuple(targets)


def build(glossary: Iterable[Term], people: Iterable[Person], code: str, first_persons: Iterable[Words] = (),
          bodies: Iterable[Body] = ()) -> Terms:
    """Returns the finder for one language.  first_persons: names of parties, who own a surname others share."""
    forms: dict[str, str] = {body.name[code]: body.id for body in bodies}
    for term in glossary:
        for form in spellings(term.term[code]):
            forms.setdefault(form, term.id)
    crowd = list(people)
    owners = {words[code] for words in first_persons}
    shared = Counter(part for person in crowd for part in _parts(person.name[code]))
    names = set()
    for person in crowd:
        name = person.name[code].strip("“”‘’\"")
        for form in (name, *person.also):
            if len(form) > 1 and bool(_HAN.match(form)) == (code == "zh"):
                forms.setdefault(form, person.id)
        for part in _parts(name):
            if part not in forms and (shared[part] == 1 or person.name[code] in owners):
                forms[part] = person.id
                names.add(part)
    return Terms(forms, names)


def _parts(name: str) -> set[str]:
    """First and last word of a name in Latin letters, where every word is capitalised."""
    words = name.strip("“”").split()
    if len(words) < 2 or not all(word[0].isupper() for word in words):
        return set()
    return {word for word in (words[0], words[-1])
            if len(word) >= _LEAST_NAME and word.isalpha() and not word.isupper()}


def spellings(title: str) -> list[str]:
    """Returns what an entry's title lists: its name, its other names in brackets or after an enumeration comma.

    >>> spellings("Kulun (Urga, Ulaanbaatar)"), spellings("Altai (incident)"), spellings("the Northeast")
    (['Kulun', 'Urga', 'Ulaanbaatar'], ['Altai'], ['Northeast'])
    """
    inner = [part.strip() for found in _INNER.findall(title) for part in re.split(r"[,，、]", found)]
    outer = _INNER.sub("", title)
    main = [part.strip() for part in re.split("、", outer)]
    kept = [part for part in inner if part and (part[0].isupper() or (_HAN.match(part) and set(part) & set(outer)))]
    found = [re.sub("^the ", "", part.strip(" “”‘’\"")) for part in (*main, *kept)]
    return [part for part in dict.fromkeys(found) if len(part) > 1 and not part.isdigit()]
