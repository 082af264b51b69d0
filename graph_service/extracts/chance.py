"""All that is left to chance in a generated extract, repeatable: one seed, one day, one stream of draws."""

import random
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from hashlib import blake2b
from typing import TypeVar

from stdnum.gb import nhs

from graph_service.extracts.names import FAMILY, GIVEN, ROADS

T = TypeVar("T")

NEVER_ISSUED = range(999_000_000, 1_000_000_000)
OF_THE_SEED = 1_000  # the seed world's numbers come first in the range


class Chance:
    def __init__(self, seed: int, today: date) -> None:
        self._random = random.Random(seed)  # noqa: S311  # must repeat, and guards nothing
        self.today = today

    def happens(self, probability: float) -> bool:
        return self._random.random() < probability

    def one(self, of: Sequence[T]) -> T:
        return of[int(self._random.random() * len(of))]

    def some(self, of: Sequence[T], count: int) -> list[T]:
        return self._random.sample(of, min(count, len(of)))

    def weighted(self, shares: dict[T, int]) -> T:
        return self._random.choices(list(shares), list(shares.values()))[0]

    def day(self, most: int, least: int = 1) -> date:
        """A day from `most` to `least` days ago."""
        return self.today - timedelta(self._random.randint(least, most))

    def between(self, start: date, end: date) -> date:
        return start + timedelta(self._random.randint(0, max(0, (end - start).days)))

    def phone(self) -> str:
        """Of the thousand numbers that Ofcom keeps for drama."""
        return f"020 7946 0{self._random.randint(0, 999):03}"

    def given(self) -> str:
        return self.one(GIVEN)

    def family(self) -> str:
        return self.one(FAMILY)

    def road(self) -> str:
        return self.one(ROADS)

    def address(self) -> tuple[str, str]:
        """A house and a postcode; no postcode area is called ZZ."""
        inward = self._random.randint(100, 9999)
        street = f"{self.road()} {self.one(('Road', 'Street', 'Close', 'Avenue', 'Lane'))}"
        return (
            f"{self._random.randint(1, 199)} {street}",
            f"ZZ{inward // 100} {inward % 10}{self.one('ABDEFGH')}{self.one('ABDEFGH')}",
        )


def made_up_nhs_numbers(authority: str) -> Iterator[str | None]:
    """Valid numbers from the range that is never issued, each once, then None for ever.

    Every authority starts elsewhere, so that two generated parts seldom claim one number. A Scottish part has
    these too: the CHI and Northern Irish schemes keep no range for made-up people.
    """
    usable = len(NEVER_ISSUED) - OF_THE_SEED
    first = int.from_bytes(blake2b(authority.encode(), digest_size=8).digest(), "big") % usable
    for step in range(usable):
        body = NEVER_ISSUED[OF_THE_SEED + (first + step) % usable]
        check = (11 - nhs.checksum(f"{body}0")) % 11
        if check < 10:
            yield f"{body}{check}"
    while True:
        yield None
