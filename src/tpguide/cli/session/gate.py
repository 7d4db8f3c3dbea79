"""The gate: the pages that are due, asked before anything is timed; for a session and for `check`.

What the answers mean is decided in `session/screening.py`; here they are asked, kept, and told.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import chain
from typing import Final, NoReturn

from tpguide.errors import NoMassageError
from tpguide.guide.gate import DAY
from tpguide.guide.model import Guide
from tpguide.guide.safety import Question, gate_fingerprint
from tpguide.progress.moments import day_said
from tpguide.session.record import Agreement, Asked, RedFlag, Screening, ScreeningVerdict
from tpguide.session.screening import (
    Answers,
    Earlier,
    GatePage,
    advice_on,
    left_after_yes,
    needing_agreement,
    pages_due,
    raises_risk,
    reasons_page,
    short_page,
    sign_named,
    sign_pages,
    standing_agreements,
    standing_asks,
    standing_blocks,
    tier_of,
    verdict_on,
)
from tpguide.storage.journal import Journal
from tpguide.ui.prompts.gate_pages import Choice, Sheet
from tpguide.ui.prompts.terminal import CancelledError, Prompts

WHICH: Final = "Which is it?"
_A_WEEK: Final = timedelta(days=7)
#: So many of the last sessions are looked through for one that doesn't lie in the future.
_SESSIONS_LOOKED_AT: Final = 20


@dataclass
class SafetyQuestions:
    """Asks a guide's gate; *nothing_changed* answers what is new, as the person did by option."""

    prompts: Prompts
    guide: Guide
    journal: Journal
    now: datetime
    nothing_changed: bool = False

    def ask(self) -> ScreeningVerdict:
        """Ask the pages that are due, and keep the answers.

        Returns what they allow. Raises NoMassageError with what to do where they allow nothing.
        """
        due = pages_due(self.guide.safety, self._earlier(), self.now)
        if due is Asked.IN_FULL:
            pages = (*sign_pages(self.guide.safety), reasons_page(self.guide.safety))
            for number, page in enumerate(pages[:-1], 1):
                self._ask_signs(page, Sheet(page.title, page.ask, number=f"{number}/{len(pages)}"))
            applying = self._ask_reasons(pages[-1], f"{len(pages)}/{len(pages)}")
        else:
            self._ask_short_page()
            applying = self._ask_since()
        return self._decide(due, applying)

    def ask_emergency_signs(self) -> None:
        """Ask the emergency signs alone, as before a session is taken up again.

        Raises NoMassageError with what to do if there is one.
        """
        page, _ = sign_pages(self.guide.safety)
        self._ask_signs(page, Sheet(page.title, page.ask))

    def _ask_signs(self, page: GatePage, sheet: Sheet) -> None:
        """Ask *page* until every part of it is answered with none; a sign that is named ends it."""
        sheet = _filled(sheet, page)
        start = 0
        while (part := self.prompts.yes_from(sheet, start)) is not None:
            questions = _questions_of(page, part)
            sign = self._which(questions)
            if sign is not None:
                self._end(sign_named(self.guide.safety, sign), advice_on(self.guide.safety, sign))
            start = part.start

    def _which(self, questions: Sequence[Question]) -> str | None:
        """Tell what to do for the gravest of *questions*, and return which one it is, if any."""
        advice = tier_of(self.guide.safety, questions).advice
        try:
            chosen = self.prompts.which(advice, WHICH, [_choice(one) for one in questions])
        except CancelledError:
            self._end(left_after_yes(self.guide.safety, questions), advice)
        return None if chosen is None else questions[chosen].key

    def _ask_short_page(self) -> None:
        last = self._last_answers()
        page = short_page(self.guide.safety, self._turn())
        remark = (
            f"last time: {day_said(last.at.astimezone(self.now.tzinfo), self.now)}" if last else ""
        )
        standing = tuple(self._standing(last))
        self._ask_signs(page, Sheet(page.title, page.ask, remark=remark, standing=standing))

    def _standing(self, last: Screening | None) -> Iterable[str]:
        """Yield what lasts: what is allowed by an agreement only, and what has to be over first."""
        safety, protocol = self.guide.safety, self.guide.protocol
        agreed = self._agreements()
        dose = next(one.name for one in protocol.doses if one.key == safety.careful.dose)
        how = next(one.name for one in protocol.intensities if one.key == safety.careful.intensity)
        for question in standing_asks(safety, last):
            if when := agreed.get(question.key):
                title = question.title[:1].lower() + question.title[1:]
                yield f"{dose.capitalize()}, {how}: {title} (agreed {when.day} {when:%B})"
        for block in standing_blocks(safety, last):
            yield f"{safety.reasons.wait}: {block.title}"

    def _ask_reasons(self, page: GatePage, number: str) -> frozenset[str]:
        """Return all reasons that apply, asked part by part."""
        sheet = _filled(Sheet(page.title, page.ask, number=number), page)
        applying: frozenset[str] = frozenset()
        start = 0
        while (part := self._part_with_reasons(sheet, start, applying)) is not None:
            named, _ = self._letters(_questions_of(page, part))
            applying |= named
            start = part.stop if named else part.start
            if start >= len(sheet.lines):
                break
        return applying

    def _part_with_reasons(
        self, sheet: Sheet, start: int, applying: frozenset[str]
    ) -> range | None:
        try:
            return self.prompts.yes_from(sheet, start)
        except CancelledError:
            if applying:
                answers = Answers(reasons=applying, left=ScreeningVerdict.BLOCK)
                self._end(answers, self.guide.safety.reasons.block_advice)
            raise

    def _letters(
        self, questions: Sequence[Question], risk: str = ""
    ) -> tuple[frozenset[str], bool]:
        """Return which of *questions* are true, and whether *risk* is; nothing for none after all.

        To leave here counts as a yes.
        """
        reasons = self.guide.safety.reasons
        keys = {question.key for question in reasons.block}
        blocks = [one for one in questions if one.key in keys]
        asks = [one for one in questions if one.key not in keys]
        groups = [(reasons.wait, blocks), (reasons.ask_first, asks)]
        shown = [(title, [_choice(one) for one in group]) for title, group in groups if group]
        if risk:
            shown.append(("", [Choice(risk)]))
        try:
            marked = self.prompts.letters(reasons.which, shown)
        except CancelledError:
            self._end(left_after_yes(self.guide.safety, questions), reasons.block_advice)
        ordered = [one.key for one in (*blocks, *asks)]
        marked = marked or frozenset()
        named = frozenset(key for number, key in enumerate(ordered) if number in marked)
        return named, len(ordered) in marked

    def _ask_since(self) -> frozenset[str]:
        """Return the reasons that apply: what lasts, and what is new since the last answers."""
        safety, last = self.guide.safety, self._last_answers()
        page = reasons_page(safety)
        questions = _questions_of(page, range(len(page.lines)))
        lasting = frozenset(last.items if last else ()) & {one.key for one in questions}
        lasting -= self._over(last)
        if self.nothing_changed or last is None:
            return lasting
        since = safety.gate.short.since
        sheet = Sheet(
            "",
            since.ask.replace(DAY, _since_day(last.at, self.now)),
            more=(*map(_choice, questions), Choice(since.risk)),
        )
        while self.prompts.yes_from(sheet) is not None:
            named, is_at_risk = self._letters(questions, since.risk)
            if raises_risk(safety, named, risk_named=is_at_risk):
                self._ask_after_risk()
            if named or is_at_risk:
                return lasting | named
        return lasting

    def _over(self, last: Screening | None) -> frozenset[str]:
        """Return the blocks of the last answers that are over, as the person says now."""
        safety = self.guide.safety
        blocks = [one for one in standing_blocks(safety, last) if not one.unless]
        if not blocks:
            return frozenset()
        sheet = Sheet(
            safety.reasons.title,
            safety.reasons.still,
            tuple(block.title for block in blocks),
            more=tuple(map(_choice, blocks)),
        )
        if self.prompts.yes_from(sheet) is not None:
            return frozenset()
        return frozenset(block.key for block in blocks)

    def _ask_after_risk(self) -> None:
        since = self.guide.safety.gate.short.since
        answers = sign_named(self.guide.safety, since.risk_means)
        advice = advice_on(self.guide.safety, since.risk_means)
        try:
            is_so = self._says_yes("", since.risk_ask)
        except CancelledError:
            self._end(Answers(left=verdict_on(self.guide.safety, answers)), advice)
        if is_so:
            self._end(answers, advice)

    def _decide(self, due: Asked, applying: frozenset[str]) -> ScreeningVerdict:
        safety = self.guide.safety
        lifted = frozenset(
            block.key
            for block in safety.reasons.block
            if block.key in applying and block.unless and self._agrees(block, block.unless)
        )
        answers = self._with_agreements(Answers(reasons=applying, lifted=lifted))
        verdict = verdict_on(safety, answers)
        self._keep(due, verdict, sorted(applying))
        if due is Asked.IN_FULL:
            self.journal.remember(self._gate_name, gate_fingerprint(safety))
        self.journal.remember(self._turn_name, str(self._turn() + 1))
        if verdict is ScreeningVerdict.BLOCK:
            raise NoMassageError(safety.reasons.block_advice)
        if verdict is ScreeningVerdict.NOT_AGREED:
            raise NoMassageError(safety.reasons.agreed_advice)
        return verdict

    def _with_agreements(self, answers: Answers) -> Answers:
        """Ask for a professional's agreement to each item that has none standing."""
        safety = self.guide.safety
        agreed = frozenset(self._agreements()) & answers.reasons
        answers = replace(answers, agreed=agreed)
        if verdict_on(safety, answers) is not ScreeningVerdict.NOT_AGREED:
            return answers
        for question in needing_agreement(safety, answers):
            if not self._agrees(question, safety.reasons.agreement):
                break
            given = Agreement(guide=self.guide.slug, item=question.key, at=self.now)
            self.journal.keep_agreement(given)
            agreed |= {question.key}
        return replace(answers, agreed=agreed)

    def _agrees(self, question: Question, ask: str) -> bool:
        """Return whether *ask*, which lets *question* pass, is answered with yes; leaving is no."""
        try:
            return self._says_yes(question.title, ask, _choice(question))
        except CancelledError:
            return False

    def _says_yes(self, title: str, ask: str, *more: Choice) -> bool:
        return self.prompts.yes_from(Sheet(title, ask, more=more, unsure=False)) is not None

    def _end(self, answers: Answers, advice: str) -> NoReturn:
        """Keep that a page was answered with yes, and say what to do."""
        signs = sorted(chain(answers.emergency, answers.same_day))
        named = [*signs, *sorted(answers.reasons)]
        self._keep(Asked.NOT, verdict_on(self.guide.safety, answers), named)
        for key in signs:
            self.journal.keep_red_flag(RedFlag(guide=self.guide.slug, at=self.now, kind=key))
        raise NoMassageError(advice)

    def _earlier(self) -> Earlier:
        slug = self.guide.slug
        full = self.journal.last_full_screening(slug)
        last = self.journal.last_screening(slug)
        flag = self.journal.last_red_flag(slug)
        ended = [flag.at] if flag else []
        if last and last.reasons is Asked.NOT:
            ended.append(last.at)
        sessions = self.journal.sessions(slug, limit=_SESSIONS_LOOKED_AT)
        return Earlier(
            full=full.at if full else None,
            gate=self.journal.remembered(self._gate_name),
            yes=max((at for at in ended if at <= self.now), default=None),
            session=max((one.began for one in sessions if one.began <= self.now), default=None),
        )

    def _last_answers(self) -> Screening | None:
        return self.journal.last_answers(self.guide.slug)

    def _agreements(self) -> dict[str, datetime]:
        """Return when each agreement was given that still holds."""
        safety = self.guide.safety
        since = self.now - timedelta(days=safety.agreement_lasts.days)
        given = {item.item: item.at for item in self.journal.agreements(self.guide.slug, since)}
        holding = standing_agreements(safety, given, self.now)
        return {key: when for key, when in given.items() if key in holding}

    def _turn(self) -> int:
        return int(self.journal.remembered(self._turn_name) or 0)

    @property
    def _gate_name(self) -> str:
        return f"gate of {self.guide.slug}"

    @property
    def _turn_name(self) -> str:
        return f"turn of the gate of {self.guide.slug}"

    def _keep(self, asked: Asked, verdict: ScreeningVerdict, items: Sequence[str]) -> None:
        self.journal.keep_screening(
            Screening(
                guide=self.guide.slug,
                at=self.now,
                reasons=asked,
                verdict=verdict,
                items=tuple(items),
            )
        )


def _filled(sheet: Sheet, page: GatePage) -> Sheet:
    """Return *sheet* with the lines of *page*, and all of its signs."""
    questions = _questions_of(page, range(len(page.lines)))
    return replace(
        sheet,
        lines=tuple(line.text for line in page.lines),
        narrow=tuple(line.narrow for line in page.lines),
        more=tuple(map(_choice, questions)),
    )


def _questions_of(page: GatePage, part: range) -> tuple[Question, ...]:
    return tuple(chain.from_iterable(page.lines[index].questions for index in part))


def _choice(question: Question) -> Choice:
    return Choice(question.title, question.signs)


def _since_day(at: datetime, now: datetime) -> str:
    """Return the day of the last answers, as people say it."""
    local = at.astimezone(now.tzinfo)
    if local.date() == now.date():
        return "earlier today"
    return f"{local:%A}" if now - local < _A_WEEK else day_said(local, now)
