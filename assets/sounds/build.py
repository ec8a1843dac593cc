"""Makes the five sounds of the window from arithmetic alone; nothing is recorded or borrowed.

Run ``python assets/sounds/build.py [FOLDER]``; the folder is this one by default.  The seed is fixed: every run gives
the same files.  Not part of the game: the files it makes are.
"""

from __future__ import annotations

import math
import random
import sys
import wave
from array import array
from collections.abc import Callable
from pathlib import Path

RATE = 22_050
SEED = 20
Samples = list[float]


def noise(luck: random.Random, seconds: float) -> Samples:
    """White noise between -1 and 1."""
    return [luck.uniform(-1.0, 1.0) for _ in range(round(seconds * RATE))]


def low(samples: Samples, hertz: float) -> Samples:
    """Lets through what lies below a frequency; one pole."""
    part, held, out = 1.0 - math.exp(-2.0 * math.pi * hertz / RATE), 0.0, []
    for sample in samples:
        held += part * (sample - held)
        out.append(held)
    return out


def high(samples: Samples, hertz: float) -> Samples:
    """Lets through what lies above a frequency."""
    return [sample - deep for sample, deep in zip(samples, low(samples, hertz), strict=True)]


def shaped(samples: Samples, curve: Callable[[float], float]) -> Samples:
    """Multiplies by a curve over the seconds that have gone by."""
    return [sample * curve(place / RATE) for place, sample in enumerate(samples)]


def ring(seconds: float, hertz: float, decay: float, fall: float = 0.0) -> Samples:
    """A struck body: a sine that dies away, its pitch falling by ``fall`` Hz a second."""
    return [math.sin(2.0 * math.pi * (hertz - fall * at / 2.0) * at) * math.exp(-at / decay)
            for at in (place / RATE for place in range(round(seconds * RATE)))]


def mixed(seconds: float, *parts: tuple[float, float, Samples]) -> Samples:
    """Lays (second, strength, samples) over each other."""
    out = [0.0] * round(seconds * RATE)
    for begin, strength, samples in parts:
        first = round(begin * RATE)
        for place, sample in enumerate(samples[: len(out) - first]):
            out[first + place] += strength * sample
    return out


def struck(decay: float, rise: float = 0.0008) -> Callable[[float], float]:
    """The curve of a blow."""
    return lambda at: min(1.0, at / rise) * math.exp(-at / decay)


def swell(peak: float, width: float) -> Callable[[float], float]:
    """The curve of something that brushes past."""
    return lambda at: math.exp(-(((at - peak) / width) ** 2))


def key(luck: random.Random) -> Samples:
    """A telegraph key: the click of the contact and a short brass ring."""
    click = shaped(high(noise(luck, 0.02), 2500.0), struck(0.003))
    back = shaped(high(noise(luck, 0.02), 3000.0), struck(0.002))
    return mixed(0.08, (0.0, 0.9, click), (0.0, 0.3, ring(0.05, 1850.0, 0.008)), (0.0, 0.25, ring(0.06, 420.0, 0.012)),
                 (0.045, 0.4, back))


def paper(luck: random.Random) -> Samples:
    """A sheet laid on the desk: a brush and a soft landing."""
    brush = shaped(low(high(noise(luck, 0.34), 900.0), 5200.0), lambda at: swell(0.13, 0.075)(at) * _crackle(at, 61.0))
    land = shaped(low(noise(luck, 0.1), 700.0), struck(0.022, 0.004))
    return mixed(0.36, (0.0, 0.8, brush), (0.24, 0.9, land))


def page(luck: random.Random) -> Samples:
    """A leaf turned over: two brushes, the second brighter."""
    lift = shaped(low(high(noise(luck, 0.4), 700.0), 3600.0), lambda at: swell(0.1, 0.06)(at) * _crackle(at, 47.0))
    fall = shaped(low(high(noise(luck, 0.4), 1400.0), 6500.0), lambda at: swell(0.25, 0.07)(at) * _crackle(at, 73.0))
    return mixed(0.42, (0.0, 0.7, lift), (0.0, 0.8, fall))


def stamp(luck: random.Random) -> Samples:
    """A rubber stamp on paper on wood: a thud with a dull slap on top."""
    slap = shaped(low(noise(luck, 0.12), 2600.0), struck(0.018))
    return mixed(0.34, (0.0, 1.0, ring(0.34, 92.0, 0.055, 90.0)), (0.0, 0.45, ring(0.2, 186.0, 0.03)),
                 (0.0, 0.9, slap), (0.19, 0.12, shaped(high(noise(luck, 0.1), 1200.0), struck(0.03, 0.01))))


def seal(luck: random.Random) -> Samples:
    """A stone seal pressed softly into red paste: a muffled touch, then the lift."""
    press = shaped(low(noise(luck, 0.16), 480.0), struck(0.045, 0.012))
    lift = shaped(low(high(noise(luck, 0.1), 800.0), 3000.0), swell(0.04, 0.02))
    return mixed(0.32, (0.0, 1.0, press), (0.0, 0.5, ring(0.2, 128.0, 0.04, 60.0)), (0.17, 0.14, lift))


def _crackle(at: float, hertz: float) -> float:
    """The unevenness of fibres rubbing."""
    return 0.62 + 0.38 * math.sin(2.0 * math.pi * hertz * at) * math.sin(2.0 * math.pi * hertz * 0.37 * at + 1.0)


SOUNDS: dict[str, tuple[Callable[[random.Random], Samples], float]] = {
    "key": (key, 0.35), "paper": (paper, 0.4), "page": (page, 0.4), "stamp": (stamp, 0.75), "seal": (seal, 0.55)}
"""Name -> (maker, loudest sample as a part of full scale)."""


def frames(name: str) -> array[int]:
    """Returns one sound as 16-bit samples, its ends silent."""
    make, loudest = SOUNDS[name]
    samples = make(random.Random(f"{SEED} {name}"))
    top = max(abs(sample) for sample in samples)
    tail = round(0.02 * RATE)
    level = [min(1.0, (len(samples) - place) / tail) for place in range(len(samples))]
    return array("h", (round(32767 * loudest * sample / top * fade) for sample, fade in
                       zip(samples, level, strict=True)))


def build(folder: Path) -> list[Path]:
    """Writes every sound into ``folder``; returns the paths."""
    written = []
    for name in SOUNDS:
        data = frames(name)
        if sys.byteorder == "big":
            data.byteswap()
        path = folder / f"{name}.wav"
        with wave.open(str(path), "wb") as file:
            file.setparams((1, 2, RATE, len(data), "NONE", ""))
            file.writeframes(data.tobytes())
        written.append(path)
    return written


if __name__ == "__main__":
    for made in build(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).resolve().parent):
        print(f"{made.name}  {made.stat().st_size} bytes")
