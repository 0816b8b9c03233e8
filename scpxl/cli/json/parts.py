"""The parts of what commands print with --json: a partner, a period, a finding, a submission.  Records only."""

from __future__ import annotations

from typing import Literal, TypedDict


class Named(TypedDict):
    """A partner, an area, an indicator or an objective: always its code and its name."""

    code: str
    """The short code of the framework; an area's is its ONS code."""
    name: str
    """Name or title, as printed; the code where the framework no longer has it."""


class PeriodFacts(TypedDict):
    """A month, a quarter, a financial year, or as many months as an import holds."""

    code: str
    """As a person types it: 2017-18 Q4, 2018-03, FY2017-18; the first and last month for another span."""
    name: str
    """As printed: Q4 2017-18: Jan 2018 – Mar 2018."""
    first: str
    """Its first month, 2018-01."""
    last: str
    """Its last month, 2018-03."""


class Program(TypedDict):
    """What printed it."""

    version: Literal[2]
    """Goes up when a key is renamed, removed or changes its meaning; keys may be added without that."""
    command: str
    """The command, in words: framework check."""
    program: str
    """The version of scpxl."""


class FindingFacts(TypedDict):
    """One finding of a check."""

    code: str
    """What kind of finding; stays the same from version to version."""
    severity: Literal["must fix", "explain", "note"]
    let_by: Literal["waiver", "trial", "tolerance"] | None
    """What made it a note, where it is a note only by that."""
    stage: Literal["file", "form", "identity", "structure", "values", "sums", "queries", "tidied"]
    where: str
    """The cells concerned, as people read them; may be blank."""
    cells: list[str]
    """The same, one each."""
    fact: str
    """What was found."""
    advice: str
    """What to do; blank for a note."""


class FileFacts(TypedDict):
    """A return that was checked."""

    file: str
    """Name of the file."""
    sha256: str
    """Hash of its bytes."""
    verdict: Literal["Accepted", "Accepted with queries", "Returned"]
    partner: Named | None
    """Whose it is; null where it is not one of our forms that is due."""
    period: PeriodFacts | None
    """What it is for; null likewise."""
    figures: int
    """How many figures were read."""
    playback: str | None
    """What it holds of its quarter, as a sentence; null likewise."""
    findings: list[FindingFacts]
    """In the order in which they are listed."""


class CheckedFacts(FileFacts):
    """A return that was checked, and its marked copy."""

    marked: str | None
    """With --mark: path of the marked copy; null where there is none."""


class Stored(TypedDict):
    """What became of a return that was stored."""

    reference: str
    """Reference of the submission."""
    attempt: int
    """Which attempt of the partner's for the quarter."""
    status: Literal["accepted", "accepted with queries", "returned", "superseded", "withdrawn"]
    seen_before: bool
    """Whether the same bytes were stored before; then nothing was changed."""
    new: int
    """Figures that were not in the record."""
    unchanged: int
    """Figures that the record held unchanged."""
    restated: int
    """Figures whose value in the record was changed."""
    overtaken: int
    """Figures that stay as a later quarter's return restated them."""


class CollectedFacts(FileFacts):
    """A return that was collected."""

    answer: str | None
    """Path of the reply written to the partner; null where nothing was newly stored."""
    order: str | None
    """Why the order in which the attempts were taken may be wrong; null where nothing suggests it."""
    stored: Stored | None
    """Null where it is not one of our forms that is due, and nothing was stored."""


class NotCarriedFacts(TypedDict):
    """A filled cell of an older form that was not carried."""

    cell: str
    """Its address in the old file."""
    value: str | None
    """What it shows; null where that may identify somebody."""
    why: str
    matters: bool
    """False where it is worked out from what was transferred."""


class ReturnFacts(TypedDict):
    """Where a partner's return is."""

    partner: Named
    status: str
    """accepted, accepted with queries, returned, missing, not due yet."""
    due: str
    """The day it is due, 2018-04-28."""
    received: str | None
    """The day the file was received; null where none was."""
    days_late: int
    """Days after the due date; 0 if on time."""
    attempts: int
    """How many times the partner sent a return."""
    to_fix: int
    """Errors that must be corrected; 0 once a return is accepted."""
    to_explain: int
    """Queries on it."""
    file: str
    """The name of the accepted file, or the last one."""
    signed_off: str
    """Name and role of who signed off."""
    words: str
    """The same as a sentence."""


class SectionFacts(TypedDict):
    """What has come of one section of one partner's return, month by month."""

    partner: Named
    section: str
    """Measures, Wards, Breakdowns, Actions or Commentary."""
    months: list[str]
    """The months of the period, as printed."""
    states: list[str]
    """One state per month: received, late, provisional, nil, in part, not given, returned, withdrawn, missing, not due, nothing due; blank where nothing is asked for."""


class TrialFacts(TypedDict):
    """What a rule on trial would have done, at each partner's last attempt."""

    rule: str
    begins: str
    """The first due date from which returns must keep it."""
    returns: int
    cells: int
    words: str


class SubmissionFacts(TypedDict):
    """One submission as it is on record."""

    reference: str
    attempt: int
    """Which attempt it is of that partner and period."""
    status: Literal["accepted", "accepted with queries", "returned", "superseded", "withdrawn"]
    partner: Named | None
    """Null for an import."""
    period: PeriodFacts
    file: str
    """Name of the file."""
    received: str
    """When it was received, with its time zone."""


class ChangedFacts(TypedDict):
    """A cell or figure that is other than it was."""

    what: str
    """Which question, measure and month."""
    was: str
    """What was there, as people read it; `blank` for nothing."""
    now: str
    was_in: str
    """The cell before, for a figure on record with its submission; – where there was none."""
    now_in: str


class AttemptFacts(SubmissionFacts):
    """One attempt, and what it changed."""

    against: str | None
    """Reference of the attempt before; null for the first."""
    cells: list[ChangedFacts]
    """What it changed against the attempt before."""
    restated: list[ChangedFacts]
    """Earlier figures of the record that it changed."""


class EventFacts(TypedDict):
    """One thing that happened."""

    moment: str
    """When, with its time zone: 2018-04-27T09:00:00+00:00."""
    what: str
    """received, returned, accepted, accepted with queries, superseded, withdrawn, reinstated, in force again, waived, published and the like."""
    partner: Named | None
    period: PeriodFacts | None
    words: str
    """The same as a sentence."""


class Clearing(TypedDict):
    """The last decision about a text."""

    by: str
    reason: str
    recorded: str


class TextFacts(TypedDict):
    """A text that may identify somebody; the text itself is never printed."""

    id: str
    """By which it is cleared; it says nothing of the text.  The same text has the same id everywhere."""
    period: PeriodFacts | None
    partner: Named | None
    where: str
    """Its cell, or what it is: the name of a file, the reason of a decision."""
    file: str | None
    """Name of the file it was in."""
    submission: str | None
    """Reference of the submission it was in."""
    kinds: list[str]
    """What was found in it."""
    withheld: bool
    """True until it is cleared."""
    decided: Clearing | None


class DecisionFacts(TypedDict):
    """What people decided about an exception; it applies until they decide otherwise."""

    indicator: Named
    period: PeriodFacts
    """The quarter it was decided for."""
    decision: Literal["escalate", "watch", "close"]
    by: str
    reason: str
    recorded: str
    """The day it was written down."""
    words: str
    """The same as a sentence."""


class EditionFacts(TypedDict):
    """A text of a quarter, and who may read it."""

    key: str
    """By which it is named: decision/BUR-01, action/met/A3, commentary/met/O1."""
    words: str
    """How it begins."""
    may_read: Literal["partnership", "observers", "public"]
    """The widest edition it may be read in."""
    chosen: bool
    """Whether somebody chose that; else it is the usual one."""
    observers: bool
    """Whether the observers' edition holds it."""
    why_not: str | None
    """Why observers do not read it; null where they do."""


class ExceptionFacts(TypedDict):
    """One thing outside what random variation would produce, or off target."""

    place: int
    """Its place in the list, from 1."""
    indicator: Named
    objective: Named
    rule: str
    """Which rule put it here."""
    words: str
    judgement: str
    """Whether that is for the better."""
    rag: str
    """The rating."""
    rule_words: str
    """What the rule looks for, and why it has its place in the order."""
    suggestion: str
    """What the rule suggests: escalate or watch; blank where nothing is asked of anybody."""
    decision: DecisionFacts | None
    """What people last decided about it."""


class IssuedFacts(TypedDict):
    """One blank return."""

    partner: Named
    file: str
    """Its path."""
    figures: int
    """How many earlier figures are filled in."""
    withheld: int
    """How many texts of last time's actions are withheld in it."""


class PracticeFacts(TypedDict):
    """One practice return."""

    file: str
    """Its path."""
    partner: Named
    done: str
    """What was done to it."""
    codes: list[str]
    """The codes of the findings it is to get."""


class DifferenceFacts(TypedDict):
    """One difference between two frameworks."""

    table: str
    """Which of the framework's tables; `framework` for its own fields."""
    entry: str
    """Which entry of it."""
    change: str
    """added, removed or changed."""
    words: str


class VersionFacts(TypedDict):
    """A figure that was restated."""

    period: PeriodFacts
    was: str
    was_in: str
    now: str
    now_in: str
    made: str
    """The day the newer value was received, as printed."""


class ObservationFacts(TypedDict):
    """A figure as it was reported, and where it was entered."""

    period: PeriodFacts
    numerator: float | None
    """The number; null where there is none."""
    denominator: float | None
    """What it is out of; null where nothing."""
    marker: str
    """Blank, or x, z, c, nil, blank, p, u."""
    partner: Named | None
    """Null for an imported figure."""
    submission: str
    """Reference of the submission."""
    file: str
    sheet: str
    """Sheet it was entered in; for a CSV, the file."""
    cell: str


class Counts(TypedDict):
    """How many entries a framework has."""

    objectives: int
    indicators: int
    partners: int
    areas: int
    targets: int


class LookedFacts(TypedDict):
    """One thing that a click in Excel needs."""

    check: str
    verdict: Literal["in order", "to correct", "cannot look from here"]
    found: str
    fix: str | None
    """What to do; null where it is in order."""


class TextDifferenceFacts(TypedDict):
    """A text of an output that is not as it was published."""

    place: str
    published: str
    """Blank for what was not published."""
    found: str
    """Blank for what is missing."""
    also: list[str]
    """Other places that show the very same text."""


class VerifiedFacts(TypedDict):
    """An output, held against the record."""

    file: str
    as_published: bool
    period: PeriodFacts | None
    edition: str | None
    figures: str | None
    """The reference printed on its pages."""
    texts: int
    """How many texts were compared."""
    differences: list[TextDifferenceFacts]
    typed: list[TextDifferenceFacts]
    """What people have entered since, in cells that are for it."""
    told: list[str]
    """What could not be compared, and why."""
    why_not: str | None
    """Why it could not be verified."""


class ReleaseStepFacts(TypedDict):
    """One thing that was decided about a publication."""

    state: Literal["draft", "approved", "superseded", "withdrawn"]
    """What it was from then on."""
    by: str
    why: str | None
    recorded: str
    """The moment it was written down."""


class ReleaseFacts(TypedDict):
    """A publication, and where it is in its life."""

    period: PeriodFacts
    edition: str
    published: str
    """The moment it was made."""
    figures: str
    """The reference printed on its pages."""
    state: Literal["draft", "approved", "superseded", "withdrawn"]
    steps: list[ReleaseStepFacts]
    """What was decided about it, first to last."""
