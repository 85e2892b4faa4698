-- Ids are ULIDs. Instants are text in UTC with microseconds, so they sort. An absent text is ''.

-- +goose Up

CREATE TABLE arrivals (
  id              TEXT PRIMARY KEY,
  channel         TEXT NOT NULL,
  received_at     TEXT NOT NULL,
  sent_on         TEXT NOT NULL,
  sent_evidence   TEXT NOT NULL,
  sent_at         TEXT,
  external_number TEXT NOT NULL,
  idempotency_key TEXT UNIQUE,
  content         TEXT NOT NULL, -- what a repeat of the key must equal
  state           TEXT NOT NULL CHECK (state IN ('received', 'splitting', 'split'))
) STRICT;
CREATE INDEX arrivals_waiting ON arrivals (id) WHERE state <> 'split';

CREATE TABLE arrival_files (
  arrival TEXT NOT NULL REFERENCES arrivals (id),
  number  INTEGER NOT NULL,
  name    TEXT NOT NULL,
  object  TEXT NOT NULL,
  size    INTEGER NOT NULL,
  PRIMARY KEY (arrival, number),
  UNIQUE (arrival, name)
) STRICT;

-- The last number given in each year of arrival in Rome. A number is taken in the transaction that creates
-- its submission, so a rollback gives it back and there is no gap.
CREATE TABLE protocol_numbers (
  year INTEGER PRIMARY KEY,
  last INTEGER NOT NULL
) STRICT;

CREATE TABLE submissions (
  id              TEXT PRIMARY KEY,
  arrival         TEXT NOT NULL REFERENCES arrivals (id),
  number          INTEGER NOT NULL, -- in the arrival, from 1
  protocol_number TEXT NOT NULL UNIQUE,
  external_number TEXT NOT NULL,
  channel         TEXT NOT NULL,
  received_at     TEXT NOT NULL,
  sent_on         TEXT NOT NULL,
  sent_evidence   TEXT NOT NULL,
  sent_at         TEXT,
  state           TEXT NOT NULL CHECK (state IN ('received', 'splitting', 'reading', 'assembling', 'assembled', 'failed')),
  failure         TEXT NOT NULL,
  note            TEXT NOT NULL,
  voided_at       TEXT,
  void_reason     TEXT NOT NULL,
  findings        TEXT NOT NULL,    -- JSON, of files that could not be opened
  fresh           INTEGER NOT NULL, -- 1: its pages are to be read anew, not taken from readings
  UNIQUE (arrival, number)
) STRICT;
CREATE INDEX submissions_state ON submissions (state, id);

CREATE TABLE readings (
  file_object    TEXT NOT NULL,
  file_page      INTEGER NOT NULL,
  reader_version TEXT NOT NULL,
  picture        TEXT NOT NULL,
  media_type     TEXT NOT NULL,
  body           BLOB NOT NULL,
  PRIMARY KEY (file_object, file_page, reader_version)
) STRICT;

CREATE TABLE pages (
  id             TEXT PRIMARY KEY,
  submission     TEXT NOT NULL REFERENCES submissions (id),
  number         INTEGER NOT NULL,
  file_name      TEXT NOT NULL,
  file_object    TEXT NOT NULL,
  file_size      INTEGER NOT NULL,
  file_page      INTEGER NOT NULL,
  reader_version TEXT, -- null while not read
  UNIQUE (submission, number),
  FOREIGN KEY (file_object, file_page, reader_version) REFERENCES readings (file_object, file_page, reader_version)
) STRICT;

CREATE TABLE claims (
  id          TEXT PRIMARY KEY,
  submission  TEXT NOT NULL REFERENCES submissions (id),
  number      INTEGER NOT NULL, -- in the submission, from 1
  version     INTEGER NOT NULL, -- the current one
  state       TEXT NOT NULL CHECK (state IN ('extracted', 'in_review', 'waiting_for_member', 'ready', 'delivered', 'acknowledged', 'void')),
  void_reason TEXT NOT NULL,
  UNIQUE (submission, number)
) STRICT;

CREATE TABLE claim_versions (
  claim      TEXT NOT NULL REFERENCES claims (id),
  version    INTEGER NOT NULL,
  outcome    TEXT NOT NULL,
  created_at TEXT NOT NULL,
  body       BLOB NOT NULL, -- claim/v1
  PRIMARY KEY (claim, version)
) STRICT;

CREATE TABLE deliveries (
  subject      TEXT PRIMARY KEY, -- of its step
  claim        TEXT NOT NULL,
  version      INTEGER NOT NULL,
  void         INTEGER NOT NULL CHECK (void IN (0, 1)),
  begun_at     TEXT, -- from then on the receiver may have it
  delivered_at TEXT,
  target       TEXT NOT NULL,
  FOREIGN KEY (claim, version) REFERENCES claim_versions (claim, version)
) STRICT;
CREATE INDEX deliveries_claim ON deliveries (claim);

CREATE TABLE steps (
  kind       TEXT NOT NULL,
  subject    TEXT NOT NULL,
  generation INTEGER NOT NULL,
  attempts   INTEGER NOT NULL,
  state      TEXT NOT NULL CHECK (state IN ('pending', 'done', 'failed', 'cancelled')),
  due_at     TEXT NOT NULL,
  last_error TEXT NOT NULL, -- a code, never personal data
  PRIMARY KEY (kind, subject)
) STRICT;
CREATE INDEX steps_pending ON steps (due_at) WHERE state = 'pending';

CREATE TABLE audit (
  id           TEXT PRIMARY KEY,
  at           TEXT NOT NULL,
  actor        TEXT NOT NULL,
  submission   TEXT NOT NULL REFERENCES submissions (id),
  action       TEXT NOT NULL,
  field        TEXT NOT NULL,
  value_before TEXT NOT NULL,
  value_after  TEXT NOT NULL
) STRICT;
CREATE INDEX audit_submission ON audit (submission, id);
