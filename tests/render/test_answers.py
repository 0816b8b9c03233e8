"""Receipt, reply and page: what a partner is told, and in which order."""

from __future__ import annotations

from datetime import UTC, datetime
from html.parser import HTMLParser

from scpxl.checks.catalogue import finding
from scpxl.render.answers_page import FileAnswer, answers_page
from scpxl.render.letters import Receipt, receipt_text, reply_text
from scpxl.returns.cells import CellRef
from scpxl.returns.findings import ReturnVerdict
from tests.checks.builders import FORM

RECEIPT = Receipt(
    "R-R76FHJ", 2, "met.xlsx", "ab" * 32, datetime(2018, 4, 7, 9, 5, tzinfo=UTC), 1290, "Returned", "", "It holds it all."
)  # fmt: skip
FINDINGS = (
    finding("TIDIED", [CellRef("Measures", 3, 3)], was="1,234", now=1234),
    finding("NEGATIVE", [CellRef("Measures", 9, 18)], value=-133),
    finding("PERCENT_AS_FRACTION", [CellRef("Measures", 8, 8)], value=0.65, meant=65, column="explanation"),
)


def test_the_receipt_names_the_file_to_the_byte_and_who_signed_it() -> None:
    assert receipt_text(RECEIPT).splitlines() == [
        "Receipt",
        "  Reference:     R-R76FHJ, attempt 2",
        "  File:          met.xlsx",
        f"  SHA-256:       {'ab' * 32}",
        "  Received:      7 April 2018, 09:05 UTC",
        "  Figures read:  1,290",
        "  Verdict:       Returned",
        "  Signed off by: not said",
        "",
        "It holds it all.",
    ]


def test_the_reply_begins_with_the_verdict_and_lists_the_gravest_first() -> None:
    told = reply_text(FORM, FINDINGS, ReturnVerdict.RETURNED, RECEIPT, "met - to fix.xlsx")
    order = [
        "Subject: Returned: return for Q4 2017-18", "Dear Metropolitan Police,", "could not be accepted yet",
        "met - to fix.xlsx", "Please correct:\n- Measures!S10  -133 is negative.",
        "Please explain or correct:\n- Measures!I9", "For your information; nothing to do:\n- Measures!D4",
        "Questions: ", "Receipt\n",
    ]  # fmt: skip
    places = [told.index(words) for words in order]
    assert places == sorted(places)
    assert "NEGATIVE" not in told


def test_an_accepted_return_is_thanked_for_and_nothing_is_asked() -> None:
    told = reply_text(FORM, (), ReturnVerdict.ACCEPTED, RECEIPT)
    assert "You need do nothing more." in told
    assert "Please" not in told
    assert "attached" not in told


class Page(HTMLParser):
    """Keeps the tags of a page, and checks that each is closed where it must be."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.feed(text)
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag != "meta":
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def page(*answers: FileAnswer) -> str:
    return answers_page(answers, "Returns checked")


MET = FileAnswer("met.xlsx", "Returned", "Metropolitan Police, Q4", "It holds it all.", FINDINGS)
LFB = FileAnswer("<lfb> & co.xlsx", "Accepted", "Fire Brigade, Q4", "", ())


def test_the_page_is_one_file_without_scripts_that_a_screen_reader_can_follow() -> None:
    tags = Page(page(MET, LFB)).tags
    names = [name for name, _ in tags]
    assert not {"script", "link", "img", "iframe"} & set(names)
    assert not any(key in {"src", "href"} or key.startswith("on") for _, attrs in tags for key in attrs)
    assert "url(" not in page(MET)
    assert ("html", {"lang": "en-GB"}) in tags
    assert [name for name in names if name in {"h1", "h2"}] == ["h1", "h2", "h2"]
    assert [attrs.get("scope") for name, attrs in tags if name == "th"] == ["col"] * 4 + ["row"] * 3
    assert "caption" in names


def test_each_file_has_its_verdict_first_and_its_gravest_finding_first() -> None:
    told = page(MET, LFB)
    order = [
        "2 files checked: 1 accepted, 1 returned.", "Returned</span> met.xlsx", "It holds it all.", "✕ Must fix", "-133 is negative.",
        "? Explain or correct", "i For information", "Accepted</span> &lt;lfb&gt; &amp; co.xlsx",
        "Nothing to correct or explain.",
    ]  # fmt: skip
    places = [told.index(words) for words in order]
    assert places == sorted(places)


def luminance(colour: str) -> float:
    parts = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_text_on_each_background_has_the_contrast_asked_for() -> None:
    from scpxl.render import theme

    for back in ("#E2F3E8", "#FFE3E6", "#FFF3C4", "#E4ECF3", theme.PAPER):
        assert back == theme.PAPER or back in page(MET)
        light, dark = luminance(back), luminance(theme.INK)
        assert (light + 0.05) / (dark + 0.05) >= 7
    assert (luminance(theme.PAPER) + 0.05) / (luminance(theme.NAVY) + 0.05) >= 7
