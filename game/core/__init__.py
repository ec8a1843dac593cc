"""The rulebook: pure values and functions; no file, clock, print, randomness or screen."""
