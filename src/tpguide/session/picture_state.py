"""What the picture shows: which drawing, the highlighted part, the position of the tool.

Only ids from the guide; how they are drawn is decided in `ui/session/picture`.
"""

from __future__ import annotations

from dataclasses import dataclass

from tpguide.guide.protocol import Protocol
from tpguide.session.plan import Step, StepKind, place_of
from tpguide.session.state import Session, Status
from tpguide.session.view import next_step, pace_of_step

#: A sore spot is stroked from just before it to just after: in the picture, this share of the way.
STROKE_SHARE = 0.3


@dataclass(frozen=True, slots=True)
class LitPlace:
    """A place on the body: a *part* of a *picture*, and the part that is the *tool* on it."""

    picture: str
    part: str
    tool: str | None


@dataclass(frozen=True, slots=True)
class PictureState:
    """What there is to be seen: the *posture*, a picture's key, and the *spot*, either or both.

    The tool has come to *position* of its way along the spot, 0 to 1. *is_mirrored*: the drawings
    show another side.
    """

    posture: str | None = None
    spot: LitPlace | None = None
    position: float = 0.0
    is_mirrored: bool = False


NOTHING = PictureState()


def picture_state(session: Session) -> PictureState:
    """Return the picture state of *session*: of its step, or of the one that is about to begin."""
    match session.status:
        case Status.ASKING_KIND | Status.ADVISING | Status.LEAVING | Status.OVER:
            return NOTHING
        case Status.CHANGING | Status.GETTING_DOWN:
            return _posture(session, session.step.side)
    step, following = session.step, next_step(session)
    match step.kind:
        case StepKind.ROLL | StepKind.SORE_SPOT:
            return _at_work(session, step)
        case StepKind.REST | StepKind.CHECK_IN if following and following.kind is StepKind.ROLL:
            return _at_work(session, following)
        case StepKind.CHANGE_SIDES if following:
            return _posture(session, following.side)
        case StepKind.DONE:
            return NOTHING
        case _:
            return _posture(session, step.side)


def _posture(session: Session, side: str) -> PictureState:
    intensity = session.plan.intensity(session.side_named(side).notch)
    return PictureState(intensity.picture, is_mirrored=_is_mirrored(session.plan.protocol, side))


def _at_work(session: Session, step: Step) -> PictureState:
    seen = _posture(session, step.side)
    return PictureState(
        seen.posture, _spot(session.plan.protocol, step), _position(session), seen.is_mirrored
    )


def _position(session: Session) -> float:
    """Return how far along the place the tool is; before it begins, that is at its start."""
    pace = pace_of_step(session)
    if pace is None:
        return 0.0
    if session.step.kind is StepKind.SORE_SPOT:
        return (1 - STROKE_SHARE) / 2 + STROKE_SHARE * pace.position
    return pace.position


def _spot(protocol: Protocol, step: Step) -> LitPlace | None:
    zone = next(zone for zone in protocol.zones if zone.key == step.zone)
    place = place_of(protocol, zone.key, step.strip) if step.strip else None
    part = place.part if place and place.part else zone.part
    if protocol.picture is None or part is None:
        return None
    return LitPlace(protocol.picture, part, protocol.moving_part)


def _is_mirrored(protocol: Protocol, side: str) -> bool:
    return next(each.mirrored for each in protocol.sides.each if each.key == side)
