"""The commands of the program, one subject to a module.

Each module has ``add(commands)``, which tells argparse of its commands, and loads nothing heavy before one is run.
"""
