"""What each command prints with --json, a record a command: the JSON Schema is written from here.

Nothing here is needed to print: `facts` makes these, and the type checker compares the two.
"""

from __future__ import annotations

from typing import Any, Literal, TypedDict

from scpxl.cli.json.parts import (
    AttemptFacts,
    CheckedFacts,
    CollectedFacts,
    Counts,
    DecisionFacts,
    DifferenceFacts,
    EditionFacts,
    EventFacts,
    ExceptionFacts,
    FindingFacts,
    IssuedFacts,
    LookedFacts,
    Named,
    NotCarriedFacts,
    ObservationFacts,
    PeriodFacts,
    PracticeFacts,
    ReleaseFacts,
    ReturnFacts,
    SectionFacts,
    SubmissionFacts,
    TextFacts,
    TrialFacts,
    VerifiedFacts,
    VersionFacts,
)
from scpxl.scorecard.explaining import ExplainedLine
from scpxl.scorecard.records.board import ChangedLine, ChangedSince, DecisionLine, ExceptionLine, QualityLine
from scpxl.scorecard.records.scorecard import IndicatorCard, Scorecard


class Demo(TypedDict):
    """The worked example, made."""

    period: PeriodFacts
    """The quarter that was published."""
    folder: str
    issued: int
    """How many blank returns."""
    collected: int
    """How many files."""
    path: str
    """The dashboard written."""


class Init(TypedDict):
    """A folder, made."""

    folder: str
    framework: str
    """Path of the framework to edit."""


class Issue(TypedDict):
    """Blank returns, written."""

    period: PeriodFacts
    returns: list[IssuedFacts]
    put_into: str
    """The folder for the completed returns."""


class Check(TypedDict):
    """Answers to returns, in the order given."""

    files: list[CheckedFacts]


class Import(TypedDict):
    """A tidy file, taken in."""

    file: str
    verdict: Literal["Accepted", "Accepted with queries", "Returned"]
    """Accepted with queries where rows were set aside; Returned where nothing was stored."""
    rows: int
    """Figures taken in; 0 where it was sent back."""
    set_aside: int
    """Rows that cannot be used; each has a must-fix finding."""
    restated: list[str]
    """A sentence for each figure on record that was changed."""
    findings: list[FindingFacts]


class Collect(TypedDict):
    """What one collecting did."""

    period: PeriodFacts
    files: list[CollectedFacts]
    """One per file, attempts at one return in the order they were made."""
    skipped: list[str]
    """What lay among the files and was left alone, with the reason in brackets: folders, links, system files, copies of the record."""
    unread: list[str]
    """Sentences about files that could not be read or stored; the others were."""
    not_received_by_file_time: list[str]
    """Names of newly stored files whose times do not show when they were received; they count as received when they were last saved or signed off."""


class Migrate(TypedDict):
    """A return of an older form, carried into the present one."""

    file: str
    """Name of the old file."""
    form: str | None
    """Version of the form it is on; null where it is not one we know."""
    partner: Named | None
    """Null where nothing was written."""
    period: PeriodFacts | None
    out: str | None
    """Path of the new file; null where nothing was written: `findings` say why."""
    carried: dict[str, int]
    """How many cells were carried, by the current sheet."""
    printed: int
    """How many filled cells hold what the old form printed."""
    restated: int
    """How many transferred earlier figures differ from the record."""
    not_carried: list[NotCarriedFacts]
    newly_asked: list[str]
    """What is asked now and was not on the old form, a sentence each."""
    findings: list[FindingFacts]


class Status(TypedDict):
    """Where a quarter's returns are."""

    period: PeriodFacts
    returns: list[ReturnFacts]
    """One per partner."""
    matrix: list[SectionFacts]
    """One per section of a partner's return."""
    trials: list[TrialFacts]
    """One per rule on trial."""
    remarks: list[str]
    """Waivers and trials that have ended, waivers that covered nothing, a sentence each."""
    withheld: int
    """How many texts of the quarter are withheld because they may identify somebody."""
    reminders: list[str]
    """Paths of the reminders drafted, with --chase."""
    reminders_edited: list[str]
    """Paths of earlier drafts that somebody has edited; they were left alone."""


class Changes(TypedDict):
    """What each attempt of a partner changed, first to last."""

    partner: Named
    period: PeriodFacts
    attempts: list[AttemptFacts]


class Withdraw(TypedDict):
    """A submission taken out of force or brought back, and what is in force now."""

    submission: SubmissionFacts
    in_force: SubmissionFacts | None
    """Null where no return is accepted for its partner and period."""
    figures: int
    """How many figures of the record are other than before."""


class History(TypedDict):
    """What happened, first to last."""

    events: list[EventFacts]


class Texts(TypedDict):
    """Texts that may identify somebody: one for each place where one is."""

    texts: list[TextFacts]


class Publish(TypedDict):
    """The outputs of a quarter, written."""

    period: PeriodFacts
    path: str
    """The dashboard; where none was asked for, the first file that was written."""
    written: list[str]
    """Every file that was written, but the one with buttons."""
    with_buttons: str | None
    """The dashboard as a macro workbook; null where the extra excel is not installed."""
    unchanged: bool
    """Whether the files stay as they were, since nothing that they are made of has changed."""
    remarks: list[str]
    """What is asked about the framework, a sentence each."""
    typed: int
    """How many rows that were entered in the dashboard went into the record first."""
    told: list[str]
    """What whoever entered, or has the workbook open, has to know, a sentence each."""
    numbers: list[str]
    """Numbers in partners' texts that are near a figure and not it, a sentence each; in no output."""
    readability: list[str]
    """Texts with sentences of more than 25 words, or long words that have a plain one, a sentence each; in no output."""
    release: list[str]
    """Whether it is approved, or what was approved before and what differs from that, a sentence each; none where nobody approves."""
    results: Scorecard
    """The scorecard, with a `version` of its own.  All but `changed` is frozen with the publication."""


class Refresh(Collect, Publish):
    """What was collected, then what was published."""

    workbook: str | None
    """The open workbook that was refreshed; null where a file was written."""
    cells: int | None
    """How many of its cells were written; null where a file was written."""


class Brief(TypedDict):
    """A quarter in sentences."""

    period: PeriodFacts
    markdown: str | None
    """The briefing, as Markdown."""
    html: str | None
    """The page of one objective, where one was asked for."""
    path: str | None
    """The file it was written to, with --out."""


class Explain(TypedDict):
    """How an indicator's figures came about: every key of its card, and these."""

    period: PeriodFacts
    area: Named
    item: str | None
    """The item of a breakdown, as breakdown/item; null for the whole.  The card is then the item's."""
    formulas: list[str]
    """How everything on the card came about, one sentence each."""
    explained: list[ExplainedLine]
    """The same in parts, one each."""
    observations: list[ObservationFacts]
    """The figures of the two years behind it, oldest first."""
    versions: list[VersionFacts]
    """Those of them that were restated, in the order in which they were."""
    changed: ChangedLine | None
    """What of the last publication that differs is no longer so."""
    quality: QualityLine | None
    """Null for another area."""
    exception: ExceptionLine | None
    """Why it is an exception; its `place` is 0.  Null where it is none."""
    decisions: list[DecisionLine]
    """Every decision about it up to the period."""


class Escalate(TypedDict):
    """What is suggested and what was decided: for the quarter, or with INDICATOR for that one."""

    period: PeriodFacts
    indicator: Named | None
    """The one asked about; null for all."""
    exceptions: list[ExceptionFacts]
    """The most serious first; with --decision, the one it is about."""
    standing: list[DecisionFacts]
    """Decisions not closed about what is no exception any more; empty with INDICATOR."""
    decisions: list[DecisionFacts]
    """With INDICATOR: every decision about it up to the quarter."""
    kept: DecisionFacts | None
    """With --decision: what was kept."""


class Export(TypedDict):
    """Files, written."""

    period: PeriodFacts | None
    """With --month: that month."""
    files: list[str]
    """Their paths."""


class FrameworkCheck(TypedDict):
    """Whether a framework can be used.  Where it cannot, the exit status is 2, and this is printed all the same."""

    file: str | None
    """The file looked at, where it cannot be used."""
    framework: str | None
    """Its version; null where it cannot be used."""
    problems: list[str]
    """What is wrong, with its place, a sentence each."""
    counts: Counts | None
    remarks: list[str]
    """What is asked about a framework that can be used, a sentence each."""


class FrameworkExport(TypedDict):
    """A framework, written in its other form."""

    file: str


class TileFacts(TypedDict):
    """An area and its proposed place on the tile map."""

    area: Named
    tile: str
    """Row and column from 0 at the top left: 2,3."""


class FrameworkTiles(TypedDict):
    """Proposed places on the tile map."""

    tiles: list[TileFacts]
    unknown: list[str]
    """Shapes of the file that are no area of the framework."""
    file: str | None
    """The framework with these tiles; null where it was not written."""


class FrameworkSchema(TypedDict):
    """The JSON Schema of the returns for a period, as text, and the file it was written to."""

    period: PeriodFacts
    schema: str
    """The JSON Schema, as text."""
    path: str | None
    """The file it was written to, with --out."""


class FrameworkDiff(TypedDict):
    """What differs between two frameworks."""

    differences: list[DifferenceFacts]


class Editions(TypedDict):
    """The texts of a quarter, with who may read them."""

    period: PeriodFacts
    texts: list[EditionFacts]


class Releases(TypedDict):
    """What was published."""

    releases: list[ReleaseFacts]


class Released(TypedDict):
    """A decision about publications."""

    releases: list[ReleaseFacts]
    """Those whose state is another one now."""
    changed: ChangedSince | None
    """What the superseding one says differently from the one approved before."""


class Verify(TypedDict):
    """Outputs, held against the record."""

    files: list[VerifiedFacts]


class Sandbox(TypedDict):
    """Practice returns, made."""

    period: PeriodFacts
    folder: str
    files: list[PracticeFacts]
    expected: str
    """Path of the list of what is to be found in each."""


class Doctor(TypedDict):
    """What a click in Excel needs, in the order in which it needs it."""

    dashboard: str | None
    """The workbook that was named."""
    in_order: bool
    """Whether nothing is to be corrected; what cannot be seen counts for neither."""
    checks: list[LookedFacts]


class ExcelFiles(TypedDict):
    """Files written into the profile, or removed from it."""

    release: str | None
    """The scpxl that is installed for Excel; null once it is removed."""
    files: list[str]


class StoreCheck(TypedDict):
    """The record, looked through."""

    sound: bool
    problems: list[str]
    """What must be corrected, a sentence each."""
    submissions: int
    files: int
    """How many files the archive keeps."""
    files_of_no_submission: int


class StoreBackup(TypedDict):
    """The record, kept in a file."""

    file: str
    lacking: list[str]
    """Why files that were taken in are not in it, a sentence each."""


class StoreRestore(TypedDict):
    """The record, brought back."""

    submissions: int
    files: int
    before: str | None
    """Path of the backup made of what was there before; null where there was nothing, or a record that was damaged."""
    moved: list[str]
    """Where the files of a damaged record were moved."""
    left: list[str]
    """Names of the backup's framework and settings that were left, since the folder has others."""


PRINTED: dict[str, Any] = {
    "demo": Demo,
    "init": Init,
    "issue": Issue,
    "check": Check,
    "import": Import,
    "collect": Collect,
    "migrate": Migrate,
    "status": Status,
    "changes": Changes,
    "withdraw": Withdraw,
    "reinstate": Withdraw,
    "history": History,
    "privacy list": Texts,
    "privacy clear": Texts,
    "privacy withhold": Texts,
    "publish": Publish,
    "refresh": Refresh,
    "release list": Releases,
    "release approve": Released,
    "release supersede": Released,
    "release withdraw": Released,
    "brief": Brief,
    "explain": Explain,
    "escalate": Escalate,
    "editions": Editions,
    "export": Export,
    "verify": Verify,
    "store check": StoreCheck,
    "store backup": StoreBackup,
    "store restore": StoreRestore,
    "framework check": FrameworkCheck,
    "framework export": FrameworkExport,
    "framework tiles": FrameworkTiles,
    "framework schema": FrameworkSchema,
    "framework diff": FrameworkDiff,
    "sandbox": Sandbox,
    "excel install": ExcelFiles,
    "excel upgrade": ExcelFiles,
    "excel uninstall": ExcelFiles,
    "doctor": Doctor,
}
"""What each command prints beside `scpxl`, by the words it is called with."""
BESIDE = {"explain": IndicatorCard}
"""Records of the scorecard whose keys are beside a command's own."""
