"""The safety questions, asked before anything is timed: for a session and for `check`.

What the answers mean is decided in `session/screening.py`; here they are asked, kept, and told.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from tpguide.cli.surroundings import Surroundings
from tpguide.errors import NoMassageError
from tpguide.guide.model import Guide
from tpguide.guide.safety import Question, Tier
from tpguide.session.record import Agreement, Asked, RedFlag, Screening, Verdict
from tpguide.session.screening import (
    Answers,
    needing_agreement,
    reasons_due,
    standing_agreements,
    verdict_on,
)
from tpguide.storage.journal import Journal
from tpguide.ui.prompts import Option, Prompts
from tpguide.ui.safety import heading, listed, pages, question_text


@dataclass
class SafetyQuestions:
    """Asks a guide's safety questions; *nothing_changed* is what the person said by option."""

    around: Surroundings
    prompts: Prompts
    guide: Guide
    journal: Journal
    now: datetime
    nothing_changed: bool = False
    _shows_a_page: bool = field(default=False, init=False)

    def ask(self) -> Verdict:
        """Ask all that is due, and keep the answers.

        Returns what they allow. Raises NoMassageError with what to do where they allow nothing.
        """
        self.ask_emergency_signs()
        self._ask_signs(self.guide.safety.same_day, Verdict.SAME_DAY)
        return self._ask_reasons()

    def ask_emergency_signs(self) -> None:
        """Ask the emergency signs alone, as before a session is taken up again.

        Raises NoMassageError with what to do if there is one.
        """
        self._ask_signs(self.guide.safety.emergency, Verdict.EMERGENCY)

    def _ask_signs(self, tier: Tier, verdict: Verdict) -> None:
        sign = self._sign_of(tier)
        if sign is not None:
            self._keep(Asked.NOT, verdict, (sign.key,))
            self.journal.keep_red_flag(RedFlag(guide=self.guide.slug, at=self.now, kind=sign.key))
            raise NoMassageError(tier.advice)

    def _sign_of(self, tier: Tier) -> Question | None:
        """Return the question that is answered with yes, if any.

        Every page is answered by itself, and nobody passes before the last one. No answer that
        lets anybody on is a default: the pointer stands on a sign at first.
        """
        shown = list(pages(tier.questions, self.around.columns, self.around.rows))
        for number, page in enumerate(shown, 1):
            self._show_page(tier.title, page, number, len(shown))
            passing = tier.none if number == len(shown) else "None of these. Show the next signs"
            options: list[Option[Question | None]] = [Option(one, one.title) for one in page]
            options.append(Option(None, passing))
            answer = self.prompts.choose(tier.ask, options)
            if answer is not None:
                return answer
        return None

    def _ask_reasons(self) -> Verdict:
        safety, slug = self.guide.safety, self.guide.slug
        full = self.journal.last_full_screening(slug)
        flag = self.journal.last_red_flag(slug)
        due = reasons_due(safety, full.at if full else None, flag.at if flag else None, self.now)
        applying = frozenset(full.items) if full else frozenset[str]()
        if due is Asked.WHETHER_CHANGED and self._something_changed():
            due = Asked.IN_FULL
        if due is Asked.IN_FULL:
            applying = self._reasons_in_full()
        answers = self._with_agreements(Answers(reasons=applying))
        verdict = verdict_on(safety, answers)
        self._keep(due, verdict, sorted(applying))
        if verdict is Verdict.BLOCK:
            raise NoMassageError(safety.reasons.block_advice)
        if verdict is Verdict.NOT_AGREED:
            raise NoMassageError(safety.reasons.agreed_advice)
        return verdict

    def _something_changed(self) -> bool:
        if self.nothing_changed:
            return False
        reasons = self.guide.safety.reasons
        console = self.around.console()
        self.around.turn_page()
        self._print(heading(reasons.title))
        for question in (*reasons.block, *reasons.agreed):
            console.print(listed(question.title, self.around.columns))
        console.print()
        options = [Option(True, "Yes, or I am not sure"), Option(False, "No, nothing has changed")]
        return self.prompts.choose(reasons.changed, options)

    def _reasons_in_full(self) -> frozenset[str]:
        reasons = self.guide.safety.reasons
        applying: set[str] = set()
        shown = list(
            pages((*reasons.block, *reasons.agreed), self.around.columns, self.around.rows)
        )
        for number, page in enumerate(shown, 1):
            self._show_page(reasons.title, page, number, len(shown))
            options = [Option(question.key, question.title) for question in page]
            applying.update(self.prompts.choose_some(reasons.ask, options, reasons.none))
        return frozenset(applying)

    def _with_agreements(self, answers: Answers) -> Answers:
        """Ask for a professional's agreement to each item that has none standing."""
        safety = self.guide.safety
        since = self.now - timedelta(days=safety.agreement_lasts.days)
        given = {item.item: item.at for item in self.journal.agreements(self.guide.slug, since)}
        agreed = standing_agreements(safety, given, self.now) & answers.reasons
        answers = Answers(reasons=answers.reasons, agreed=agreed)
        if verdict_on(safety, answers) is not Verdict.NOT_AGREED:
            return answers
        for question in needing_agreement(safety, answers):
            self._print(question_text(question, self.around.columns))
            options = [Option(False, "No, not yet"), Option(True, "Yes, a professional agreed")]
            if not self.prompts.choose(safety.reasons.agreement, options):
                return Answers(reasons=answers.reasons, agreed=agreed)
            self.journal.keep_agreement(
                Agreement(guide=self.guide.slug, item=question.key, at=self.now)
            )
            agreed |= {question.key}
        return Answers(reasons=answers.reasons, agreed=agreed)

    def _show_page(self, title: str, page: Sequence[Question], number: int, count: int) -> None:
        # What stands before the first is not ours, or was told just now.
        if self._shows_a_page:
            self.around.turn_page()
        self._shows_a_page = True
        self._print(heading(title if count == 1 else f"{title} ({number} of {count})"))
        for question in page:
            self._print(question_text(question, self.around.columns))
        self.around.console().print()

    def _keep(self, asked: Asked, verdict: Verdict, items: Sequence[str]) -> None:
        self.journal.keep_screening(
            Screening(
                guide=self.guide.slug,
                at=self.now,
                reasons=asked,
                verdict=verdict,
                items=tuple(items),
            )
        )

    def _print(self, shown: object) -> None:
        console = self.around.console()
        console.print()
        console.print(shown)
