"""Drawings as pixels: rasterised, and as the escape strings of terminals that take images.

Doesn't know whether a terminal takes them; that is asked and decided elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
from typing import Final, Protocol

from tpguide.ui.pictures.svg import Drawing
from tpguide.ui.pictures.svg_check import PictureError

#: Terminals refuse longer pieces of an image.
KITTY_CHUNK_LENGTH: Final = 4096
#: As wide as the cells of a sharp display; the terminal scales it to the cells it gets.
KITTY_PIXELS_PER_COLUMN: Final = 20
#: What every sixel terminal has registers for.
SIXEL_COLOURS: Final = 255
SIXEL_ROWS: Final = 6
#: Bits of each channel by which colours are told apart, fewer and fewer until they suffice.
SIXEL_CHANNEL_MASKS: Final = (0xF8F8F8, 0xF0F0F0, 0xE0E0E0, 0xC0C0C0)
#: At least half covered.
OPAQUE_FROM: Final = 128
CHANNELS: Final = 4

TRANSPARENT: Final = -1
Pixels = tuple[tuple[int, ...], ...]
"""Rows of colours as 0xRRGGBB, or `TRANSPARENT`."""


class KeptImages(Protocol):
    """Where PNGs are kept from one run to the next, if anywhere."""

    def kept(self, key: str) -> bytes | None:
        """Return what was kept under *key*, a hexadecimal digest."""

    def keep(self, key: str, png: bytes) -> None:
        """Keep *png* if possible."""


@dataclass(frozen=True, slots=True)
class NothingKept:
    """Keeps no images."""

    def kept(self, key: str) -> None:
        """Return nothing."""

    def keep(self, key: str, png: bytes) -> None:
        """Do nothing."""


NOTHING_KEPT: Final = NothingKept()

#: From SVG to PNG, as a program. It ends with its parent where Linux can have it so, and anywhere
#: else when its seconds are used up: while it rasterises it hears nothing.
RASTERISER: Final = """
import os, sys
if sys.platform != "win32":
    import resource
    resource.setrlimit(resource.RLIMIT_CPU, (int(sys.argv[2]), int(sys.argv[2])))
if sys.platform == "linux":
    import ctypes
    ctypes.CDLL(None).prctl(1, 9)  # PR_SET_PDEATHSIG, SIGKILL
    if os.getppid() != int(sys.argv[3]):
        sys.exit(1)
from resvg_py import svg_to_bytes
svg = sys.stdin.buffer.read().decode()
image = svg_to_bytes(svg_string=svg, width=int(sys.argv[1]), skip_system_fonts=True)
sys.stdout.buffer.write(bytes(image))
"""
#: No picture that is worth it takes so long, on whatever machine.
MOST_SECONDS: Final = 30


PNG_SIGNATURE: Final = b"\x89PNG\r\n\x1a\n"
PNG_END: Final = b"IEND\xaeB`\x82"


def png(drawing: Drawing, width: int, images: KeptImages = NOTHING_KEPT) -> bytes:
    """Return *drawing* as a PNG *width* pixels wide, with a transparent background.

    Raises PictureError if it can't be rasterised.
    """
    from hashlib import sha256

    key = sha256(b"%d " % width + drawing.svg).hexdigest()
    image = images.kept(key)
    if image is None or not (image.startswith(PNG_SIGNATURE) and image.endswith(PNG_END)):
        image = _rasterised(drawing, width)
        images.keep(key, image)
    return image


def _rasterised(drawing: Drawing, width: int) -> bytes:
    """Rasterise in a process of its own: within ours no signal is heard until it is done."""
    import subprocess
    import sys
    from os import getpid

    hint = "Draw it more simply."
    try:
        done = subprocess.run(
            [sys.executable, "-P", "-c", RASTERISER, *map(str, (width, MOST_SECONDS, getpid()))],
            input=drawing.svg,
            capture_output=True,
            timeout=MOST_SECONDS,
            check=True,
        )
    except subprocess.TimeoutExpired:
        raise PictureError("The picture takes too long to rasterise.", hint) from None
    except (OSError, subprocess.SubprocessError) as error:
        raise PictureError("The picture can't be rasterised.", hint) from error
    return done.stdout


def pixels(drawing: Drawing, width: int, images: KeptImages = NOTHING_KEPT) -> Pixels:
    """Return *drawing* as pixels, *width* of them a row; a half-covered one counts as covered."""
    from struct import unpack

    lines = [unpack(f">{width}I", line) for line in _lines(png(drawing, width, images))]
    colours = {
        red_green_blue_alpha: red_green_blue_alpha >> 8
        if red_green_blue_alpha & 0xFF >= OPAQUE_FROM
        else TRANSPARENT
        for red_green_blue_alpha in set(chain.from_iterable(lines))
    }
    return tuple(tuple(map(colours.__getitem__, line)) for line in lines)


def kitty(
    drawing: Drawing, columns: int, rows: int | None, images: KeptImages = NOTHING_KEPT
) -> str:
    """Return the escape string that shows *drawing* at the cursor, as `cells` would place it.

    The terminal is told not to answer.
    """
    columns = drawing.columns_that_fit(columns, rows)
    rows_taken = drawing.rows_taken(columns)
    return _kitty_sent(drawing, columns, f"a=T,c={columns},r={rows_taken}", images)


def kitty_kept(
    drawing: Drawing, columns: int, number: int, images: KeptImages = NOTHING_KEPT
) -> str:
    """Return what has the terminal keep *drawing* under *number*, as wide as *columns*."""
    return _kitty_sent(drawing, columns, f"a=t,i={number}", images)


def kitty_shown(number: int, *, left: int, top: int, columns: int, rows: int) -> str:
    """Return what shows a part of the kept image at the cursor, in *columns* by *rows* cells.

    *left* and *top* are where the part begins, in pixels of the image; where it was shown before,
    it isn't any more. The cursor stays.
    """
    wide, high = KITTY_PIXELS_PER_COLUMN, 2 * KITTY_PIXELS_PER_COLUMN
    source = f"x={left},y={top},w={columns * wide},h={rows * high}"
    return f"\x1b_Ga=p,i={number},p=1,q=2,C=1,{source},c={columns},r={rows}\x1b\\"


#: Has the terminal forget every image on this screen.
KITTY_FORGET: Final = "\x1b_Ga=d,d=A,q=2\x1b\\"


def _kitty_sent(drawing: Drawing, columns: int, control: str, images: KeptImages) -> str:
    from base64 import standard_b64encode

    image = standard_b64encode(png(drawing, columns * KITTY_PIXELS_PER_COLUMN, images)).decode()
    pieces = [
        image[at : at + KITTY_CHUNK_LENGTH] for at in range(0, len(image), KITTY_CHUNK_LENGTH)
    ]
    controls = [f"{control},f=100,q=2,", *["q=2,"] * (len(pieces) - 1)]
    more = [1] * (len(pieces) - 1) + [0]
    return "".join(
        f"\x1b_G{control}m={follows};{piece}\x1b\\"
        for control, follows, piece in zip(controls, more, pieces, strict=True)
    )


def sixel(drawing: Drawing, pixel_width: int, images: KeptImages = NOTHING_KEPT) -> str:
    """Return the escape string that shows *drawing* at the cursor; what is transparent stays so."""
    image = pixels(drawing, pixel_width, images)
    palette, registers = _palette(image)
    definitions = "".join(
        f"#{register};2;{_percent(colour >> 16)};{_percent(colour >> 8)};{_percent(colour)}"
        for register, colour in enumerate(palette)
    )
    indexed = [bytes(map(registers.__getitem__, line)) for line in image]
    bands = "-".join(
        _sixel_band(indexed[at : at + SIXEL_ROWS]) for at in range(0, len(indexed), SIXEL_ROWS)
    )
    return f'\x1bP0;1;0q"1;1;{pixel_width};{len(image)}{definitions}{bands}\x1b\\'


def _palette(image: Pixels) -> tuple[list[int], dict[int, int]]:
    """Return the colours to show, and which of them stands for each colour of *image*.

    Of colours that are alike the commonest stands for all: fills keep their exact colour, and
    the hundreds of shades along the outlines share a few.
    """
    from collections import Counter

    counted = Counter(chain.from_iterable(image))
    del counted[TRANSPARENT]
    mask, alike = 0, dict[int, int]()
    for mask in SIXEL_CHANNEL_MASKS:
        alike = {colour & mask: colour for colour, _ in reversed(counted.most_common())}
        if len(alike) <= SIXEL_COLOURS:
            break
    registers = {shared: register for register, shared in enumerate(alike)}
    return list(alike.values()), {
        TRANSPARENT: SIXEL_COLOURS,
        **{colour: registers[colour & mask] for colour in counted},
    }


def _percent(channel: int) -> int:
    return round((channel & 0xFF) * 100 / 0xFF)


def _sixel_band(lines: list[bytes]) -> str:
    """Return six rows of pixels, one colour after the other over the same place."""
    layers = []
    for register in sorted(set(b"".join(lines)) - {SIXEL_COLOURS}):
        this_alone = bytes(register) + b"\x01" + bytes(0xFF - register)
        bits = sum(
            int.from_bytes(line.translate(this_alone)) << row for row, line in enumerate(lines)
        )
        sixels = bits.to_bytes(len(lines[0])).translate(_SIXEL_OF_BITS)
        layers.append(f"#{register}{_shortened(sixels)}")
    return "$".join(layers)


_SIXEL_OF_BITS: Final = bytes(63 + (bits & 0x3F) for bits in range(0x100))


def _shortened(sixels: bytes) -> str:
    import re

    return re.sub(rb"(.)\1{3,}", lambda run: b"!%d%s" % (len(run[0]), run[1]), sixels).decode()


def _lines(png: bytes) -> Iterator[bytes]:
    """Decode *png*, 8 bits a channel, RGBA, not interlaced, as resvg writes it."""
    import zlib
    from struct import iter_unpack, unpack_from

    (width,) = unpack_from(">I", png, 16)
    packed = b""
    at = len(PNG_SIGNATURE)
    while at < len(png):
        length, kind = unpack_from(">I4s", png, at)
        if kind == b"IDAT":
            packed += png[at + 8 : at + 8 + length]
        at += length + 12
    above = bytes(width * CHANNELS)
    for filter_kind, filtered in iter_unpack(f"B{len(above)}s", zlib.decompress(packed)):
        above = _unfiltered(filter_kind, filtered, above)
        yield above


def _unfiltered(kind: int, line: bytes, above: bytes) -> bytes:
    """Undo what the PNG specification calls filter types 0 to 4."""
    if kind == 0:
        return line
    if kind == 2:
        return _sums(line, above)
    before = bytearray(CHANNELS)
    corners = bytes(CHANNELS) + above[:-CHANNELS]
    for here, up, corner in zip(line, above, corners, strict=True):
        left = before[-CHANNELS]
        if kind == 1:
            predicted = left
        elif kind == 3:
            predicted = (left + up) // 2
        else:
            to_left, to_up = abs(up - corner), abs(left - corner)
            to_corner = abs(left + up - 2 * corner)
            if to_left <= to_up and to_left <= to_corner:
                predicted = left
            else:
                predicted = up if to_up <= to_corner else corner
        before.append((here + predicted) & 0xFF)
    return bytes(before[CHANNELS:])


def _sums(some: bytes, others: bytes) -> bytes:
    """Add byte to byte modulo 256, all at once, since most lines of a drawing need just this."""
    low_bits = int.from_bytes(b"\x7f" * len(some))
    one, other = int.from_bytes(some), int.from_bytes(others)
    without_carry = (one & low_bits) + (other & low_bits)
    return (without_carry ^ ((one ^ other) & ~low_bits)).to_bytes(len(some))
