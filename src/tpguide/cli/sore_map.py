"""Find the picture of a guide on which its places can be lit, and light where it was sore."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from tpguide.cli.context import Context
from tpguide.cli.picture_files import PictureFiles
from tpguide.guide.model import Guide
from tpguide.progress.sore_spots import sore_places
from tpguide.session.record import SessionRecord
from tpguide.ui.pages.sore_map import heated

if TYPE_CHECKING:
    from tpguide.ui.pictures.svg import Drawing


def sore_maps(
    context: Context, guide: Guide, name: str | None, records: Sequence[SessionRecord]
) -> dict[str, Drawing]:
    """Return a map of each side that was sore somewhere; none if the guide has no picture for it.

    *name* is what the guide was asked for by.
    """
    picture = next((one for one in guide.pictures if one.key == guide.protocol.picture), None)
    places = sore_places(records)
    if picture is None or not places:
        return {}
    drawing = PictureFiles(context, context.guide_folder(name)).drawing(picture)
    if drawing is None:
        return {}
    sore = [side.key for side in guide.protocol.sides.each if side.key in _sides_of(records)]
    return {side: heated(drawing, places, guide.protocol, side) for side in sore}


def _sides_of(records: Sequence[SessionRecord]) -> set[str]:
    return {spot.side for record in records for spot in record.result.sore_spots}
