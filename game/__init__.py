"""Twenty Years' Peace: a negotiation decision-tree simulation. Importing this package costs nothing."""

__version__ = "0.1.0"
