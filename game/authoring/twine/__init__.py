"""Twine stories to scenario drafts: Twee 3 and published HTML, SugarCube and Harlowe, and the way from there."""
