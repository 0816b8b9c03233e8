"""What is the partnership's own, or public, and so tells nobody apart: numbers, mailboxes, domains, names."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from scpxl.privacy.kinds import Found, FoundKind, Pattern
from scpxl.privacy.numbers import phone_digits
from scpxl.privacy.plain import plain

_NUMBER = Pattern(r"\+?[\d ().\-/]{6,}")
_DOMAIN = Pattern(r"@?[a-z0-9-]+(?:\.[a-z0-9-]+)+")
_CODES = {FoundKind.POSTCODE, FoundKind.VEHICLE, FoundKind.NI, FoundKind.DOCUMENT, FoundKind.NHS}
"""Kinds that are the same however they are divided by blanks."""


class Own(NamedTuple):
    """What is let through wherever it is."""

    numbers: frozenset[str] = frozenset()
    """Telephone numbers as they are dialled."""
    mailboxes: frozenset[str] = frozenset()
    domains: frozenset[str] = frozenset()
    """Every mailbox at one of these is let through, and at what lies under it."""
    codes: frozenset[str] = frozenset()
    """Postcodes and the like, without blanks, in small letters."""
    phrases: tuple[str, ...] = ()
    """Names and addresses, plain, in small letters."""

    def covers(self, text: str, found: Found) -> bool:
        """Whether what was found in a plain text is the partnership's own, or public."""
        start, end = found.telling
        written = text[start:end].casefold()
        if found.kind is FoundKind.PHONE and phone_digits(text[found.start : found.end]) in self.numbers:
            return True
        if found.kind is FoundKind.EMAIL and self._has_mailbox(written):
            return True
        if found.kind in _CODES and re.sub(r"\W", "", written) in self.codes:
            return True
        whole = text.casefold()
        return any(self._stands(whole, phrase, start, end) for phrase in self.phrases if written in phrase)

    def _has_mailbox(self, written: str) -> bool:
        box = written.replace(" ", "").removeprefix("mailto:")
        domain = box.rpartition("@")[2]
        parts = domain.split(".")
        return box in self.mailboxes or any(".".join(parts[n:]) in self.domains for n in range(len(parts)))

    @staticmethod
    def _stands(whole: str, phrase: str, start: int, end: int) -> bool:
        at = whole.find(phrase, max(0, end - len(phrase)))
        return -1 < at <= start and end <= at + len(phrase)


NOTHING_OWN = Own()
_ANYBODYS = frozenset(
    [
        "gmail.com",
        "googlemail.com",
        "outlook.com",
        "hotmail.com",
        "hotmail.co.uk",
        "live.com",
        "live.co.uk",
        "yahoo.com",
        "yahoo.co.uk",
        "icloud.com",
        "me.com",
        "aol.com",
        "btinternet.com",
        "sky.com",
        "virginmedia.com",
        "talktalk.net",
        "nhs.net",
    ]
)


def is_too_wide(entry: str) -> bool:
    """Whether a domain listed as public would let through the mailboxes of people all over the country.

    >>> is_too_wide("gov.uk"), is_too_wide("gmail.com"), is_too_wide("barnet.gov.uk")
    (True, True, False)
    """
    text = plain(entry).text.strip().casefold().removeprefix("@")
    if not _DOMAIN.fullmatch(text):
        return False
    parts = text.split(".")
    return text in _ANYBODYS or len(parts) < 2 + (parts[-1] == "uk" and len(parts[-2]) <= 6)


def to_own(public: Iterable[str] = (), mailboxes: Iterable[str] = (), names: Iterable[str] = ()) -> Own:
    """Sort what a partnership lists as public: numbers, mailboxes, domains, and whatever else as it is written.

    `names` are words of the partnership's own, such as those of its areas.

    >>> own = to_own(["020 8359 2000", "@barnet.gov.uk", "NW4 4BG", "The Burroughs"])
    >>> sorted(own.numbers), sorted(own.domains), own.phrases
    (['02083592000'], ['barnet.gov.uk'], ('nw4 4bg', 'the burroughs'))
    """
    numbers, boxes, domains, codes, phrases = set(), set(), set(), set(), []
    boxes |= {plain(box).text.strip().casefold() for box in mailboxes if box.strip()}
    for entry in public:
        text = " ".join(plain(entry).text.split()).casefold()
        if not text:
            continue
        if _NUMBER.fullmatch(text):
            digits = phone_digits(text)
            # A cell that took the number for a number has dropped its first zero.
            numbers.add("0" + digits if len(digits) == 10 and digits[0] in "127" else digits)
        elif _DOMAIN.fullmatch(text):
            domains.add(text.removeprefix("@"))
        elif "@" in text and " " not in text:
            boxes.add(text)
        else:
            phrases.append(text)
        codes.add(re.sub(r"\W", "", text))
    # A name of a letter or two would let through what merely holds it.
    told = (" ".join(plain(name).text.split()).casefold() for name in names)
    phrases += [name for name in told if len(name) > 2]
    return Own(
        frozenset(numbers),
        frozenset(boxes),
        frozenset(domains),
        frozenset(codes),
        tuple(dict.fromkeys(phrases)),
    )
