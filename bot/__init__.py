"""Composition root and command line: settings, logging, wiring."""

VERSION = "0.1.0"
"""The version of the program; a test holds it to pyproject.toml."""
