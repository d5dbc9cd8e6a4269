"""Composition root and command line: settings, logging, wiring."""
