"""Fetches what the pages use from npm: one archive, of a fixed version, checked by its hash.  Development only.

    npm pack @dagrejs/dagre@3.1.3
    python assets/web/build.py FOLDER_WITH_THE_ARCHIVE

Everything else in this folder is written by hand and goes into the pages as it is.
"""

from __future__ import annotations

import hashlib
import sys
import tarfile
from pathlib import Path

HERE = Path(__file__).parent
ARCHIVE = "dagrejs-dagre-3.1.3.tgz"
SHA256 = "12441833c8af49e5a241d94bfd53159875965876b3f4f3214abafe1ed6a9ee4c"
TAKEN = {"package/dist/dagre.min.js": "dagre.min.js", "package/LICENSE": "LICENSE"}
POINTER = b"//# sourceMappingURL="
"""A page is one file: a pointer to a second one would only be looked for in vain."""


def main() -> None:
    """Checks the archive and writes the files taken from it."""
    archive = Path(sys.argv[1]) / ARCHIVE
    found = hashlib.sha256(archive.read_bytes()).hexdigest()
    if found != SHA256:
        sys.exit(f"{ARCHIVE} is not the archive that was looked at: {found}")
    with tarfile.open(archive) as tar:
        for member, name in TAKEN.items():
            stream = tar.extractfile(member)
            assert stream is not None
            lines = [line for line in stream.read().splitlines() if not line.startswith(POINTER)]
            (HERE / "dagre" / name).write_bytes(b"\n".join(lines) + b"\n")
            print(hashlib.sha256((HERE / "dagre" / name).read_bytes()).hexdigest(), f"dagre/{name}")


if __name__ == "__main__":
    main()
