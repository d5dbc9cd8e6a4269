"""A value worked out when it is first asked for."""

from collections.abc import Callable
from typing import Any, Generic, TypeVar

T = TypeVar("T")


class lazy(Generic[T]):  # noqa: N801 - it is used as a decorator, like property
    """As ``functools.cached_property``, without the lock that costs more in Python 3.11 than most of what it guards."""

    def __init__(self, work: Callable[[Any], T]) -> None:
        self.work = work
        self.name = work.__name__
        self.__doc__ = work.__doc__

    def __get__(self, holder: object, kind: type | None = None) -> T:
        value = self.work(holder)
        holder.__dict__[self.name] = value
        return value
