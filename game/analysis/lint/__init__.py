"""The linter: what a scenario that loads may still have wrong as a game, as a story and as history."""
