"""Colours, fonts and sizes, in one place; every sheet and chart takes its looks from here.

Colours are those of the government's analysis palette and of the NHS variation icons: each pair of
neighbours differs by 3:1 in contrast, and none is the only sign of what it stands for.
"""

from __future__ import annotations

from typing import Final

FONT: Final = "Calibri"
"""Metric-compatible fonts exist everywhere (Carlito), so sheets look alike in Excel and LibreOffice."""

INK: Final = "#1D2730"
QUIET: Final = "#505A62"
RULE: Final = "#D5DBE0"
PAPER: Final = "#FFFFFF"
WASH: Final = "#F3F6F8"
NAVY: Final = "#12436D"

INPUT: Final = "#FFF9E5"
"""Where a partner enters."""
INPUT_EDGE: Final = "#E0C36A"
CHOICE_EDGE: Final = "#8A6D00"
"""Round the cell in which a reader chooses what is shown."""
INPUT_WANTED: Final = "#FFEDB3"
"""Where something is still to be entered."""
HISTORY: Final = "#F3F6F8"
HISTORY_HEAD: Final = "#D9E2EA"
CLOSED: Final = "#E6EAED"

RAG_FILL: Final = {"Red": "#A3170F", "Amber": "#F2A900", "Green": "#DDEFE3", "Not rated": "#FFFFFF"}
RAG_INK: Final = {"Red": "#FFFFFF", "Amber": "#1D2730", "Green": "#0B4A28", "Not rated": "#505A62"}
"""Ordered by darkness, so that they are told apart in grey as well: what needs most attention is darkest."""

COMMON: Final = "#767F86"
IMPROVEMENT: Final = "#0A6AA8"
CONCERN: Final = "#B4500B"
NEUTRAL: Final = "#6B4BA1"
TARGET: Final = "#B3261E"

CONCERN_INK: Final = "#B4500B"
IMPROVEMENT_INK: Final = "#0A6AA8"
"""Concern and improvement as text: 4.5:1 and more on white."""
LINK: Final = "#12436D"
BAND: Final = "#E4ECF3"
"""Behind the name of an objective."""
LAST_YEAR: Final = "#6F8CA8"
"""The year before, beside navy for this year."""
BAR: Final = "#7892AB"
"""Other areas, and the columns of small charts."""
GRID: Final = "#E3E8EC"
CLASSES: Final = ("#E8F0F7", "#BBD3E6", "#7FAFD2", "#3375A6", "#12436D")
"""Fifths of a map, the lowest first."""
CLASS_INK: Final = ("#1D2730", "#1D2730", "#1D2730", "#FFFFFF", "#FFFFFF")
NO_CLASS: Final = "#ECEEF0"
"""A place without a figure, or with too few to be shaded."""
OFFICE: Final = {
    "dk1": INK, "lt1": PAPER, "dk2": NAVY, "lt2": WASH, "accent1": NAVY, "accent2": CONCERN, "accent3": IMPROVEMENT,
    "accent4": NEUTRAL, "accent5": COMMON, "accent6": TARGET, "hlink": IMPROVEMENT, "folHlink": NEUTRAL,
}  # fmt: skip
"""The same as a colour scheme of Office: what is in each of its places."""
