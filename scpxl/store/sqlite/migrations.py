"""The steps by which a store of any earlier version comes to be one of this: a list, in order, never changed afterwards."""

from __future__ import annotations

from typing import NamedTuple


class Migration(NamedTuple):
    """One step in the making of a store."""

    name: str
    sql: str


_SUBMISSIONS_AND_FIGURES = """
CREATE TABLE framework_version (
    id INTEGER PRIMARY KEY,
    version TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    framework TEXT NOT NULL,
    first_used TEXT NOT NULL,
    UNIQUE (version, sha256)
);
CREATE TABLE submission (
    id INTEGER PRIMARY KEY,
    reference TEXT NOT NULL UNIQUE,
    sha256 TEXT NOT NULL CHECK (length(sha256) = 64),
    file TEXT NOT NULL,
    partner TEXT NOT NULL,
    first_month INTEGER NOT NULL,
    length INTEGER NOT NULL CHECK (length > 0),
    kind TEXT NOT NULL CHECK (kind IN ('return', 'history', 'benchmark')),
    attempt INTEGER NOT NULL CHECK (attempt > 0),
    received TEXT NOT NULL,
    status TEXT NOT NULL CHECK (
        status IN ('received', 'returned', 'accepted', 'accepted with queries', 'superseded', 'withdrawn')
    ),
    signed_name TEXT NOT NULL,
    signed_role TEXT NOT NULL,
    signed_date TEXT,
    framework_version TEXT NOT NULL,
    figures INTEGER NOT NULL,
    UNIQUE (partner, first_month, length, kind, attempt)
);
CREATE INDEX submission_by_content ON submission (sha256);
CREATE UNIQUE INDEX one_return_in_force ON submission (partner, first_month, length)
    WHERE kind = 'return' AND status IN ('accepted', 'accepted with queries');
CREATE TABLE series (
    id INTEGER PRIMARY KEY,
    indicator TEXT NOT NULL,
    area TEXT NOT NULL,
    breakdown TEXT NOT NULL,
    item TEXT NOT NULL,
    UNIQUE (indicator, area, breakdown, item)
);
CREATE TABLE observation (
    series_id INTEGER NOT NULL REFERENCES series (id),
    first_month INTEGER NOT NULL,
    length INTEGER NOT NULL CHECK (length > 0),
    numerator REAL CHECK (numerator BETWEEN -1e300 AND 1e300),
    denominator REAL CHECK (denominator BETWEEN -1e300 AND 1e300),
    marker TEXT NOT NULL,
    submission_id INTEGER NOT NULL REFERENCES submission (id),
    sheet TEXT NOT NULL,
    cell TEXT NOT NULL,
    PRIMARY KEY (series_id, first_month, length),
    CHECK ((numerator IS NULL) = (marker IN ('x', 'z', 'c', 'nil', 'blank')))
) WITHOUT ROWID;
CREATE TABLE observation_change (
    id INTEGER PRIMARY KEY,
    series_id INTEGER NOT NULL REFERENCES series (id),
    first_month INTEGER NOT NULL,
    length INTEGER NOT NULL,
    old_numerator REAL,
    old_denominator REAL,
    old_marker TEXT NOT NULL,
    old_submission_id INTEGER NOT NULL REFERENCES submission (id),
    old_sheet TEXT NOT NULL,
    old_cell TEXT NOT NULL,
    numerator REAL,
    denominator REAL,
    marker TEXT NOT NULL,
    submission_id INTEGER NOT NULL REFERENCES submission (id),
    sheet TEXT NOT NULL,
    cell TEXT NOT NULL,
    made TEXT NOT NULL
);
CREATE INDEX change_by_submission ON observation_change (submission_id);
CREATE TABLE finding (
    submission_id INTEGER NOT NULL REFERENCES submission (id),
    place INTEGER NOT NULL,
    code TEXT NOT NULL,
    severity TEXT NOT NULL,
    stage TEXT NOT NULL,
    fact TEXT NOT NULL,
    advice TEXT NOT NULL,
    cells TEXT NOT NULL,
    PRIMARY KEY (submission_id, place)
) WITHOUT ROWID;
CREATE TABLE commentary (
    submission_id INTEGER NOT NULL REFERENCES submission (id),
    place INTEGER NOT NULL,
    objective TEXT NOT NULL,
    happened TEXT NOT NULL,
    why TEXT NOT NULL,
    doing TEXT NOT NULL,
    decision TEXT NOT NULL,
    marking TEXT NOT NULL,
    sheet TEXT NOT NULL,
    cell TEXT NOT NULL,
    PRIMARY KEY (submission_id, place)
) WITHOUT ROWID;
CREATE TABLE action (
    submission_id INTEGER NOT NULL REFERENCES submission (id),
    place INTEGER NOT NULL,
    reference TEXT NOT NULL,
    objective TEXT NOT NULL,
    action TEXT NOT NULL,
    owner TEXT NOT NULL,
    due TEXT,
    status TEXT NOT NULL,
    complete REAL,
    rag TEXT NOT NULL,
    rag_reason TEXT NOT NULL,
    "update" TEXT NOT NULL,
    sheet TEXT NOT NULL,
    cell TEXT NOT NULL,
    PRIMARY KEY (submission_id, place)
) WITHOUT ROWID;
CREATE TABLE explanation (
    submission_id INTEGER NOT NULL REFERENCES submission (id),
    place INTEGER NOT NULL,
    indicator TEXT NOT NULL,
    reason TEXT NOT NULL,
    explanation TEXT NOT NULL,
    sheet TEXT NOT NULL,
    cell TEXT NOT NULL,
    PRIMARY KEY (submission_id, place)
) WITHOUT ROWID;
CREATE TABLE event (
    id INTEGER PRIMARY KEY,
    moment TEXT NOT NULL,
    what TEXT NOT NULL,
    partner TEXT NOT NULL,
    first_month INTEGER,
    length INTEGER,
    submission_id INTEGER REFERENCES submission (id),
    words TEXT NOT NULL
);
"""


_PUBLICATIONS_AND_WAIVERS = """
CREATE TABLE publication (
    id INTEGER PRIMARY KEY,
    first_month INTEGER NOT NULL,
    length INTEGER NOT NULL,
    edition TEXT NOT NULL,
    made TEXT NOT NULL,
    framework_version TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    results TEXT NOT NULL
);
CREATE INDEX publication_by_period ON publication (first_month, length, edition);
CREATE TABLE waiver (
    id INTEGER PRIMARY KEY,
    rule TEXT NOT NULL,
    partner TEXT NOT NULL,
    indicator TEXT NOT NULL,
    reason TEXT NOT NULL,
    approved_by TEXT NOT NULL,
    until TEXT NOT NULL,
    recorded TEXT NOT NULL,
    UNIQUE (rule, partner, indicator, reason, approved_by, until)
);
"""


# What each accepted submission said, so that the current view can be made again without one of them.  A store
# of before kept only what had come into the view: that is what is known of its submissions.
_STATEMENTS = """
CREATE TABLE statement (
    submission_id INTEGER NOT NULL REFERENCES submission (id),
    series_id INTEGER NOT NULL REFERENCES series (id),
    first_month INTEGER NOT NULL,
    length INTEGER NOT NULL,
    numerator REAL,
    denominator REAL,
    marker TEXT NOT NULL,
    sheet TEXT NOT NULL,
    cell TEXT NOT NULL,
    PRIMARY KEY (submission_id, series_id, first_month, length)
) WITHOUT ROWID;
INSERT OR IGNORE INTO statement
SELECT submission_id, series_id, first_month, length, numerator, denominator, marker, sheet, cell
FROM observation WHERE NOT (marker = 'blank' AND cell = '');
INSERT OR IGNORE INTO statement
SELECT submission_id, series_id, first_month, length, numerator, denominator, marker, sheet, cell
FROM observation_change WHERE NOT (marker = 'blank' AND cell = '');
INSERT OR IGNORE INTO statement
SELECT old_submission_id, series_id, first_month, length, old_numerator, old_denominator, old_marker,
    old_sheet, old_cell
FROM observation_change WHERE NOT (old_marker = 'blank' AND old_cell = '');
"""


# Which waiver let which submission's findings by.
_WAIVER_USES = """
ALTER TABLE finding ADD COLUMN let_by TEXT NOT NULL DEFAULT '';
CREATE TABLE waiver_use (
    submission_id INTEGER NOT NULL REFERENCES submission (id),
    waiver_id INTEGER NOT NULL REFERENCES waiver (id),
    findings INTEGER NOT NULL,
    PRIMARY KEY (submission_id, waiver_id)
) WITHOUT ROWID;
"""


# A partner may say that a whole section holds nothing: of figures their marks tell it, of texts nothing would.
_NIL_SECTIONS = """
CREATE TABLE nil_section (
    submission_id INTEGER NOT NULL REFERENCES submission (id),
    section TEXT NOT NULL,
    PRIMARY KEY (submission_id, section)
) WITHOUT ROWID;
"""


_DECISIONS = """
CREATE TABLE decision (
    id INTEGER PRIMARY KEY,
    indicator TEXT NOT NULL,
    first_month INTEGER NOT NULL,
    length INTEGER NOT NULL CHECK (length > 0),
    decision TEXT NOT NULL CHECK (decision IN ('escalate', 'watch', 'close')),
    decided_by TEXT NOT NULL CHECK (trim(decided_by) <> ''),
    reason TEXT NOT NULL CHECK (trim(reason) <> ''),
    recorded TEXT NOT NULL
);
CREATE INDEX decision_by_indicator ON decision (indicator, first_month);
"""


# Texts that may identify somebody are withheld until a person clears them: who did, and what was quoted in sentences
# that hold a gap in its place.  A text is known by a hash whose key never leaves the store: a hash without one tells
# a telephone number to whoever tries them all.  Sentences of before have no list of quotes, and are looked through
# as they are fetched.
_CLEARANCES = """
CREATE TABLE secret (
    name TEXT PRIMARY KEY,
    value BLOB NOT NULL
);
INSERT INTO secret VALUES ('texts', randomblob(32));
CREATE TABLE clearance (
    id INTEGER PRIMARY KEY,
    text_key TEXT NOT NULL,
    decision TEXT NOT NULL CHECK (decision IN ('cleared', 'withheld')),
    decided_by TEXT NOT NULL CHECK (trim(decided_by) <> ''),
    reason TEXT NOT NULL CHECK (trim(reason) <> ''),
    recorded TEXT NOT NULL
);
CREATE INDEX clearance_by_text ON clearance (text_key);
ALTER TABLE finding ADD COLUMN quotes TEXT;
ALTER TABLE event ADD COLUMN quotes TEXT;
"""


# A publication as it was, compressed: its scorecard whole, and the month ends up to it.
_WHOLE_PUBLICATIONS = """
CREATE TABLE publication_record (
    publication INTEGER PRIMARY KEY REFERENCES publication (id),
    sha256 TEXT NOT NULL,
    record BLOB NOT NULL
);
"""


# What a partnership types into its own rows of a dashboard: each typing is kept, the last one stands.
_ENTRIES = """
CREATE TABLE entry (
    id INTEGER PRIMARY KEY,
    kind TEXT NOT NULL CHECK (kind IN ('comment', 'action')),
    key TEXT NOT NULL CHECK (trim(key) <> ''),
    first_month INTEGER NOT NULL,
    length INTEGER NOT NULL CHECK (length > 0),
    words TEXT NOT NULL,
    entered_by TEXT NOT NULL CHECK (trim(entered_by) <> ''),
    recorded TEXT NOT NULL
);
CREATE INDEX entry_by_key ON entry (kind, key, first_month);
"""


# The other partners who help with an action, by their codes: a JSON list.
_SUPPORTING_PARTNERS = """
ALTER TABLE action ADD COLUMN supporting TEXT NOT NULL DEFAULT '[]';
"""


# A return that is stored is owed a reply until that is written, whatever stops the program in between.  What was stored
# by earlier versions is owed none.
_REPLIES_OWED = """
CREATE TABLE reply (
    submission_id INTEGER PRIMARY KEY REFERENCES submission (id),
    written TEXT
);
CREATE INDEX reply_owed ON reply (submission_id) WHERE written IS NULL;
"""


# The files of a publication as they were written, and what they were made of: they stay where neither has changed.
_OUTPUTS = """
CREATE TABLE output (
    name TEXT PRIMARY KEY CHECK (trim(name) <> ''),
    sha256 TEXT NOT NULL,
    made_of TEXT NOT NULL,
    publication INTEGER NOT NULL REFERENCES publication (id)
) WITHOUT ROWID;
"""


# Which edition a text may be read in, as people chose: each choice is kept, the last one stands.
_EDITION_CHOICES = """
CREATE TABLE edition_choice (
    id INTEGER PRIMARY KEY,
    key TEXT NOT NULL CHECK (trim(key) <> ''),
    first_month INTEGER NOT NULL,
    length INTEGER NOT NULL CHECK (length > 0),
    edition TEXT NOT NULL CHECK (edition IN ('partnership', 'observers', 'public')),
    chosen_by TEXT NOT NULL CHECK (trim(chosen_by) <> ''),
    reason TEXT NOT NULL CHECK (trim(reason) <> ''),
    recorded TEXT NOT NULL
);
CREATE INDEX edition_choice_by_key ON edition_choice (key, first_month);
"""


# Registers are declared in the program, so that a new one needs no step here: any name of one is a kind.
_ANY_REGISTER = """
CREATE TABLE entry_of_any (
    id INTEGER PRIMARY KEY,
    kind TEXT NOT NULL CHECK (trim(kind) <> ''),
    key TEXT NOT NULL CHECK (trim(key) <> ''),
    first_month INTEGER NOT NULL,
    length INTEGER NOT NULL CHECK (length > 0),
    words TEXT NOT NULL,
    entered_by TEXT NOT NULL CHECK (trim(entered_by) <> ''),
    recorded TEXT NOT NULL
);
INSERT INTO entry_of_any SELECT id, kind, key, first_month, length, words, entered_by, recorded FROM entry;
DROP TABLE entry;
ALTER TABLE entry_of_any RENAME TO entry;
CREATE INDEX entry_by_key ON entry (kind, key, first_month);
"""


# What became of a publication: each step is kept, the last one says where it is in its life; one without any is a draft.
_RELEASES = """
CREATE TABLE release_step (
    id INTEGER PRIMARY KEY,
    publication INTEGER NOT NULL REFERENCES publication (id),
    state TEXT NOT NULL CHECK (state IN ('approved', 'superseded', 'withdrawn')),
    decided_by TEXT NOT NULL CHECK (trim(decided_by) <> ''),
    reason TEXT NOT NULL,
    recorded TEXT NOT NULL
);
CREATE INDEX release_step_of ON release_step (publication);
"""


MIGRATIONS = (
    Migration("001 submissions and figures", _SUBMISSIONS_AND_FIGURES),
    Migration("002 publications and waivers", _PUBLICATIONS_AND_WAIVERS),
    Migration("003 statements", _STATEMENTS),
    Migration("004 uses of waivers", _WAIVER_USES),
    Migration("005 sections with nothing to report", _NIL_SECTIONS),
    Migration("006 decisions", _DECISIONS),
    Migration("007 clearances of withheld texts", _CLEARANCES),
    Migration("008 publications whole", _WHOLE_PUBLICATIONS),
    Migration("009 what is typed into dashboards", _ENTRIES),
    Migration("010 supporting partners of actions", _SUPPORTING_PARTNERS),
    Migration("011 replies owed", _REPLIES_OWED),
    Migration("012 files as they were written", _OUTPUTS),
    Migration("013 editions chosen for texts", _EDITION_CHOICES),
    Migration("014 entries of any register", _ANY_REGISTER),
    Migration("015 life of publications", _RELEASES),
)
