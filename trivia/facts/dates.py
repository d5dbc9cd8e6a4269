"""Dates as people state them: a year, a month of a year, or a day."""

import calendar
import re
from dataclasses import dataclass
from datetime import date

_ISO = re.compile(r"(-?\d{1,4})(?:-(\d{2})(?:-(\d{2}))?)?")


@dataclass(frozen=True, slots=True, order=True)
class PartialDate:
    """A calendar date known to the year, the month or the day. Years BC are negative, with no year 0."""

    year: int
    month: int | None = None
    day: int | None = None

    def __post_init__(self) -> None:
        if self.year == 0 or not -9999 <= self.year <= 9999:
            raise ValueError(f"{self.year} is not a year from 9999 BC to AD 9999")
        if self.month is not None and not 1 <= self.month <= 12:
            raise ValueError(f"{self.month} is not a month")
        if self.day is not None:
            if self.month is None:
                raise ValueError("a day needs a month")
            leap_alike = self.year if self.year > 0 else 2000
            if not 1 <= self.day <= calendar.monthrange(leap_alike, self.month)[1]:
                raise ValueError(f"{calendar.month_name[self.month]} has no day {self.day}")

    @classmethod
    def parse(cls, text: str) -> "PartialDate":
        """Read ``2019``, ``2019-06`` or ``2019-06-14``; raise ValueError for anything else."""
        match = _ISO.fullmatch(text.strip())
        if not match:
            raise ValueError(f"{text!r} is not a date such as 2019, 2019-06 or 2019-06-14")
        year, month, day = match.groups()
        return cls(int(year), int(month) if month else None, int(day) if day else None)

    @property
    def iso(self) -> str:
        """The date as ``parse`` reads it."""
        parts = [f"{self.year:04d}" if self.year > 0 else str(self.year)]
        parts += [f"{part:02d}" for part in (self.month, self.day) if part is not None]
        return "-".join(parts)

    @property
    def words(self) -> str:
        """The date in words: ``14 June 2019``, ``June 2019``, ``2019``, ``44 BC``."""
        year = str(self.year) if self.year > 0 else f"{-self.year} BC"
        if self.month is None:
            return year
        month = calendar.month_name[self.month]
        return f"{month} {year}" if self.day is None else f"{self.day} {month} {year}"

    @property
    def first_day(self) -> int:
        """The earliest day it may mean, as ``year*10000 + month*100 + day``: the key to sort and to search by."""
        return self._key(self.month or 1, self.day or 1)

    @property
    def last_day(self) -> int:
        """The latest day it may mean, on the same scale."""
        return self._key(self.month or 12, self.day or 31)

    def _key(self, month: int, day: int) -> int:
        within = month * 100 + day
        return self.year * 10_000 + within

    @classmethod
    def of(cls, day: date) -> "PartialDate":
        """Take over a full date."""
        return cls(day.year, day.month, day.day)
