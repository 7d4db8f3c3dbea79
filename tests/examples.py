"""How many examples property tests try: profiles of hypothesis.

In CI the same ones each time, so that a failure there is a failure of the change. By hand, for an
evening: pytest --hypothesis-profile=large.
"""

from __future__ import annotations

import os
from typing import Final

from hypothesis import settings

USUAL: Final = 100
TIMES_LARGE: Final = 50


def register_profiles() -> None:
    settings.register_profile("usual", max_examples=USUAL, deadline=None)
    settings.register_profile("ci", settings.get_profile("usual"), derandomize=True)
    settings.register_profile("large", max_examples=USUAL * TIMES_LARGE, deadline=None)
    settings.load_profile("ci" if os.environ.get("CI") else "usual")


def slow(examples: int) -> settings:
    """Settings of a test that is too slow for the usual number: so many *examples* instead."""
    return settings(max_examples=examples * settings().max_examples // USUAL)
