"""Have prompt_toolkit read the same keys as the floor does, whatever modes others left on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from tpguide.terminal.key_decoder import PLAIN_KEYS, plain_keys

if TYPE_CHECKING:
    from prompt_toolkit.application import Application
    from prompt_toolkit.input.vt100_parser import Vt100Parser

_SEQUENCE: Final = "\x1b["


def read_all_keys(application: Application[Any]) -> None:
    """Take back keyboard modes that were left on, and translate what comes of them all the same.

    What is no key, like a late answer of the terminal, is left out.
    """
    source: Any = application.input
    parser = getattr(source, "vt100_parser", None)
    if parser is None:  # Windows has no sequences to translate, and an input for tests no keys
        return
    if not isinstance(parser, _TranslatingParser):
        source.vt100_parser = _TranslatingParser(parser)
    application.output.write_raw(PLAIN_KEYS)
    application.output.flush()


class _TranslatingParser:
    """A parser of keys that hands what it understands to one that understands less."""

    def __init__(self, parser: Vt100Parser) -> None:
        self._parser = parser
        self._rest = ""

    def feed(self, data: str) -> None:
        """Read *data*; what is only begun waits for more."""
        sent, self._rest = plain_keys(self._rest + data)
        self._parser.feed(sent)

    def flush(self) -> None:
        """Take what has begun for a key of its own, since nothing follows: an Escape.

        Of what no finger types, like an answer of the terminal, the rest is still waited for.
        """
        if not self._rest.startswith(_SEQUENCE) or self._rest == _SEQUENCE:
            rest, self._rest = self._rest, ""
            self._parser.feed(rest if len(rest) <= 1 else "")
        self._parser.flush()

    def feed_and_flush(self, data: str) -> None:
        """Read *data* and take it for whole."""
        self.feed(data)
        self.flush()

    def reset(self, request: bool = False) -> None:
        """Forget what has begun."""
        self._rest = ""
        self._parser.reset(request)
