"""The HTML page in a real browser, where there is one."""

from __future__ import annotations

import os
import shutil
import struct
import subprocess
import zlib
from pathlib import Path

import pytest

from tpguide.guide.loading import load
from tpguide.ui.html import html
from tpguide.ui.page import page_of

DATA = Path(__file__).parents[2] / "data"
BROWSER = next(
    filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), ""
)
PATIENCE_SECONDS = 60

pytestmark = pytest.mark.skipif(not BROWSER, reason="there is no Chromium here")


@pytest.fixture(name="page", scope="module")
def the_page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    guide = load((DATA / "tibialis_posterior.yaml").read_bytes())
    page = tmp_path_factory.mktemp("page") / "article.html"
    written = html(page_of(guide, guide.sections), lambda one: (DATA / one.file).read_bytes())
    page.write_text(written, encoding="utf-8")
    return page


def browse(page: Path, *options: str) -> subprocess.CompletedProcess[str]:
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


def test_the_browser_complains_of_nothing_and_fetches_nothing(page: Path) -> None:
    browsed = browse(page, "--dump-dom")

    assert "CONSOLE" not in browsed.stderr
    assert "A.1" in browsed.stdout


@pytest.mark.parametrize("options", [(), ("--blink-settings=preferredColorScheme=0",)])
def test_it_is_drawn(page: Path, tmp_path: Path, options: tuple[str, ...]) -> None:
    shot = tmp_path / "shot.png"

    browse(page, f"--screenshot={shot}", "--window-size=900,1200", *options)

    rows = rows_of(shot)
    assert len(set(rows)) > len(rows) // 10  # there is writing on it


def test_it_prints(page: Path, tmp_path: Path) -> None:
    printed = tmp_path / "article.pdf"

    browse(page, f"--print-to-pdf={printed}", "--no-pdf-header-footer")

    assert printed.read_bytes().startswith(b"%PDF")
