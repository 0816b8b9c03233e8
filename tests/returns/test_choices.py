"""Several choices in one cell: by name or code, with whatever people put between them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scpxl.returns.choices import choices_text, read_choices
from scpxl.returns.form import ChoiceList
from scpxl.returns.raw import CellValue

PARTNERS = ChoiceList(
    "list_partner",
    (
        "Metropolitan Police, Barnet", "London Fire Brigade, Barnet", "Barnet Council, Community Safety",
        "Drug & Alcohol Service", "Barnet, Enfield and Haringey Mental Health Trust", "Barnet Homes",
        "NHS (provider)", "NHS (commissioner)",
    ),
    ("met", "lfb", "council", "drugs", "beh", "homes", "nhs-p", "nhs-c"),
)  # fmt: skip


@pytest.mark.parametrize(
    ("typed", "kept", "unknown"),
    [
        ("met; lfb", ("met", "lfb"), ""),
        ("MET, lfb", ("met", "lfb"), ""),
        ("Metropolitan Police, Barnet; London Fire Brigade, Barnet", ("met", "lfb"), ""),
        ("Metropolitan Police, Barnet, London Fire Brigade, Barnet", ("met", "lfb"), ""),
        ("Metropolitan Police / London Fire Brigade", ("met", "lfb"), ""),
        ("the Metropolitan Police and Barnet Homes", ("met", "homes"), ""),
        ("Barnet Homes &\nDrug & Alcohol Service", ("homes", "drugs"), ""),
        ("drug and alcohol service + lfb", ("drugs", "lfb"), ""),
        ("Barnet, Enfield and Haringey Mental Health Trust", ("beh",), ""),
        ("\u2022 lfb\n\u2022 met\n", ("lfb", "met"), ""),
        ("lfb; LFB, London Fire Brigade", ("lfb",), ""),
        ("nhs-p;;", ("nhs-p",), ""),
        # Two begin so: which is meant would be a guess.
        ("NHS; lfb", ("lfb",), "NHS"),
        ("Barnet", (), "Barnet"),
        ("lfb; Scouts and Guides; Neighbourhood Watch", ("lfb",), "Scouts and Guides; Neighbourhood Watch"),
        ("Age UK, met, Mind in Barnet", ("met",), "Age UK; Mind in Barnet"),
        (7, (), "7"),
        ("None", (), ""),
        ("n/a", (), ""),
        (" - ", (), ""),
        (" ; , ", (), ""),
    ],
)
def test_partners_are_known_however_they_are_listed(
    typed: CellValue, kept: tuple[str, ...], unknown: str
) -> None:
    assert read_choices(typed, PARTNERS)[:2] == (kept, unknown)


@given(
    st.lists(st.sampled_from(list(zip(PARTNERS.codes, PARTNERS.choices, strict=True))), max_size=6),
    st.sampled_from(["; ", ", ", " and ", "\n", " / ", " & ", " + ", ";"]),
    st.booleans(),
)
def test_any_partners_with_any_sign_between_are_read_as_those(
    chosen: list[tuple[str, str]],
    between: str,
    by_name: bool,  # noqa: FBT001 (a drawn value)
) -> None:
    typed = between.join(name if by_name else code for code, name in chosen)
    read = read_choices(typed, PARTNERS)
    assert (read.kept, read.unknown) == (tuple(dict.fromkeys(code for code, _ in chosen)), "")
    assert read_choices(read.words, PARTNERS) == read


@given(st.text(max_size=60))
def test_nothing_typed_is_lost_without_a_word(typed: str) -> None:
    read = read_choices(f"Mind in Barnet;{typed}", PARTNERS)
    assert read.unknown.startswith("Mind in Barnet")


def test_a_cell_full_of_separators_is_read_in_no_time() -> None:
    assert read_choices(";," * 16_000 + "met", PARTNERS).kept == ("met",)


def test_a_partner_who_has_left_is_not_written_into_the_form() -> None:
    assert choices_text(("lfb", "gone", "homes"), PARTNERS) == "London Fire Brigade, Barnet; Barnet Homes"
