"""Cyclic garbage, collected so that a bot with much in memory doesn't stand still for it."""

import gc

_YOUNG, _MIDDLE, _OLD = 20_000, 20, 100


def collect_seldom() -> None:
    """Set what is loaded by now aside for good, and look through the rest seldom.

    A look through everything takes as long as there is much: 0.2 s with 2,000 rounds on, several times a minute by
    Python's own thresholds. Nearly all of it is frozen values, which make no cycles and go when nobody holds them.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(_YOUNG, _MIDDLE, _OLD)
