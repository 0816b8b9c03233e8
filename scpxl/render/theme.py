"""Colours, fonts and sizes, in one place; every sheet and chart takes its looks from here.

Colours are those of the government's analysis palette and of the NHS variation icons: each pair of
neighbours differs by 3:1 in contrast, and none is the only sign of what it stands for.
"""

from __future__ import annotations

from typing import Final

FONT: Final = "Calibri"
"""Metric-compatible fonts exist everywhere (Carlito), so sheets look alike in Excel and LibreOffice."""

INK: Final = "#1D2730"
QUIET: Final = "#5B6770"
RULE: Final = "#D5DBE0"
PAPER: Final = "#FFFFFF"
WASH: Final = "#F3F6F8"
NAVY: Final = "#12436D"
TURQUOISE: Final = "#28A197"
PLUM: Final = "#801650"
ORANGE: Final = "#F46A25"
GREY: Final = "#3D3D3D"
LILAC: Final = "#A285D1"

INPUT: Final = "#FFF9E5"
"""Where a partner types."""
INPUT_EDGE: Final = "#E0C36A"
INPUT_WANTED: Final = "#FFEDB3"
"""Where something is still to be typed."""
HISTORY: Final = "#F3F6F8"
HISTORY_HEAD: Final = "#D9E2EA"
CLOSED: Final = "#E6EAED"

RAG_FILL: Final = {"Red": "#B3261E", "Amber": "#FFC20E", "Green": "#1E7B45", "Not rated": "#E6EAED"}
RAG_INK: Final = {"Red": "#FFFFFF", "Amber": "#1D2730", "Green": "#FFFFFF", "Not rated": "#5B6770"}

COMMON: Final = "#8A949C"
IMPROVEMENT: Final = "#0B7BC1"
CONCERN: Final = "#D35400"
NEUTRAL: Final = "#490092"
TARGET: Final = "#B3261E"

HEAT: Final = ("#FFFFFF", "#9DBBD3", "#12436D")
"""Low, middle, high of a heat map."""
HEAT_TABLE: Final = ("#FFFFFF", "#D3E3F0", "#8DB9DC")
"""The same for cells that carry their number: dark ink stays readable on the highest."""

CONCERN_INK: Final = "#A84300"
IMPROVEMENT_INK: Final = "#0A6AA8"
"""Concern and improvement as text: 4.5:1 and more on white."""
LINK: Final = "#12436D"
BAND: Final = "#E4ECF3"
"""Behind the name of an objective."""
LAST_YEAR: Final = "#8FA9C0"
"""The year before, beside navy for this year."""
BAR: Final = "#B9CBDB"
