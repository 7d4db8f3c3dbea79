"""Guide files are found, read with care, and kept in a quicker form that is never trusted."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest

from guides import FICTITIOUS, fictitious_guide, fictitious_with
from systems import unix_only
from tpguide.errors import GuideFileError, WrongUseError
from tpguide.guide.library import Shelf
from tpguide.guide.problems import InvalidGuideError
from tpguide.storage.cache import CacheFolder
from tpguide.storage.guide_files import (
    READ_AT_MOST_BYTES,
    DerivedGuides,
    _made_from,
    bytes_of,
    guide_named,
    guides_folder,
    library,
)


def linked(path: Path) -> None:
    path.rename(path.parent.parent / "elsewhere")
    path.symlink_to(path.parent.parent / "elsewhere")


@pytest.fixture(name="environment")
def own_folders(tmp_path: Path) -> dict[str, str]:
    (tmp_path / "data" / "guides").mkdir(parents=True)
    return {"TPGUIDE_HOME": str(tmp_path)}


@pytest.fixture(name="file")
def guide_file(tmp_path: Path) -> Path:
    file = tmp_path / "muscle-imaginaire.yaml"
    file.write_bytes(FICTITIOUS.read_bytes())
    return file


class TestTheLibrary:
    def test_has_the_guides_of_ones_own(self, environment: dict[str, str]) -> None:
        own = guides_folder(environment) / "Muscle_Imaginaire.yml"
        own.write_bytes(FICTITIOUS.read_bytes())

        found = library(environment)

        assert found.find("muscle imaginaire") == fictitious_guide()
        assert found.entry("muscle-imaginaire").shelf is Shelf.OWN
        assert found.entry("muscle-imaginaire").where == str(own)

    def test_takes_ones_own_from_where_the_environment_says(self) -> None:
        nowhere = os.path.abspath(os.devnull)
        environment = {"TPGUIDE_GUIDES": str(FICTITIOUS.parent), "TPGUIDE_HOME": nowhere}

        assert "muscle-imaginaire" in library(environment).slugs

    def test_needs_no_folder_of_ones_own(self, tmp_path: Path) -> None:
        library({"TPGUIDE_HOME": str(tmp_path / "nowhere")})

    def test_takes_no_other_files_for_guides(self, environment: dict[str, str]) -> None:
        before = library(environment).slugs
        for name in (
            "notes.txt",
            ".hidden.yaml",
            "arm.yaml.bak",
            "arm.yaml~",
            ".#arm.yaml",
            "#arm.yaml",
            "arm.sync-conflict-20260105-120000-ABCDEFG.yaml",
            "arm (conflicted copy 2026-01-05).yaml",
            "arm (Zoé's conflicted copy).yaml",
            "arm_conflict-1.yaml",
        ):
            (guides_folder(environment) / name).touch()

        assert library(environment).slugs == before

    def test_refuses_a_file_that_passes_for_another_guide(
        self, environment: dict[str, str]
    ) -> None:
        (guides_folder(environment) / "other.yaml").write_bytes(FICTITIOUS.read_bytes())

        with pytest.raises(GuideFileError, match="slug: muscle-imaginaire") as caught:
            library(environment).find("other")

        assert "Rename the file to muscle-imaginaire.yaml" in caught.value.hint

    @unix_only
    def test_reads_no_file_but_the_one_that_is_asked_for(self, environment: dict[str, str]) -> None:
        folder = guides_folder(environment)
        (folder / "muscle-imaginaire.yaml").write_bytes(FICTITIOUS.read_bytes())
        (folder / "broken.yaml").write_bytes(b"\x00")
        os.mkfifo(folder / "endless.yaml")

        assert library(environment).find("muscle") == fictitious_guide()

    def test_takes_a_path_for_a_name(self, environment: dict[str, str]) -> None:
        found = library(environment)

        assert guide_named(str(FICTITIOUS), found) == fictitious_guide()
        with pytest.raises(WrongUseError, match="There is no file"):
            guide_named("missing.yaml", found)


class TestReading:
    @unix_only
    def test_refuses_a_pipe_without_waiting_for_it(self, tmp_path: Path) -> None:
        os.mkfifo(tmp_path / "pipe.yaml")

        with pytest.raises(GuideFileError, match="isn't a file"):
            bytes_of(tmp_path / "pipe.yaml")

    @pytest.mark.parametrize(
        "path", [*(pytest.param(f"/dev/{name}", marks=unix_only) for name in ("zero", "null")), "/"]
    )
    def test_refuses_devices_and_folders(self, path: str) -> None:
        with pytest.raises(GuideFileError, match="isn't a file"):
            bytes_of(Path(path))

    @pytest.mark.parametrize("path", ["/no/such/file", "a\0b", "x" * 5000])
    def test_says_what_can_not_be_read(self, path: str) -> None:
        with pytest.raises(GuideFileError, match="can't be read"):
            bytes_of(Path(path))

    def test_does_not_read_without_end(self, tmp_path: Path) -> None:
        file = tmp_path / "large.yaml"
        with file.open("wb") as hole:
            hole.truncate(2**40)

        assert len(bytes_of(file)) == READ_AT_MOST_BYTES

    def test_shows_the_signs_in_a_name_that_a_terminal_would_act_upon(self) -> None:
        with pytest.raises(GuideFileError, match="<U\\+001B>") as caught:
            bytes_of(Path("\x1b[2J\udcff.yaml"))

        assert caught.value.sentence.isprintable()


class TestTheQuickerForm:
    def rewritten(self, file: Path, folder: Path, old: str, new: str) -> None:
        """Rewrite what is kept of *file*, and seal it as the program itself does."""
        key = self.kept(folder).stem
        cache = CacheFolder(folder, "msgpack", 10**9)
        packed = cache.kept(key, _made_from(file.read_bytes()))
        assert packed is not None
        guide = msgspec.msgpack.decode(packed)
        text = msgspec.json.encode(guide).decode()
        assert old in text
        changed = msgspec.json.decode(text.replace(old, new))
        cache.keep(key, msgspec.msgpack.encode(changed), _made_from(file.read_bytes()))

    @pytest.mark.parametrize(
        ("old", "new"),
        [
            ("Appelez les secours maintenant.", "Attendez demain."),
            ("Muscle", "\\u001b[2JMuscle"),
            ('"unanswered":"autre"', '"unanswered":"none"'),
            ('"dose":"courte"', '"dose":"enorme"'),
        ],
        ids=["other advice", "an escape", "a reference to nothing", "no such dose"],
    )
    def test_is_made_again_when_it_says_what_its_file_does_not(
        self, file: Path, tmp_path: Path, old: str, new: str
    ) -> None:
        derived = DerivedGuides(tmp_path / "cache")
        derived.load(file)
        self.rewritten(file, tmp_path / "cache", old, new)

        assert derived.load(file) == fictitious_guide()

    def test_is_not_what_the_safety_questions_are_read_from(
        self, file: Path, tmp_path: Path
    ) -> None:
        DerivedGuides(tmp_path / "cache").load(file)
        self.rewritten(file, tmp_path / "cache", '"seconds":20', '"seconds":21')

        read = DerivedGuides(tmp_path / "cache", reads_cache=False).load(file)

        assert read == fictitious_guide()

    @pytest.mark.parametrize("mode", [0o777, 0o775])
    @unix_only
    def test_is_thrown_away_where_others_could_have_written_it(
        self, file: Path, tmp_path: Path, mode: int
    ) -> None:
        derived = DerivedGuides(tmp_path / "cache")
        derived.load(file)
        written = self.kept(tmp_path / "cache").stat().st_mtime_ns
        (tmp_path / "cache").chmod(mode)

        assert derived.load(file) == fictitious_guide()
        assert self.kept(tmp_path / "cache").stat().st_mtime_ns != written
        assert stat.S_IMODE((tmp_path / "cache").stat().st_mode) == 0o700

    @pytest.mark.parametrize("harm", [lambda path: path.chmod(0o666), linked])
    @unix_only
    def test_is_thrown_away_if_its_file_could_be_anothers(
        self, file: Path, tmp_path: Path, harm: Callable[[Path], None]
    ) -> None:
        derived = DerivedGuides(tmp_path / "cache")
        derived.load(file)
        kept = self.kept(tmp_path / "cache")
        harm(kept)

        assert derived.load(file) == fictitious_guide()
        assert not kept.is_symlink()
        assert stat.S_IMODE(kept.stat().st_mode) == 0o600

    def kept(self, folder: Path) -> Path:
        (file,) = folder.iterdir()
        return file

    def test_is_the_same_guide(self, file: Path, tmp_path: Path) -> None:
        derived = DerivedGuides(tmp_path / "cache")
        assert derived.load(file) == fictitious_guide()
        assert self.kept(tmp_path / "cache").stat().st_size > 1000

        assert derived.load(file) == fictitious_guide()

    def test_is_what_is_read_the_second_time(self, file: Path, tmp_path: Path) -> None:
        derived = DerivedGuides(tmp_path / "cache")
        derived.load(file)
        kept = self.kept(tmp_path / "cache")
        written = kept.stat().st_mtime_ns

        derived.load(file)

        assert self.kept(tmp_path / "cache").stat().st_mtime_ns == written

    def test_gives_way_to_a_file_that_has_changed(self, file: Path, tmp_path: Path) -> None:
        derived = DerivedGuides(tmp_path / "cache")
        derived.load(file)
        file.write_bytes(fictitious_with("language: fr", "language: it"))

        assert derived.load(file).language == "it"
        assert derived.load(file).language == "it"
        assert self.kept(tmp_path / "cache").exists()

    def test_of_a_file_that_has_become_wrong_is_not_used(self, file: Path, tmp_path: Path) -> None:
        derived = DerivedGuides(tmp_path / "cache")
        derived.load(file)
        file.write_bytes(fictitious_with("language: fr", "language: French"))

        with pytest.raises(InvalidGuideError):
            derived.load(file)

    @pytest.mark.parametrize("at", [0, 31, 32, 33, 500, -1])
    def test_is_made_again_when_a_byte_of_it_has_changed(
        self, file: Path, tmp_path: Path, at: int
    ) -> None:
        derived = DerivedGuides(tmp_path / "cache")
        derived.load(file)
        kept = self.kept(tmp_path / "cache")
        content = bytearray(kept.read_bytes())
        content[at] ^= 1
        kept.write_bytes(content)

        assert derived.load(file) == fictitious_guide()
        assert kept.read_bytes() != content

    @pytest.mark.parametrize("content", [b"", b"x", b"\xc1" * 100])
    def test_is_made_again_when_it_is_something_else(
        self, file: Path, tmp_path: Path, content: bytes
    ) -> None:
        derived = DerivedGuides(tmp_path / "cache")
        derived.load(file)
        self.kept(tmp_path / "cache").write_bytes(content)

        assert derived.load(file) == fictitious_guide()

    def test_is_done_without_where_it_can_not_be_kept(self, file: Path, tmp_path: Path) -> None:
        (tmp_path / "occupied").touch()

        assert DerivedGuides(tmp_path / "occupied" / "cache").load(file) == fictitious_guide()
