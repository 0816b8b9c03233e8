"""One plain form of a text, whatever blanks, dashes, digits and unseen characters it was typed with.

Rules are written once, for plain text.  A map back to the original says what each character came from, so
that what a rule finds can be shown, or masked, where it was typed.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from typing import NamedTuple

from scpxl.privacy.kinds import Pattern

_ESCAPED = Pattern(r"_x([0-9A-Fa-f]{4})_")
"""How a workbook's text holds a character that XML does not take."""
_DOTS = "·•․‧∙⋅。"
_DASHES = "−˗⁃‑"
_SLASHES = "∕⁄"
_QUOTES = {"‘": "'", "’": "'", "‛": "'", "ʼ": "'", "`": "'", "´": "'", "“": '"', "”": '"', "„": '"'}
_BLANKS = "\u2800\u3164\uffa0\u115f\u1160"
"""Characters that are not blanks by their class and are invisible."""
_LIKE_LATIN = dict(
    zip("АВЕЅІЈКМНОРСТХУаеіјорсухΑΒΕΖΗΙΚΜΝΟΡΤΥΧο", "ABESIJKMHOPCTXYaeijopcyxABEZHIKMNOPTYXo", strict=True)
)
"""Letters of other alphabets that look like ours, as a pasted or disguised text may hold them."""


_OBEYED = Pattern(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
"""What a terminal may obey, what turns the direction of reading, and bytes of a name that are no character."""


def readable(text: str) -> str:
    r"""Return a text of any number of lines in which nothing can be obeyed: control characters are written out.

    >>> readable("Sign in\x1b[2J"), readable("homes\udcff.xlsx"), readable("a\u202eb")
    ('Sign in\\x1b[2J', 'homes\\xff.xlsx', 'a\\u202eb')
    """
    if text.replace("\n", "").isprintable():
        return text
    return _OBEYED.sub(_written_out, text)


def one_line(text: str) -> str:
    r"""Return a name or a value as `readable` does, on one line: a line break in it would forge the next line.

    >>> one_line("met.xlsx\nAccepted  lfb.xlsx")
    'met.xlsx Accepted  lfb.xlsx'
    """
    if text.isprintable():
        return text
    return readable(re.sub(r"[\t\r\n\x0b\x0c]+", " ", text))


def _written_out(found: re.Match[str]) -> str:
    code = ord(found[0])
    # A byte of a name that is no UTF-8 comes as a lone surrogate.
    code -= 0xDC00 if 0xDC80 <= code <= 0xDCFF else 0
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}"


class Plain(NamedTuple):
    """A plain text, and for each of its characters where in the original it came from."""

    text: str
    places: Sequence[int] | None = None
    """None where every character stands where it stood."""
    length: int = 0
    """The original's."""

    def original(self, start: int, end: int) -> tuple[int, int]:
        """Return where in the original a stretch of the plain text lies."""
        if self.places is None:
            return start, end
        last = self.places[end - 1] + 1 if end > start else self.places[start]
        return self.places[start], last


class _Table(dict[int, str]):
    """What each character becomes; worked out when it is first met."""

    def __missing__(self, code: int) -> str:
        self[code] = made = _plain_of(chr(code))
        return made


def _plain_of(sign: str) -> str:
    kind = unicodedata.category(sign)
    if kind in {"Zs", "Zl", "Zp"} or sign in "\t\n\r\x0b\x0c" or sign in _BLANKS:
        return " "
    if kind[0] == "C" or kind in {"Mn", "Me"}:
        return ""
    if kind == "Nd":
        return str(unicodedata.decimal(sign))
    if kind == "Pd" or sign in _DASHES:
        return "-"
    if sign in _DOTS:
        return "."
    if sign in _SLASHES:
        return "/"
    if sign in _QUOTES:
        return _QUOTES[sign]
    if sign in _LIKE_LATIN:
        return _LIKE_LATIN[sign]
    parts = unicodedata.normalize("NFKD", sign)
    # What a character is made of is plain in its turn; what is made of itself is.
    return sign if parts == sign else "".join(map(_plain_of, parts))


_TABLE = _Table()


def plain(text: str) -> Plain:
    r"""Return a text in its plain form.

    Every kind of blank is a plain one, and several are one; every dash is a hyphen, every digit one of 0
    to 9; letters have no accents; what cannot be seen is gone.

    >>> plain("07700\u00a0 900\u2011123\u200b").text, plain("José").text
    ('07700 900-123', 'Jose')
    >>> plain("１２").original(1, 2)
    (1, 2)
    """
    if text.isascii() and text.isprintable() and "_x" not in text and "  " not in text:
        return Plain(text, None, len(text))
    if "_x" in text and _ESCAPED.search(text):
        return _with_escapes(text)
    return _by_character(text, list(text), range(len(text)))


def _with_escapes(text: str) -> Plain:
    signs: list[str] = []
    places: list[int] = []
    at = 0
    for escape in _ESCAPED.finditer(text):
        signs += text[at : escape.start()]
        places += range(at, escape.start())
        signs.append(chr(int(escape[1], 16)))
        places.append(escape.start())
        at = escape.end()
    signs += text[at:]
    places += range(at, len(text))
    return _by_character(text, signs, places)


def _by_character(text: str, signs: Sequence[str], places: Sequence[int]) -> Plain:
    table = _TABLE
    if len(signs) == len(text) and all(len(table[ord(sign)]) == 1 for sign in set(signs)):
        made = text.translate(table)
        if "  " not in made:
            return Plain(made, None, len(text))
    parts = [table[ord(sign)] for sign in signs]
    found = [(letter, place) for place, part in zip(places, parts, strict=True) for letter in part]
    kept = [
        one
        for one, before in zip(found, (("", 0), *found), strict=False)
        if one[0] != " " or before[0] != " "
    ]
    return Plain("".join(letter for letter, _ in kept), [place for _, place in kept], len(text))
