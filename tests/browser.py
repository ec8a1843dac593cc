"""A person before a real browser: opens a page, and notes every complaint of the browser and everything it asks for."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page

CHROMIUM = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
"""Under which name it may be found on the search path."""

DESK, PHONE = (1280, 800), (390, 844)

FLAGS = ("--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking",
         "--disable-component-update", "--disable-sync")


def chromium() -> str | None:
    """Returns where Chromium is, if it is anywhere."""
    return next((path for path in map(shutil.which, CHROMIUM) if path), None)


class Visit:
    """One window of its own, with nothing kept from any other."""

    def __init__(self, browser: Browser, size: tuple[int, int] = DESK, **settings: object) -> None:
        touch = size == PHONE
        self.context: BrowserContext = browser.new_context(
            viewport={"width": size[0], "height": size[1]}, has_touch=touch, is_mobile=touch, **settings)
        self.context.set_default_timeout(10_000)
        self.page: Page = self.context.new_page()
        self.complaints: list[str] = []
        self.requests: list[str] = []
        self.page.on("console", lambda said: self.complaints.append(said.text) if said.type in ("error", "warning") else None)
        self.page.on("pageerror", lambda fault: self.complaints.append(str(fault)))
        self.page.on("dialog", lambda dialog: (self.complaints.append(f"dialog: {dialog.message}"), dialog.dismiss()))
        self.context.on("request", lambda request: self.requests.append(request.url))

    def open(self, address: Path | str) -> Page:
        """Opens a file or an address; returns the page."""
        self.page.goto(address.as_uri() if isinstance(address, Path) else address)
        return self.page

    def beyond(self, address: Path | str) -> list[str]:
        """Returns what was asked for besides ``address``."""
        own = address.as_uri() if isinstance(address, Path) else address
        return [url for url in self.requests if url != own]
