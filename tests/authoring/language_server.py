"""An editor for tests: starts the real yaml-language-server and asks it what an editor asks.

Speaks the Language Server Protocol over the server's standard input and output; knows nothing of scenarios.
"""

from __future__ import annotations

import json
import os
import queue
import subprocess
import threading
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Self

SERVER = Path(__file__).resolve().parents[2] / ".language-server/node_modules/yaml-language-server/bin/yaml-language-server"
"""Where ``.ci/run`` installs the server."""

SETTINGS: Mapping[str, Any] = {
    "yaml": {"validate": True, "hover": True, "completion": True, "schemaStore": {"enable": False}, "format": {"enable": False}},
}
WAIT = 60.0


class Editor:
    """One running server with the files that are open in it.

    Lines and characters count from 1 here, as people and diagnostics count; the protocol counts from 0.
    """

    def __init__(self, folder: Path) -> None:
        self._process = subprocess.Popen(["node", str(SERVER), "--stdio"], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                         stderr=subprocess.DEVNULL)
        self._inbox: queue.Queue[dict[str, Any]] = queue.Queue()
        self._number = 0
        self._told: dict[str, list[dict[str, Any]]] = {}
        threading.Thread(target=self._listen, daemon=True).start()
        self._ask("initialize", {"processId": os.getpid(), "rootUri": folder.as_uri(),
                                 "capabilities": {"workspace": {"configuration": True, "didChangeConfiguration": {}}, "textDocument": {
                                     "completion": {"completionItem": {"snippetSupport": True}},
                                     "hover": {"contentFormat": ["markdown"]}, "publishDiagnostics": {}}}})
        self._tell("initialized", {})
        self._tell("workspace/didChangeConfiguration", {"settings": SETTINGS})

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._ask("shutdown", None)
        self._tell("exit", None)
        self._process.wait(timeout=WAIT)

    def open(self, path: Path, text: str | None = None) -> list[dict[str, Any]]:
        """Opens a file, or ``text`` as if it stood there; returns what the server finds wrong with it."""
        uri = path.resolve().as_uri()
        self._told.pop(uri, None)
        self._number += 1  # the server keeps what it made of a file by its version
        self._tell("textDocument/didOpen", {"textDocument": {
            "uri": uri, "languageId": "yaml", "version": self._number, "text": path.read_text(encoding="utf-8") if text is None else text}})
        while uri not in self._told:
            self._receive()
        return self._told[uri]

    def completions(self, path: Path, line: int, character: int) -> dict[str, dict[str, Any]]:
        """Returns what may be typed at a place of an open file, by label."""
        found = self._ask("textDocument/completion", _at(path, line, character))
        return {item["label"]: item for item in (found["items"] if isinstance(found, dict) else found or [])}

    def hover(self, path: Path, line: int, character: int) -> str:
        """Returns the help the server shows at a place of an open file."""
        found = self._ask("textDocument/hover", _at(path, line, character))
        return "" if not found else str(found["contents"]["value"])

    def _ask(self, method: str, parameters: Any) -> Any:
        self._number += 1
        number = self._number
        self._send({"id": number, "method": method, "params": parameters})
        while True:
            message = self._receive()
            if message.get("id") == number and "method" not in message:
                assert "error" not in message, message
                return message["result"]

    def _tell(self, method: str, parameters: Any) -> None:
        self._send({"method": method, "params": parameters})

    def _send(self, message: Mapping[str, Any]) -> None:
        body = json.dumps({"jsonrpc": "2.0", **message}).encode("utf-8")
        assert self._process.stdin is not None
        self._process.stdin.write(b"Content-Length: %d\r\n\r\n" % len(body) + body)
        self._process.stdin.flush()

    def _receive(self) -> dict[str, Any]:
        """Takes the next message; diagnostics are kept, what the server asks is answered."""
        message = self._inbox.get(timeout=WAIT)
        method = message.get("method")
        if method == "textDocument/publishDiagnostics":
            self._told[message["params"]["uri"]] = message["params"]["diagnostics"]
        elif method == "workspace/configuration":
            answers = [SETTINGS.get(item.get("section")) for item in message["params"]["items"]]
            self._send({"id": message["id"], "result": answers})
        elif method is not None and "id" in message:
            self._send({"id": message["id"], "result": None})
        return message

    def _listen(self) -> None:
        stream = self._process.stdout
        assert stream is not None
        while True:
            length = 0
            while (line := stream.readline()) not in (b"\r\n", b""):
                name, _, value = line.partition(b":")
                if name.lower() == b"content-length":
                    length = int(value)
            if not length:
                return
            self._inbox.put(json.loads(stream.read(length)))


def _at(path: Path, line: int, character: int) -> dict[str, Any]:
    return {"textDocument": {"uri": path.resolve().as_uri()}, "position": {"line": line - 1, "character": character - 1}}
