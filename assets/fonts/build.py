"""Builds the font files of this folder from their published originals: subset, remap, rename, unhinted.

A tool for maintainers, run when content uses a character the files lack. Not used at run time and not run by
the
continuous integration; the results are committed. Needs fontTools and brotli (development dependencies).

    python assets/fonts/build.py --noto DIR --wenkai DIR --oldstandard DIR --elite DIR [--text FILE_OR_DIR
    ...]

See README.md beside this file for where the originals come from and what each result may be called.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import tempfile
from collections.abc import Iterable
from pathlib import Path

from fontTools import subset
from fontTools.merge import Merger
from fontTools.ttLib import TTFont

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent

SC, PROPORTIONAL = (
    2,
    1,
)  # faces of the Noto collections: Simplified Chinese; proportional Latin quotation marks
FULL_DASH, LATIN_ELLIPSIS = "cid00723", "cid63045"

# Latin forms of characters that Chinese and English share live in the private use area of the serif files,
# so one
# file serves both languages and the text engine chooses by context. The text engine holds the same table.
LATIN_FORMS = {0x2018: 0xE018, 0x2019: 0xE019, 0x201C: 0xE01C, 0x201D: 0xE01D, 0x2014: 0xE014, 0x2026: 0xE026}

SYMBOLS = "▲▼△▽✓✗✔✘●○◆◇■□→←↑↓↔⇒★☆※①②③④⑤⑥⑦⑧⑨⑩№℃×÷±≤≥≠≈∞√"


def gb2312(first: int, last: int) -> set[int]:
    """The Han characters of GB 2312 rows first..last (16-55 are level 1, 56-87 level 2)."""
    found = set()
    for row in range(first, last + 1):
        for cell in range(1, 95):
            try:
                found.add(ord(bytes([row + 0xA0, cell + 0xA0]).decode("gb2312")))
            except UnicodeDecodeError:
                continue
    return found


def big5_level1() -> set[int]:
    """The 5,401 frequent Traditional characters: seals and titles of archives need them."""
    found = set()
    for lead in range(0xA4, 0xC7):
        for trail in [*range(0x40, 0x7F), *range(0xA1, 0xFF)]:
            try:
                found.add(ord(bytes([lead, trail]).decode("big5")))
            except UnicodeDecodeError:
                continue
    return {c for c in found if 0x4E00 <= c <= 0x9FFF}


def common() -> set[int]:
    """Latin with pinyin and Mongolian or Russian names, punctuation of both languages, arrows and marks."""
    blocks = [
        (0x20, 0x7E),
        (0xA0, 0x24F),
        (0x2B0, 0x36F),
        (0x400, 0x45F),
        (0x490, 0x4E9),
        (0x1E00, 0x1EFF),
        (0x2010, 0x205E),
        (0x2070, 0x209C),
        (0x20A0, 0x20BF),
        (0x2100, 0x218B),
        (0x2190, 0x2199),
        (0x2200, 0x2265),
        (0x2460, 0x2473),
        (0x25A0, 0x25CF),
        (0x3000, 0x3020),
        (0xFE30, 0xFE4F),
        (0xFF00, 0xFFEF),
    ]
    points = {c for low, high in blocks for c in range(low, high + 1)}
    return points | {ord(c) for c in SYMBOLS} | set(LATIN_FORMS.values())


def content(paths: Iterable[Path]) -> set[int]:
    """Every character of every .yaml, .md and .txt file given or found below a folder given."""
    found: set[int] = set()
    for path in paths:
        files = [path] if path.is_file() else sorted(path.rglob("*")) if path.is_dir() else []
        for file in files:
            if file.is_file() and file.suffix in {".yaml", ".yml", ".md", ".txt"}:
                found |= {ord(c) for c in file.read_text(encoding="utf-8", errors="ignore")}
    return {c for c in found if c >= 0x20}


def remap(font: TTFont, proportional: TTFont) -> None:
    """Cure the two Latin/Chinese traps of the Simplified Chinese face: quotation marks and the em dash."""
    latin = proportional.getBestCmap()
    for table in font["cmap"].tables:
        if not table.isUnicode() or table.format == 14:
            continue
        for shared, private in LATIN_FORMS.items():
            table.cmap[private] = LATIN_ELLIPSIS if shared == 0x2026 else latin[shared]
        table.cmap[0x2014] = FULL_DASH


def rename(font: TTFont, family: str, style: str) -> None:
    """Give a Modified Version its own name, as the Open Font License asks; copyright and licence lines
    stay."""
    full, postscript = f"{family} {style}", f"{family}-{style}".replace(" ", "")
    names = font["name"]
    keep = [(n, n.toUnicode()) for n in names.names if n.nameID in (0, 5, 13, 14)]
    names.names = []
    for record, text in keep:
        names.setName(text, record.nameID, record.platformID, record.platEncID, record.langID)
    for name_id, text in (
        (1, full),
        (2, "Regular"),
        (3, f"{postscript};modified"),
        (4, full),
        (6, postscript),
    ):
        names.setName(text, name_id, 3, 1, 0x409)
    if "CFF " in font:
        cff = font["CFF "].cff
        cff.fontNames[0] = postscript
        top = cff.topDictIndex[0]
        top.FullName, top.FamilyName = full, family
        top.rawDict.pop("Trademark", None)


def cut(font: TTFont, points: set[int]) -> None:
    """Subset in place, keeping kerning and ligatures, dropping hints and everything vertical."""
    options = subset.Options()
    options.layout_features = ["kern", "liga", "ccmp", "mark", "mkmk"]
    options.hinting = False
    options.desubroutinize = False
    options.name_IDs = ["*"]
    options.name_languages = ["*"]
    options.notdef_outline = True
    options.drop_tables += ["vhea", "vmtx", "VORG", "DSIG", "BASE"]
    options.recalc_timestamp = False
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=sorted(points))
    cutter.subset(font)


def serif(source: Path, points: set[int]) -> TTFont:
    font = TTFont(source, fontNumber=SC, lazy=True, recalcTimestamp=False)
    remap(font, TTFont(source, fontNumber=PROPORTIONAL, lazy=True))
    cut(font, points)
    return font


def elite(folder: Path, points: set[int]) -> TTFont:
    """The typewriter face comes as two web fonts; one file of both."""
    with tempfile.TemporaryDirectory() as scratch:
        parts = []
        for name in ("latin", "latin-ext"):
            web = TTFont(folder / "files" / f"special-elite-{name}-400-normal.woff2", recalcTimestamp=False)
            web.flavor = None
            parts.append(f"{scratch}/{name}.ttf")
            web.save(parts[-1])
        font = Merger().merge(parts)
        font.recalcTimestamp = False
        cut(font, points)
        # Lazy tables would outlive the scratch folder.
        for tag in list(font.keys()):
            font[tag]
        return font


def ranges(points: Iterable[int]) -> list[list[int]]:
    """Sorted [first, last] pairs, both inclusive."""
    found: list[list[int]] = []
    for point in sorted(points):
        if found and found[-1][1] == point - 1:
            found[-1][1] = point
        else:
            found.append([point, point])
    return found


def build(options: argparse.Namespace) -> None:
    written = content([ROOT / "scenarios", ROOT / "assets" / "lang", *options.text])
    plain, level1 = common() | written, gb2312(16, 55)
    latin = {c for c in plain if c < 0x2600 or c in LATIN_FORMS.values()}
    recipes = {
        "typ-body.otf": (
            "TYP Serif",
            "Medium",
            lambda: serif(
                options.noto / "NotoSerifCJK-Medium.ttc", plain | level1 | gb2312(56, 87) | big5_level1()
            ),
        ),
        "typ-bold.otf": (
            "TYP Serif",
            "Bold",
            lambda: serif(options.noto / "NotoSerifCJK-Bold.ttc", plain | level1),
        ),
        "typ-kai.ttf": (
            "TYP Kai",
            "Regular",
            lambda: plain_cut(options.wenkai / "LXGWWenKai-Regular.ttf", plain | level1),
        ),
        "typ-latin.ttf": (
            "TYP Latin",
            "Regular",
            lambda: plain_cut(options.oldstandard / "OldStandard-Regular.ttf", latin),
        ),
        "typ-heading.ttf": (
            "TYP Heading",
            "Bold",
            lambda: plain_cut(options.oldstandard / "OldStandard-Bold.ttf", latin),
        ),
        "typ-hand.ttf": (
            "TYP Hand",
            "Italic",
            lambda: plain_cut(options.oldstandard / "OldStandard-Italic.ttf", latin),
        ),
        "typ-typewriter.ttf": ("TYP Typewriter", "Regular", lambda: elite(options.elite, latin)),
    }
    coverage, hashes = {}, []
    for name, (family, style, make) in recipes.items():
        font = make()
        rename(font, family, style)
        target = options.out / name
        font.save(target)
        coverage[name] = ranges(TTFont(target).getBestCmap())
        data = target.read_bytes()
        hashes.append(f"{hashlib.sha256(data).hexdigest()}  {name}")
        count = sum(last - first + 1 for first, last in coverage[name])
        print(f"{name:20} {len(data):>9,} bytes, {count:>6,} characters", flush=True)
    text = json.dumps(coverage, separators=(",", ":"), sort_keys=True)
    (options.out / "coverage.json").write_text(text + "\n", encoding="utf-8")
    (options.out / "SHA256SUMS").write_text("\n".join(hashes) + "\n", encoding="utf-8")


def plain_cut(source: Path, points: set[int]) -> TTFont:
    font = TTFont(source, lazy=True, recalcTimestamp=False)
    cut(font, points)
    return font


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "--noto", type=Path, required=True, help="folder with NotoSerifCJK-Medium.ttc and -Bold.ttc"
    )
    parser.add_argument("--wenkai", type=Path, required=True, help="folder with LXGWWenKai-Regular.ttf")
    parser.add_argument(
        "--oldstandard",
        type=Path,
        required=True,
        help="folder with OldStandard-Regular.ttf, -Bold.ttf, -Italic.ttf",
    )
    parser.add_argument(
        "--elite", type=Path, required=True, help="unpacked package @fontsource/special-elite"
    )
    parser.add_argument("--text", type=Path, nargs="*", default=[], help="more files or folders to cover")
    parser.add_argument("--out", type=Path, default=HERE, help="where to write (default: this folder)")
    build(parser.parse_args())


if __name__ == "__main__":
    main()
