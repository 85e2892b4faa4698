-- The register of members, what tells expenses apart over all time, and submissions that answer a claim.

-- +goose Up

CREATE TABLE members (
  code     TEXT PRIMARY KEY,
  name_key TEXT NOT NULL, -- claim.NameKey of the member
  body     TEXT NOT NULL  -- claim.Enrolment as JSON
) STRICT;
CREATE INDEX members_name ON members (name_key);

-- Expenses of current versions of claims that are not void.
CREATE TABLE ledger (
  id      INTEGER PRIMARY KEY,
  claim   TEXT NOT NULL REFERENCES claims (id),
  expense INTEGER NOT NULL, -- in the claim, from 0
  body    TEXT NOT NULL,    -- claim.LedgerExpense as JSON
  -- the submission that its paper came with, the claim's own or one that answers it
  submission  TEXT NOT NULL REFERENCES submissions (id),
  received_at TEXT NOT NULL,
  UNIQUE (claim, expense)
) STRICT;

-- What changed under which key, in order, for those who were assembling meanwhile; old ones are dropped.
CREATE TABLE ledger_changes (
  number      INTEGER PRIMARY KEY AUTOINCREMENT,
  key         INTEGER NOT NULL,
  submission  TEXT NOT NULL,
  received_at TEXT NOT NULL
) STRICT;
CREATE INDEX ledger_changes_key ON ledger_changes (key);

-- Where ledger_changes stood when a step was begun.
ALTER TABLE steps ADD COLUMN ledger_mark INTEGER NOT NULL DEFAULT 0;

-- 1 once claims of before this table are in the ledger.
CREATE TABLE ledger_filled (yes INTEGER PRIMARY KEY CHECK (yes = 1)) STRICT;

-- storage.LedgerKeys of each.
CREATE TABLE ledger_keys (
  key   INTEGER NOT NULL,
  entry INTEGER NOT NULL REFERENCES ledger (id) ON DELETE CASCADE,
  PRIMARY KEY (key, entry)
) STRICT, WITHOUT ROWID;
CREATE INDEX ledger_keys_entry ON ledger_keys (entry);

-- What pages of expenses are known by when their papers come again (claim.PagePrint).
CREATE TABLE prints (
  id      INTEGER PRIMARY KEY,
  claim   TEXT NOT NULL REFERENCES claims (id),
  expense INTEGER NOT NULL,
  print   TEXT NOT NULL,
  submission  TEXT NOT NULL REFERENCES submissions (id),
  received_at TEXT NOT NULL
) STRICT;
CREATE INDEX prints_claim ON prints (claim);

CREATE TABLE print_bands (
  band  INTEGER NOT NULL,
  print INTEGER NOT NULL REFERENCES prints (id) ON DELETE CASCADE,
  PRIMARY KEY (band, print)
) STRICT, WITHOUT ROWID;
CREATE INDEX print_bands_print ON print_bands (print);

ALTER TABLE claims ADD COLUMN member_code TEXT NOT NULL DEFAULT '';
CREATE INDEX claims_member ON claims (member_code) WHERE member_code <> '';

CREATE INDEX pages_file ON pages (file_object);

-- A submission that answers a claim of another one has no claims of its own: its pages are that claim's.
CREATE TABLE joins (
  submission TEXT PRIMARY KEY REFERENCES submissions (id),
  claim      TEXT NOT NULL REFERENCES claims (id)
) STRICT;
CREATE INDEX joins_claim ON joins (claim);

-- The claim that an arrival says it answers, and whether the operator noted that it holds copies in place of originals.
ALTER TABLE arrivals ADD COLUMN answers TEXT NOT NULL DEFAULT '';
ALTER TABLE arrivals ADD COLUMN copies INTEGER NOT NULL DEFAULT 0 CHECK (copies IN (0, 1));
ALTER TABLE submissions ADD COLUMN copies INTEGER NOT NULL DEFAULT 0 CHECK (copies IN (0, 1));
