"""The teacher's guide as paragraphs: from the few marks of Markdown it is written with to plain words.

Called by the window.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

_ITEM = re.compile(r"(\d+\.|-) +(.*)", re.DOTALL)


def blocks(text: str) -> Iterator[tuple[str, str]]:
    """Yields (mark, text) of every paragraph and list item; the mark of a paragraph is empty.

    Marks of code are taken off, what is emphasised is set bold as the window writes it.  Lines of one paragraph are
    joined, without a space between two Chinese characters.

    >>> list(blocks("*Two*\\nlines.\\n\\n1. `one`\\n2. two\\n   lines"))
    [('', '**Two** lines.'), ('1.', 'one'), ('2.', 'two lines')]
    """
    for block in re.split(r"\n\s*\n", text.strip()):
        for part in re.split(r"\n(?=\d+\. |- )", block):
            found = _ITEM.fullmatch(part)
            mark, words = (found[1], found[2]) if found else ("", part)
            yield mark.replace("-", "·"), re.sub(r"\*([^*]+)\*", r"**\1**", _joined(words).replace("`", ""))


def _joined(words: str) -> str:
    return re.sub(r"\s*\n\s*", " ", re.sub(r"(?<=[\u3000-\u9fff\uff00-\uffef])\n\s*(?=[\u3000-\u9fff])", "", words))
