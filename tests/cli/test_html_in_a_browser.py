"""The article, the card, and the report of twelve weeks, in a real browser and on paper."""

from __future__ import annotations

import io
import os
import re
import struct
import subprocess
import zlib
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

import pytest
from typer.testing import CliRunner

from fakes import FakeClock
from programs import BROWSER, needs
from records import MORNING
from tpguide.cli.app import app
from tpguide.cli.context import Context
from twelve_weeks import live_twelve_weeks

GUIDE = "tibialis-posterior"
PATIENCE_SECONDS = 60

pytestmark = needs(BROWSER, "Chromium")


@dataclass(frozen=True, slots=True)
class Kind:
    """A page, what is read on it, and how many sides of paper it may take."""

    name: str
    write: Callable[[Context, Path], None]
    says: str
    sides: int


def write_article(context: Context, page: Path) -> None:
    run(context, "show", GUIDE, "--format", "html")
    assert isinstance(context.stdout, io.StringIO)
    page.write_text(context.stdout.getvalue(), encoding="utf-8")


def write_card(context: Context, page: Path) -> None:
    run(context, "massage", GUIDE, "--format", "html", "-o", str(page))


def write_report(context: Context, page: Path) -> None:
    live_twelve_weeks(Path(context.environment["TPGUIDE_HOME"]) / "data")
    context = replace(context, clock=FakeClock(MORNING + timedelta(weeks=12)))
    run(context, "report", GUIDE, "--output", str(page))


def run(context: Context, *words: str) -> None:
    assert CliRunner().invoke(app, words, obj=context).exit_code == 0


KINDS = (
    Kind("article", write_article, "A.1", sides=8),
    Kind("card", write_card, "Getting ready", sides=1),
    Kind("report", write_report, "Pain over time", sides=2),
)


@pytest.fixture(name="kind", scope="module", params=KINDS, ids=lambda kind: kind.name)
def a_kind(request: pytest.FixtureRequest) -> Kind:
    kind: Kind = request.param
    return kind


@pytest.fixture(name="page", scope="module")
def the_page(kind: Kind, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp(kind.name)
    page = folder / "page.html"
    environment = {"TPGUIDE_HOME": str(folder / "home"), "COLUMNS": "80"}
    kind.write(Context(environment, io.StringIO(), io.StringIO(), io.StringIO()), page)
    return page


def browse(page: Path, *options: str) -> subprocess.CompletedProcess[str]:
    assert BROWSER, "CI installs Chromium"
    home = page.parent
    return subprocess.run(
        [
            BROWSER, "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars",
            "--enable-logging=stderr", "--disable-background-networking",
            "--host-resolver-rules=MAP * ~NOTFOUND", f"--user-data-dir={home / 'profile'}",
            *options, page.as_uri(),
        ],
        capture_output=True,
        text=True,
        timeout=PATIENCE_SECONDS,
        env=os.environ | {"HOME": str(home)},
        check=True,
    )  # fmt: skip


def rows_of(png: Path) -> list[bytes]:
    """Return the rows of a picture, filtered as they are."""
    data, at, packed = png.read_bytes(), 8, b""
    width, height = struct.unpack(">II", data[16:24])
    while at < len(data):
        (length,) = struct.unpack(">I", data[at : at + 4])
        if data[at + 4 : at + 8] == b"IDAT":
            packed += data[at + 8 : at + 8 + length]
        at += length + 12
    pixels = zlib.decompress(packed)
    row = len(pixels) // height
    assert row >= 3 * width
    return [pixels[number * row : (number + 1) * row] for number in range(height)]


def test_the_browser_complains_of_nothing_and_fetches_nothing(page: Path, kind: Kind) -> None:
    browsed = browse(page, "--dump-dom")

    assert "CONSOLE" not in browsed.stderr
    assert kind.says in browsed.stdout


@pytest.mark.parametrize("size", ["1280,1000", "900,1200", "390,2000"])
@pytest.mark.parametrize("options", [(), ("--blink-settings=preferredColorScheme=0",)])
def test_it_is_drawn_on_a_desktop_and_on_a_phone_in_light_and_dark(
    page: Path, tmp_path: Path, options: tuple[str, ...], size: str
) -> None:
    shot = tmp_path / "shot.png"

    browse(page, f"--screenshot={shot}", f"--window-size={size}", *options)

    rows = rows_of(shot)
    assert len(set(rows)) > len(rows) // 10  # there is writing on it


def test_it_prints_on_no_more_sheets_than_that(page: Path, kind: Kind, tmp_path: Path) -> None:
    printed = tmp_path / "page.pdf"

    browse(page, f"--print-to-pdf={printed}", "--no-pdf-header-footer")

    (sides,) = re.findall(rb"/Type /Pages\s/Count (\d+)", printed.read_bytes())
    assert int(sides) <= kind.sides
