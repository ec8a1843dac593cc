"""Pictures of the screens, without a display."""

from __future__ import annotations

import argparse
import os
import re
from pathlib import Path

from game import resources
from game.commands.common import Commands, Refused, languages, library


def add(commands: Commands) -> None:
    """Adds ``screenshot``."""
    pictures = commands.add_parser("screenshot", help="draw every screen to PNG files; needs no display")
    pictures.add_argument("out", type=Path, metavar="OUT_DIR")
    pictures.add_argument("--lang", choices=("en", "zh"), default="en")
    pictures.add_argument("--size", type=_size, default=(1280, 720), metavar="WxH")
    pictures.add_argument("--animation", action="store_true", help="write a short play as a GIF instead; needs Pillow")
    pictures.add_argument("--card", action="store_true", help="write the card of one ending instead, to show to others")
    pictures.add_argument("--sheet", action="store_true", help="also write all screens, labelled, to one PNG")
    pictures.set_defaults(run=_screenshot)


def _size(text: str) -> tuple[int, int]:
    found = re.fullmatch(r"(\d{3,5})x(\d{3,5})", text)
    if not found:
        raise argparse.ArgumentTypeError(f"'{text}' is not a size such as 1280x720")
    return int(found[1]), int(found[2])


def _screenshot(arguments: argparse.Namespace) -> int:
    os.environ["SDL_VIDEODRIVER"] = "dummy"
    from game.ui.gui.animation import NoPillow
    from game.ui.gui.pictures import take_animation, take_card, take_screenshots
    parts = (resources.assets(), languages(), library(), arguments.lang)
    try:
        arguments.out.mkdir(parents=True, exist_ok=True)
        written = []
        if arguments.animation:
            written.append(take_animation(arguments.out / f"play-{arguments.lang}.gif", *parts, arguments.size))
        if arguments.card:
            written.append(take_card(arguments.out, *parts))
        for path in written or take_screenshots(arguments.out, *parts, arguments.size,
                                                    sheet=arguments.sheet):
            print(path)
    except NoPillow:
        raise Refused("The moving picture needs the library Pillow: python -m pip install pillow") from None
    except OSError as fault:
        raise Refused(f"{arguments.out} cannot be written: {fault.strerror or fault}.") from None
    return 0
