"""How long the tests that look for mistakes at random look: a little in `make test`, long in `make fuzz`.

`make test` always looks at the same examples: of the same code it says the same, here and in CI, and no change is
blamed for what was there before it. New examples are what `make fuzz` is for: a new seed each time, or `SEED=n`.
"""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from hypothesis import HealthCheck, settings

LONGER = 20
"""So many times as many examples in `make fuzz`."""
FEW, MANY = "few", "many"
# No deadline and none too slow: the machine may be busy.
_ANY = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow], print_blob=True)
settings.register_profile(FEW, _ANY, max_examples=60, derandomize=True)
settings.register_profile(MANY, _ANY, max_examples=100 * LONGER)


def costly() -> settings:
    """For a property of which one example takes a tenth of a second or more."""
    return settings(max_examples=settings().max_examples // 6, suppress_health_check=list(HealthCheck))


@dataclass(frozen=True)
class Fuzz:
    """What a test needs that throws dice of its own; ``seed`` is None in `make test`."""

    seed: int | None

    def times(self, few: int) -> int:
        return few if self.seed is None else few * LONGER

    def dice(self, name: str | int) -> Random:
        """The dice of the test of this name."""
        return Random(name if self.seed is None else f"{name} {self.seed}")
