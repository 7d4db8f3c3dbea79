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


@dataclass(frozen=True, slots=True)
class Browsed:
    """What a browser has made of a page: once on a desktop, once on a dark phone."""

    document: str
    complaints: str
    printed: bytes
    shots: tuple[bytes, ...]


@pytest.fixture(name="browsed", scope="module")
def the_page_in_a_browser(page: Path) -> Browsed:
    printed, light, dark = (page.with_name(name) for name in ("page.pdf", "light.png", "dark.png"))
    desktop = browse(
        page, "--dump-dom", f"--print-to-pdf={printed}", "--no-pdf-header-footer",
        f"--screenshot={light}", "--window-size=1280,1000",
    )  # fmt: skip
    phone = browse(
        page, f"--screenshot={dark}", "--window-size=390,2000",
        "--blink-settings=preferredColorScheme=0",
    )  # fmt: skip
    return Browsed(
        document=desktop.stdout,
        complaints=desktop.stderr + phone.stderr,
        printed=printed.read_bytes(),
        shots=(light.read_bytes(), dark.read_bytes()),
    )


def rows_of(png: bytes) -> list[bytes]:
    """Return the rows of a picture, filtered as they are."""
    at, packed = 8, b""
    width, height = struct.unpack(">II", png[16:24])
    while at < len(png):
        (length,) = struct.unpack(">I", png[at : at + 4])
        if png[at + 4 : at + 8] == b"IDAT":
            packed += png[at + 8 : at + 8 + length]
        at += length + 12
    pixels = zlib.decompress(packed)
    row = len(pixels) // height
    assert row >= 3 * width
    return [pixels[number * row : (number + 1) * row] for number in range(height)]


def test_the_browser_complains_of_nothing_and_fetches_nothing(browsed: Browsed, kind: Kind) -> None:
    assert "CONSOLE" not in browsed.complaints
    assert kind.says in browsed.document


def test_it_is_drawn_on_a_desktop_in_light_and_on_a_phone_in_dark(browsed: Browsed) -> None:
    for shot in browsed.shots:
        rows = rows_of(shot)
        assert len(set(rows)) > len(rows) // 10  # there is writing on it


def test_it_prints_on_no_more_sheets_than_that(browsed: Browsed, kind: Kind) -> None:
    (sides,) = re.findall(rb"/Type /Pages\s/Count (\d+)", browsed.printed)
    assert int(sides) <= kind.sides
