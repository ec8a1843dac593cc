"""How much a file or a message may ask for: every limit that keeps a stranger's file from filling memory or time.

Numbers alone; the modules named beside them hold to them and say what they refuse.  ``tests/test_strangers.py`` has a
file against each.
"""

from __future__ import annotations

from typing import Final

MEGABYTE: Final = 2**20

# -- scenarios: ``authoring.source``, ``loader``, ``events``, ``checking`` --

FILE_BYTES: Final = 32 * MEGABYTE
"""One file of a scenario, a translation, a lesson format or a classroom pack."""
SCENARIO_BYTES: Final = 64 * MEGABYTE
"""All files of a scenario together."""
SCENARIO_FILES: Final = 1_000
NESTING: Final = 40
"""How deep lists and mappings may stand in one another; anchors and aliases are refused altogether."""
VALUES: Final = 2_000_000
"""Words, numbers, lists and mappings in one file."""
NODES: Final = 100_000
TEXT: Final = 100_000
"""Characters of one text in one language."""
NAME: Final = 200
"""Characters of the name of anything."""

# -- expressions: ``core.expressions``; what nests deeper than Python's own parser bears is refused there too --

EXPRESSION: Final = 500
"""Characters of a guard, a weight or an amount."""
NUMBER: Final = 1_000_000
"""The largest number written in an expression."""

# -- bargains: ``core.bargain`` --

PACKAGES: Final = 20_000
"""How many packages one table may offer: each is a move, and every one is explored."""
COUNTERS: Final = 1_000_000
"""How many counter-offers a side may have to weigh: every clause it may change, in every way."""
ROUNDS: Final = 12

# -- plays: ``play`` --

RUN: Final = 10_000
"""Steps that chance and absent parties may make in a row; more can only be a circle."""
MOVES: Final = 100_000
"""Moves of a save."""
SAVE_BYTES: Final = 8 * MEGABYTE
SETTINGS_BYTES: Final = MEGABYTE // 4
NOTED_BYTES: Final = 4 * MEGABYTE
"""What was seen, and what was read, in all plays."""
WALKTHROUGH_BYTES: Final = MEGABYTE

# -- what others send: ``authoring.po``, ``authoring.twine`` --

PO_BYTES: Final = 64 * MEGABYTE
TWINE_BYTES: Final = 8 * MEGABYTE
TWINE_PASSAGES: Final = 4_000
TWINE_PASSAGE: Final = 100_000
"""Characters of one passage."""
TWINE_NESTING: Final = 24
"""How deep macros, hooks and brackets may be nested."""

# -- exploration, each the positions told apart before it stops and says so: ``analysis`` --

LAYERED: Final = 12_000_000
"""Positions of a scenario without loops."""
WANDERED: Final = 200_000
"""Positions of one with loops."""
LINTED: Final = 600_000
"""What ``validate`` looks at in a scenario without loops, and ``LINTED_LOOPED`` in one with them."""
LINTED_LOOPED: Final = 20_000

# -- a lesson: ``classroom``, ``host`` --

LOG_BYTES: Final = 64 * MEGABYTE
SEATS: Final = 240
"""Seats of one lesson; a lecture hall."""
ANSWER: Final = 600
"""Characters of a free text; a phone screen full."""
BODY: Final = 8 * 1024
"""Bytes of a request; the longest answer is 600 characters, at most 2,400 bytes, escaped at most 3,600."""
STREAMS: Final = 3
"""Open event streams of one seat: two tabs and one that is just closing."""
