"""The card of a guide as one page of A4: a leaflet, to be laid beside the mat."""

from __future__ import annotations

from tpguide.guide.model import Guide
from tpguide.ui.export.html import PageParts, Svg
from tpguide.ui.export.templates import filled
from tpguide.ui.pages.card import card_of


def card_html(guide: Guide, svg: Svg) -> str:
    """Return the card of *guide* as a whole HTML document; *svg* draws its places, if it can."""
    picture = next((one for one in guide.pictures if one.key == guide.protocol.picture), None)
    return filled(
        "card.html.j2",
        {
            "guide": guide,
            "card": card_of(guide),
            "picture": picture,
            "drawn": svg(picture) is not None if picture else False,
            "page": PageParts(svg),
        },
    )
