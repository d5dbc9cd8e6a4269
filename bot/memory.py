"""Cyclic garbage, collected so that a bot with much in memory doesn't stand still for it."""

import gc

_YOUNG, _MIDDLE, _OLD = 10_000, 5, 800


def collect_seldom() -> None:
    """Set what is loaded by now aside for good, and look through the rest seldom.

    A look through everything takes as long as there is much: 0.2 s with 2,000 rounds on, several times a minute by
    Python's own thresholds. Nearly all of it is frozen values, which make no cycles and go when nobody holds them.
    What is neither young nor old is looked through before there is much of it: an import makes 400,000 values in two
    seconds, and a look through so many takes 0.1 s.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(_YOUNG, _MIDDLE, _OLD)
