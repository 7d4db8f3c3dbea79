"""Ask a key page: show it with prompt_toolkit until a deliberate key answers it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from tpguide.ui.prompts.key_pages import (
    BACKSPACE,
    DEAF_SECONDS,
    ENTER,
    PAGE_STYLES,
    TOGETHER_SECONDS,
    Answered,
    KeyPage,
)

if TYPE_CHECKING:
    from prompt_toolkit.application import Application
    from prompt_toolkit.formatted_text import StyleAndTextTuples
    from prompt_toolkit.input import Input
    from prompt_toolkit.key_binding.key_processor import KeyPressEvent

T = TypeVar("T")


def ask_page(
    page: KeyPage[T],
    *,
    clock: Callable[[], float],
    readable: Callable[[str], str],
    is_deliberate: bool = False,
    prepare: Callable[[Application[Any]], None] = lambda _: None,
) -> T:
    """Show *page* until it is answered.

    *is_deliberate*: keys typed before it was drawn are thrown away, and so are those of its first
    moment and those that come all at once. Raises KeyboardInterrupt for Ctrl-C, and EOFError for
    Ctrl-D.
    """
    return _Asking(page, clock, readable, prepare, is_deliberate=is_deliberate).answer()


class _Asking(Generic[T]):
    def __init__(
        self,
        page: KeyPage[T],
        clock: Callable[[], float],
        readable: Callable[[str], str],
        prepare: Callable[[Application[Any]], None],
        *,
        is_deliberate: bool,
    ) -> None:
        from prompt_toolkit.application import Application
        from prompt_toolkit.key_binding import KeyBindings
        from prompt_toolkit.keys import Keys
        from prompt_toolkit.layout import FormattedTextControl, Layout, Window
        from prompt_toolkit.styles import Style

        self._page = page
        self._clock = clock
        self._readable = readable
        self._is_deliberate = is_deliberate
        self._leaf = -1
        self._drawn_at = self._key_at = float("-inf")
        self._timer: Any = None
        bindings = KeyBindings()
        bindings.add(Keys.Any)(self._press)
        bindings.add(Keys.BracketedPaste)(self._press)
        self._application: Application[T] = Application(
            layout=Layout(Window(FormattedTextControl(self._text, show_cursor=False))),
            key_bindings=bindings,
            style=Style(list(PAGE_STYLES)),
            full_screen=True,
            erase_when_done=True,
            after_render=self._drawn,
        )
        self._application.ttimeoutlen = 0.05
        prepare(self._application)

    def answer(self) -> T:
        if self._is_deliberate:
            discard_typed(self._application.input)
        try:
            return self._application.run(handle_sigint=False)
        except BaseException:
            # A signal raises wherever the loop stands, in the middle of drawing as well.
            give_screen_back(self._application)
            raise

    def _text(self) -> StyleAndTextTuples:
        size = self._application.output.get_size()
        shown = self._page.rows(size.columns, size.rows)
        text: StyleAndTextTuples = []
        for row in shown[: size.rows]:
            text += [(style, self._readable(piece)) for style, piece in row]
            text.append(("", "\n"))
        return text[:-1]

    def _drawn(self, _: object) -> None:
        if self._page.leaf != self._leaf:
            self._leaf = self._page.leaf
            self._drawn_at = self._clock()
            if self._is_deliberate:
                discard_typed(self._application.input)

    def _press(self, event: KeyPressEvent) -> None:
        key = key_name(event)
        if key == "c-c":
            event.app.exit(exception=KeyboardInterrupt)
        elif key == "c-d":
            event.app.exit(exception=EOFError)
        elif key == "c-z":
            event.app.suspend_to_background()
        elif not (self._is_deliberate and self._is_no_answer(event)):
            self._take(self._page.press(key))
            self._wait()

    def _is_no_answer(self, event: KeyPressEvent) -> bool:
        """Return whether the key came too early, or together with others."""
        now, before = self._clock(), self._key_at
        self._key_at = now
        is_early = now - self._drawn_at < DEAF_SECONDS
        others = event.app.key_processor.input_queue
        return is_early or now - before < TOGETHER_SECONDS or bool(others)

    def _wait(self) -> None:
        if self._timer:
            self._timer.cancel()
        if not self._application.is_done and self._application.loop:
            self._timer = self._application.loop.call_later(1, self._waited)

    def _waited(self) -> None:
        if not self._application.is_done:
            self._take(self._page.waited())
            self._application.invalidate()

    def _take(self, answered: Answered[T] | None) -> None:
        if answered:
            self._application.exit(result=answered.value)


def give_screen_back(application: Application[Any]) -> None:
    """Leave the screen as a shell wants it, whatever of that has been done already."""
    output = application.output
    output.reset_attributes()
    output.enable_autowrap()
    output.show_cursor()
    if application.full_screen:
        output.quit_alternate_screen()
    output.flush()


def key_name(event: KeyPressEvent) -> str:
    """Return what a key is called: its character, or a name that no page takes by mistake."""
    from prompt_toolkit.keys import Keys

    key = event.key_sequence[0].key
    if not isinstance(key, Keys):
        return key.lower()
    names = {Keys.ControlM: ENTER, Keys.ControlJ: ENTER, Keys.ControlH: BACKSPACE}
    return names.get(key, key.value)


def discard_typed(source: Input) -> None:
    """Throw away what was typed and not yet read."""
    from prompt_toolkit.input.typeahead import clear_typeahead

    clear_typeahead(source)
    source.flush_keys()
    try:
        import termios

        termios.tcflush(source.fileno(), termios.TCIFLUSH)
    except (ImportError, OSError, NotImplementedError, ValueError):
        pass  # no terminal that can be flushed, or Windows, whose reader has nothing more
    except Exception as error:  # termios.error is no OSError
        if type(error).__name__ != "error":
            raise
