from __future__ import annotations

import pytest
from hypothesis import given, strategies as st

from tpguide.terminal.key_decoder import last_keys, plain_keys, tokens


@pytest.mark.parametrize(
    ("received", "keys"),
    [
        (b"n", ("n",)),
        (b"nn", ("n", "n")),
        ("é→!".encode(), ("é", "→", "!")),
        (b" \r\n\t\x7f", ("space", "enter", "enter", "tab", "backspace")),
        (b"\x03\x1a\x13\x00", ("ctrl-c", "ctrl-z", "ctrl-s", "ctrl-space")),
        (b"\x1b[A\x1b[B\x1b[C\x1b[D", ("up", "down", "right", "left")),
        (b"\x1bOA\x1bOB\x1bOP", ("up", "down", "f1")),
        (b"\x1b[5~\x1b[6~\x1b[H\x1b[4~", ("page-up", "page-down", "home", "end")),
        (b"\x1b[1;5C\x1b[6;2~\x1b[1;8A", ("ctrl-right", "shift-page-down", "ctrl-alt-shift-up")),
        (b"\x1b[[A\x1b[15~", ("f1", "f5")),
        (b"\x1bx\x1b\x1b[A", ("alt-x", "escape", "up")),
        (b"\x1bOp\x1bOM\x1bOk", ("0", "enter", "+")),
        (b"\x1bOv\x1bOX\x1bOI", ("6", "=", "tab")),
        # kitty's protocol
        (b"\x1b[99;5u\x1b[113u\x1b[27u", ("ctrl-c", "q", "escape")),
        (b"\x1b[32;1:1u\x1b[32;1:3u\x1b[1;1:3B", ("space",)),  # pressed, and let go
        (b"\x1b[113;65u\x1b[99;133u", ("q", "ctrl-c")),  # with Caps Lock, with Num Lock
        (b"\x1b[49;2u\x1b[49:33;2u\x1b[49;2;33u", ("!", "!", "!")),
        (b"\x1b[38;2u\x1b[97;2u\x1b[13;2u", ("1", "A", "enter")),
        (b"\x1b[1089::99;5u\x1b[57405u\x1b[57414u", ("ctrl-c", "6", "enter")),
        (b"\x1b[57441;2u\x1b[57358;65un", ("n",)),  # Shift and Caps Lock by themselves
        # modifyOtherKeys
        (b"\x1b[27;5;99~\x1b[27;2;49~\x1b[27;2;33~", ("ctrl-c", "!", "!")),
        (b"\x1b[27;2;38~\x1b[27;5;9~", ("&", "ctrl-tab")),
        (b"\x1b[" + b"1" * 60 + b"~n", ("unknown", "n")),
        (b"\x1b[<0;10;20M\x1b[<0;10;20m", ("click-20-10",)),
        (b"\x1b[<64;3;4M\x1b[<65;3;4M\x1b[<68;3;4M", ("wheel-up", "wheel-down", "wheel-up")),
    ],
)
def test_keys_have_names(received: bytes, keys: tuple[str, ...]) -> None:
    assert tokens(received).keys == keys


@pytest.mark.parametrize("received", [b"\x1b[99~", b"\x1b[5M", b"\x1b[3^", b"\xff", b"\xc2\x85"])
def test_what_has_no_name_is_still_a_key(received: bytes) -> None:
    assert tokens(received).keys == ("unknown",)


@pytest.mark.parametrize(
    "received",
    [
        b"\x1b[<2;10;20M\x1b[<2;10;20m",  # a click that isn't the left button's
        b"\x1b[M !!",
        b"\x1b[32;10;20M",
        b"\x1b[I\x1b[O",  # the focus
        b"\x1b[?62;4;22c",
        b"\x1b[12;40R",
        b"\x1b]11;rgb:0000/0000/0000\x07",
        b"\x1b_Gi=31;OK\x1b\\",
        b"\x1bP>|a terminal 1.0\x1b\\",
    ],
)
def test_what_is_no_key_is_passed_over(received: bytes) -> None:
    assert tokens(received + b"n").keys == ("n",)


def test_what_is_pasted_is_one_key_and_nothing_in_it_acts() -> None:
    assert tokens(b"\x1b[200~q\rq\x1b[201~n").keys == ("paste", "n")


@pytest.mark.parametrize("length", range(1, 6))
def test_a_key_that_comes_in_pieces_is_one_key(length: int) -> None:
    whole = b"\x1b[1;5C"

    begun = tokens(whole[:length])

    assert begun.keys == ()
    assert tokens(begun.rest + whole[length:]).keys == ("ctrl-right",)


@pytest.mark.parametrize(
    ("rest", "keys"),
    [
        (b"\x1b", ("escape",)),
        (b"\x1b[", ("alt-[",)),
        (b"\x1b[1;", ("unknown",)),
        (b"\xc3", ("unknown",)),
        (b"\x1b[200~q", ("paste",)),
    ],
)
def test_a_beginning_that_nothing_follows_is_a_key_of_its_own(
    rest: bytes, keys: tuple[str, ...]
) -> None:
    assert tokens(rest).rest == rest
    assert last_keys(rest) == keys


LIKE_A_TERMINAL = st.lists(
    st.sampled_from([b"\x1b", b"[", b"O", b"<", b"1", b";", b":", b"~", b"M", b"\xc3", b"\xa9"])
    | st.binary(min_size=1, max_size=3)
).map(b"".join)


@given(LIKE_A_TERMINAL)
def test_whatever_comes_is_named_without_a_fault(received: bytes) -> None:
    found = tokens(received)

    assert received.endswith(found.rest)
    assert not found.rest or len(last_keys(found.rest)) == 1


@given(st.lists(st.sampled_from([b"n", b"\x1b[A", b"\x1b[6~", "é".encode(), b"\x1bOP", b"\x03"])))
def test_no_key_is_lost_wherever_what_comes_is_cut(pieces: list[bytes]) -> None:
    whole = b"".join(pieces)
    expected = tokens(whole).keys

    for cut in range(len(whole) + 1):
        first = tokens(whole[:cut])
        assert first.keys + tokens(first.rest + whole[cut:]).keys == expected
    assert len(expected) == len(pieces)


@given(LIKE_A_TERMINAL, st.data())
def test_however_it_is_split_the_keys_are_the_same(received: bytes, data: st.DataObject) -> None:
    cuts = sorted(data.draw(st.lists(st.integers(0, len(received)), max_size=4)))
    rest, keys = b"", tuple[str, ...]()
    for begin, end in zip((0, *cuts), (*cuts, len(received)), strict=True):
        found = tokens(rest + received[begin:end])
        rest, keys = found.rest, keys + found.keys

    assert (keys, rest) == (tokens(received).keys, tokens(received).rest)


@pytest.mark.parametrize(
    ("came", "plain"),
    [
        ("\x1b[99;5u\x1b[113u\x1b[13u", "\x03q\r"),
        ("\x1b[27;5;99~\x1b[27;2;49~", "\x03!"),
        ("\x1b[32;1:3u\x1b[1;1:3B\x1b[1;1:1B", "\x1b[B"),
        ("\x1bOv\x1bOM\x1bOm", "6\r-"),
        ("\x1b[I\x1b[O\x1b[?62;4c\x1bP>|a 1.0\x1b\\\x1b_Gi=31;OK\x1b\\", ""),
        ("no\x1b[D\x1b[1;5D\x1b[3~te \r", "no\x1b[D\x1b[1;5D\x1b[3~te \r"),
        ("\x1b[200~\x1b[99;5u\x1b[201~", "\x1b[200~\x1b[99;5u\x1b[201~"),
        ("\x1b[57441;2u\x1b[99~\x1b[27;7;9~", ""),
    ],
)
def test_for_other_readers_keys_are_as_a_terminal_usually_sends_them(came: str, plain: str) -> None:
    assert plain_keys(came) == (plain, "")


@given(LIKE_A_TERMINAL)
def test_whatever_comes_can_be_translated(received: bytes) -> None:
    text = received.decode("utf-8", "surrogateescape")
    sent, rest = plain_keys(text)

    assert text.endswith(rest)
    assert plain_keys(sent + "n")[0].endswith("n") or "\x1b" in sent
