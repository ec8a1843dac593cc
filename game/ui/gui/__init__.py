"""The window: a small widget kit on pygame-ce and the screens built from it."""

import os

# The greeting pygame prints would stand among our own lines.
os.environ.setdefault("PYGAME_HIDE_SUPPORT_PROMPT", "1")
