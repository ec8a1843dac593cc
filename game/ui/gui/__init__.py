"""The window: a small widget kit on pygame-ce and the screens built from it."""
