"""A page of the browser as one file: markup, style, scripts and data inlined, nothing fetched, nothing else allowed.

The policy in its head names the hash of every script and style, so a browser runs those and no other.  Texts of a
scenario stand in the data alone and are escaped there.  Called by the command ``graph``.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections.abc import Sequence
from html import escape
from pathlib import Path
from typing import Any, Final

from game.ui.language import Language

LOCALES: Final = {"zh": "zh-Hans"}
STYLES: Final = ("paper.css", "graph/graph.css")
SCRIPTS: Final = ("dagre/dagre.min.js", "graph/dom.js", "graph/routing.js", "graph/layout.js", "graph/drawing.js",
                  "graph/view.js", "graph/card.js", "graph/search.js", "graph/paths.js", "graph/listing.js",
                  "graph/main.js")
_SLOT: Final = re.compile(r"\{\{(\w+)\}\}")
_UNSAFE: Final = {ord(letter): f"\\u{ord(letter):04x}" for letter in "<>&\u2028\u2029"}


def graph_html(web: Path, data: dict[str, Any], language: Language) -> str:
    """Returns the page; ``web`` is the folder with its parts, ``language`` the one it opens in."""
    title = next(iter(data["title"]), "")
    names = [one["code"] for one in data["languages"]]
    if language.code in names and data["title"]:
        title = data["title"][names.index(language.code)]
    return web_page(web, "graph/page.html", STYLES, SCRIPTS, {**data, "language": language.code}, language,
                    language.t("graph.heading", title=title))


def web_page(web: Path, markup: str, styles: Sequence[str], scripts: Sequence[str], data: dict[str, Any],
             language: Language, title: str) -> str:
    """Returns one file made of the files named, which lie in ``web``."""
    style = "\n".join(_read(web, name) for name in styles)
    parts = [_read(web, name) for name in scripts]
    policy = "; ".join(["default-src 'none'", f"style-src {_hash(style)}",
                        f"script-src {' '.join(map(_hash, parts))}", "img-src data:", "base-uri 'none'",
                        "form-action 'none'"])
    slots = {"locale": escape(LOCALES.get(language.code, language.code)), "title": escape(title),
             "policy": escape(policy, quote=True), "style": f"<style>{style}</style>", "data": as_script(data),
             "noscript": escape(language.t("graph.noscript")),
             "scripts": "\n".join(f"<script>{part}</script>" for part in parts)}
    return _SLOT.sub(lambda found: slots[found[1]], _read(web, markup))


def as_script(data: dict[str, Any]) -> str:
    r"""Returns data as JSON that no markup in it can leave.

    >>> as_script({"text": "</script>"})
    '{"text":"\\u003c/script\\u003e"}'
    """
    return json.dumps(data, ensure_ascii=False, separators=(",", ":")).translate(_UNSAFE)


def _read(web: Path, name: str) -> str:
    return (web / name).read_text(encoding="utf-8")


def _hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"
