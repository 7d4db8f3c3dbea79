"""Every sentence that a guide can say on the floor, and in a sound file.

What is said is put together of sentences, so that each needs one sound however it is combined.
"""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from tpguide.guide.model import Guide
from tpguide.session.cues import sentences_of
from tpguide.session.transcript import opening_texts

#: The fields of a guide that are said as they stand.
_SPOKEN_FIELDS = ("spoken",)


def sentences(guide: Guide) -> tuple[str, ...]:
    """Return each sentence that *guide* can say, in any dose, on any side, after any key."""
    return tuple(dict.fromkeys(part for text in _texts(guide) for part in sentences_of(text)))


def _texts(guide: Guide) -> Iterator[str]:
    protocol = guide.protocol
    yield from _spoken(protocol)
    yield from _spoken(guide.safety)
    yield from (f"{side.name[:1].upper()}{side.name[1:]}." for side in protocol.sides.each)
    yield from (value for value in _values(protocol.phrases) if isinstance(value, str))
    yield from protocol.phrases.countdown
    yield from opening_texts(guide.safety)


def _spoken(value: object) -> Iterator[str]:
    """Yield all that is said of what *value* holds."""
    match value:
        case tuple():
            for item in value:
                yield from _spoken(item)
        case msgspec.Struct():
            for name in value.__struct_fields__:
                held = getattr(value, name)
                if name in _SPOKEN_FIELDS and isinstance(held, str):
                    yield held
                else:
                    yield from _spoken(held)


def _values(value: msgspec.Struct) -> Iterator[object]:
    return (getattr(value, name) for name in value.__struct_fields__)
