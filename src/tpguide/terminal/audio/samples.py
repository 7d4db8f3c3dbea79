"""Sound as numbers: one channel of 16 bits, as everything that is mixed has it."""

from __future__ import annotations

import io
import wave
from array import array
from operator import add
from typing import Final

#: What the voice of the shipped guide was recorded in.
RATE_HERTZ: Final = 24000
LOUDEST: Final = 32767
#: Silence before the first sound: a wireless speaker sleeps, and swallows what wakes it up.
LEAD_MILLISECONDS: Final = 500


def frames_in(milliseconds: float) -> int:
    """Return how many frames that is."""
    return round(milliseconds * RATE_HERTZ / 1000)


def silence(frames: int) -> array[int]:
    """Return so many frames of nothing."""
    return array("h", bytes(2 * frames))


def scaled(samples: array[int], factor: float) -> array[int]:
    """Return *samples* so much louder or, below 1, softer."""
    if factor == 1:
        return samples
    return array("h", [_clamped(round(factor * sample)) for sample in samples])


def mixed(one: array[int], other: array[int]) -> array[int]:
    """Return both at once; they are equally long."""
    try:
        return array("h", map(add, one, other))
    except OverflowError:
        return array("h", [_clamped(sum(pair)) for pair in zip(one, other, strict=True)])


def peak(samples: array[int]) -> float:
    """Return how loud the loudest of *samples* is, as a share of the loudest there is."""
    return max(max(samples, default=0), -min(samples, default=0)) / LOUDEST


def trimmed(samples: array[int], quiet: int) -> array[int]:
    """Return *samples* without what is no louder than *quiet* at both ends."""
    loud = [n for n, sample in enumerate(samples) if abs(sample) > quiet]
    return samples[loud[0] : loud[-1] + 1] if loud else array("h")


def resampled(samples: array[int], hertz: int) -> array[int]:
    """Return *samples* of that rate at ours, in straight lines between them."""
    if len(samples) < 2 or hertz == RATE_HERTZ:
        return samples
    step = hertz / RATE_HERTZ
    ours = array("h", bytes(2 * int((len(samples) - 1) / step)))
    for n in range(len(ours)):
        whole, part = divmod(n * step, 1)
        before = samples[int(whole)]
        ours[n] = round(before + part * (samples[int(whole) + 1] - before))
    return ours


def as_wav(samples: array[int]) -> bytes:
    """Return *samples* as a WAV file."""
    file = io.BytesIO()
    with wave.open(file, "wb") as out:
        set_form(out)
        out.writeframes(samples.tobytes())
    return file.getvalue()


def set_form(out: wave.Wave_write) -> None:
    """Tell *out* what samples are like here."""
    out.setparams((1, 2, RATE_HERTZ, 0, "NONE", "not compressed"))


def _clamped(sample: int) -> int:
    return max(-LOUDEST - 1, min(LOUDEST, sample))
