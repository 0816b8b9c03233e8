"""What a store promises, whatever it is built on: the jobs know this and no more.

Nothing stored is overwritten or deleted, but for the sums of files that can be made again.  Every `save_`, `withdraw_` or `decide_` happens wholly or not at all.
What people wrote is given as it may be shown: `guard` has looked at it, save where a method says otherwise.
Everything raises StoreError where the record cannot be read or written.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from types import MappingProxyType, TracebackType
from typing import Final, Protocol, Self

from scpxl.framework.remarks import HeldSeries
from scpxl.model.documents import ActionRecord, CommentaryRecord, ExplanationRecord
from scpxl.model.observations import Observation, SeriesKey
from scpxl.model.periods import Period
from scpxl.privacy.guard import Guard
from scpxl.returns.findings import Finding
from scpxl.store.records import (
    NOTHING,
    Brought,
    Decision,
    EditionChoice,
    Entry,
    Event,
    FrameworkVersion,
    LifeChange,
    NewSubmission,
    PrivateText,
    Publication,
    ReleaseStep,
    Restatement,
    SavedSubmission,
    SubmissionKind,
    SubmissionRecord,
    WaiverUse,
    WrittenOutput,
)

NO_OTHER: Final[Mapping[str, int]] = MappingProxyType({})


class Store(Protocol):
    """A partnership's record, open.  Use it in a `with` statement."""

    path: Path
    guard: Guard
    """What of people's words may be shown; it knows what was cleared here."""

    def __enter__(self) -> Self:
        """Return the store itself."""

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close it."""

    def damages(self) -> tuple[str, ...]:
        """Return what is wrong with the file itself; nothing for a sound one."""

    def as_bytes(self) -> bytes:
        """Return the whole record as it is at this moment, to be kept elsewhere."""

    def take_from(self, record: bytes) -> None:
        """Hold what another record holds, given as `as_bytes` gave it, in place of all that is here; or change nothing.

        A record of an earlier version is brought up to date.
        """

    # Submissions

    def save_submission(
        self, submission: NewSubmission, brings: Brought = NOTHING, *, withdrawn: str = ""
    ) -> SavedSubmission:
        """Store a submission with all it brings.

        Bytes already stored for the partner and period change nothing.  A returned submission keeps its findings and
        counts as an attempt; its figures, commentary, actions and explanations stay out, and the last accepted return
        stays in force.  An accepted return supersedes the earlier ones for its partner and period: a figure that
        differs is a restatement, a figure of the period that it leaves out becomes blank, a figure that a return for a
        later period has restated stays so.

        With `withdrawn`, the reason why an accepted one is not to be in force, it is withdrawn as it comes and what is
        in force stays so; reinstating puts it in force.  Raises StoreError where two observations are about the same
        thing, or a figure is not a number; then nothing is stored.
        """

    def fetch_submissions(
        self, period: Period | None = None, partner: str | None = None, kind: SubmissionKind | None = None
    ) -> list[SubmissionRecord]:
        """Return every attempt, whatever became of it, by partner, period and attempt."""

    def fetch_submission(self, reference: str) -> SubmissionRecord:
        """Return one submission by its reference.  Raises NotFoundError where there is none."""

    def find_submissions_of(self, sha256: str) -> list[SubmissionRecord]:
        """Return the submissions that had exactly these bytes, first to last; none where they are new."""

    def find_repeat(self, sha256: str, period: Period, framework_version: str) -> SavedSubmission | None:
        """Return the return for a period that had exactly these bytes, as a repeat; None where they are to be judged.

        They are, where they are new, or were sent back under another framework and nothing was sent since.
        """

    def fetch_owed(self) -> list[SubmissionRecord]:
        """Return the returns to which a reply is owed: stored, and no reply written yet."""

    def save_replied(self, submission: int, moment: datetime) -> None:
        """Note that the reply to a submission, given by its number, was written."""

    def withdraw_submission(self, reference: str, why: str) -> LifeChange:
        """Take an accepted submission out of force; the previous figures apply again.

        An earlier accepted attempt at the same return is in force again, with its commentary and actions.
        Raises NotFoundError for a reference there is none of, ConflictError for a submission that is not in force or
        where no reason is given.
        """

    def reinstate_submission(self, reference: str) -> LifeChange:
        """Bring a withdrawn submission back, to where it would be had it never been withdrawn.

        Where a later attempt was accepted meanwhile, that one stays in force.  Raises NotFoundError for a reference
        there is none of, ConflictError for a submission that is not withdrawn.
        """

    def fetch_findings(self, submission: int) -> tuple[Finding, ...]:
        """Return the findings of a submission, given by its number, in the order in which they were told."""

    def fetch_waiver_uses(self) -> list[WaiverUse]:
        """Return every use of a waiver, in the order in which the submissions came."""

    # Figures

    def fetch_observations(
        self,
        indicators: Collection[str] | None = None,
        areas: Collection[str] | None = None,
        first: int | None = None,
        last: int | None = None,
        firsts: Mapping[str, int] = NO_OTHER,
    ) -> list[Observation]:
        """Return the current figures with their source, by series and month whatever order they came in.

        `first` and `last` are months; a figure is given where all its months lie between them.  None asks for no
        limit.  `firsts` holds the first month of indicators that are asked for from another one.
        """

    def fetch_series_history(
        self, series: Iterable[SeriesKey], first: int | None = None, last: int | None = None
    ) -> dict[SeriesKey, dict[Period, Observation]]:
        """Return what is known of each series between two months; a series without figures has no periods."""

    def fetch_on_record(self) -> list[HeldSeries]:
        """Return the periods on record of each series and partner; what was left blank is not held."""

    def fetch_restatements(
        self, indicators: Collection[str] | None = None, submission: int | None = None
    ) -> list[Restatement]:
        """Return the figures that were changed after they were stored, in the order in which that was done.

        A figure changed twice appears twice.  What a withdrawn submission changed is not among them, unless it is
        the one `submission` names, by its number.
        """

    # What partners wrote: the returns in force speak, by partner, in the form's order

    def fetch_commentary(self, period: Period) -> list[CommentaryRecord]:
        """Return what the returns say of each objective."""

    def fetch_actions(self, period: Period, partner: str | None = None) -> list[ActionRecord]:
        """Return their action plans."""

    def latest_actions(self, partner: str, before: Period) -> list[ActionRecord]:
        """Return the partner's action plan of its last return in force that is for an earlier period.

        None where there is no such return; the plan of a return that says it has no actions is empty too.
        """

    def fetch_explanations(self, period: Period) -> list[ExplanationRecord]:
        """Return what they say of figures that were asked about."""

    def explanations_as_written(self, period: Period) -> list[ExplanationRecord]:
        """Return the same with whatever they hold, to be judged by a rule and not to be shown to anybody."""

    def fetch_nil_sections(self, period: Period) -> frozenset[tuple[str, str]]:
        """Return partner and section of whatever the returns say holds nothing to report."""

    # What was published and decided, and the log

    def save_publication(
        self, period: Period, edition: str, *, made: datetime, framework_version: str, results: str
    ) -> Publication:
        """Freeze what was published; `results` is JSON.

        The same results as the last ones of that period and edition are not kept twice: the earlier publication is
        returned.
        """

    def fetch_publications(
        self, period: Period | None = None, edition: str | None = None
    ) -> list[Publication]:
        """Return what was published, first to last, without the results themselves."""

    def fetch_results(self, publication: Publication) -> str:
        """Return the frozen results, as JSON.

        Raises NotFoundError for a publication of another store, StoreError where the results are not those that were
        frozen.
        """

    def save_whole(self, publication: Publication, record: bytes) -> None:
        """Keep a publication whole; what is kept already stays as it is."""

    def has_whole(self, publication: Publication) -> bool:
        """Return whether a publication is kept whole."""

    def fetch_whole(self, publication: Publication) -> bytes:
        """Return a publication as it was kept whole.

        Raises NotFoundError for one made before publications were, StoreError where it was altered since.
        """

    def save_release_steps(self, steps: Sequence[ReleaseStep]) -> None:
        """Keep what was decided about this store's publications, all or nothing; earlier steps and `state` stay."""

    def fetch_release_steps(self) -> list[ReleaseStep]:
        """Return what was decided about publications, first to last; of a draft nothing was."""

    def state(self) -> int:
        """Return a number that is another one after every change of what the record holds that an output may show."""

    @property
    def own_changes(self) -> int:
        """How many times this program has changed the record since it was opened: so many numbers `state` went on."""

    def save_outputs(self, sums: Mapping[str, str], made_of: str, publication: Publication) -> None:
        """Keep the sums of a publication's files by their names, and what they were made of; `state` stays."""

    def fetch_output(self, name: str) -> WrittenOutput | None:
        """Return what is kept of a file that was written; None where nothing is."""

    def save_framework_version(self, version: str, framework: str, first_used: datetime) -> FrameworkVersion:
        """Keep a framework, given as JSON, unless it is kept already; return the record kept."""

    def fetch_framework_versions(self, version: str | None = None) -> list[FrameworkVersion]:
        """Return the frameworks used, first to last."""

    def save_decision(self, decision: Decision) -> Decision:
        """Keep a decision, and return it as it may be shown; earlier ones stay."""

    def save_typed(self, decisions: Sequence[Decision], entries: Sequence[Entry]) -> None:
        """Keep what was entered into a dashboard, all of it or nothing; earlier decisions and entries stay."""

    def fetch_entries(self, kind: str, until: Period | None) -> list[Entry]:
        """Return the last entry under each key, of this period or an earlier one, cleared ones too, by key.

        `kind` is an `EntryKind` or the name of a register; without a period those of any are meant.
        """

    def fetch_decisions(self, until: Period | None = None, indicator: str | None = None) -> list[Decision]:
        """Return the decisions for periods up to the end of one, in the order of their periods."""

    def latest_decisions(self, until: Period) -> dict[str, Decision]:
        """Return by indicator the decision that applies at the end of a period: the last one for it or before."""

    def save_edition_choice(self, choice: EditionChoice) -> EditionChoice:
        """Keep which edition a text may be read in, and return it as it may be shown; earlier choices stay."""

    def fetch_edition_choices(self, until: Period) -> list[EditionChoice]:
        """Return what was chosen for texts of periods up to the end of one, in the order of periods and of choosing."""

    def fetch_events(self) -> list[Event]:
        """Return everything that was done, in its order."""

    # Texts that may identify somebody

    def fetch_private_texts(
        self, period: Period | None = None, partner: str | None = None
    ) -> list[PrivateText]:
        """Return every text in which the guard finds something, as it was written, cleared ones among them.

        Each text stands once for each place; of a text that came with several attempts at a return, the last attempt
        is the place.  None asks for every period, or partner.
        """

    def count_withheld(self, period: Period) -> int:
        """Return how many texts of the returns in force for a period are withheld."""

    def decide_on_texts(
        self, ids: Sequence[str], *, clear: bool, by: str, reason: str, now: datetime
    ) -> list[PrivateText]:
        """Clear texts, or withhold cleared ones again, all of them or none; return each at one of its places.

        Kept are who decided, when and why, and in the log the id; not the text.  Raises NotFoundError for an id there
        is none of, ConflictError where the text is as it is asked to be.
        """
