-- What accepted and corrected papers teach of issuers: sums without any id, and, with each claim, what its
-- current version added to them, so that another version or a void takes back exactly that.

-- +goose Up

CREATE TABLE issuers (
  vat_number TEXT PRIMARY KEY,
  documents  INTEGER NOT NULL,
  last_seen  TEXT NOT NULL -- YYYY-MM-DD, '' if no paper was counted
) STRICT;

CREATE TABLE issuer_votes (
  vat_number TEXT NOT NULL REFERENCES issuers (vat_number),
  part       TEXT NOT NULL CHECK (part IN ('name', 'number', 'date', 'total')),
  text       TEXT NOT NULL, -- the name as printed, or the label
  page       INTEGER NOT NULL,
  x          INTEGER NOT NULL, -- hundredths of the page
  y          INTEGER NOT NULL,
  quarter    TEXT NOT NULL, -- '2026Q2', '' for what the operator stated
  read       INTEGER NOT NULL,
  accepted   INTEGER NOT NULL,
  confirmed  INTEGER NOT NULL,
  rejected   INTEGER NOT NULL,
  PRIMARY KEY (vat_number, part, text, page, x, y, quarter)
) STRICT;

CREATE TABLE claim_lessons (
  claim   TEXT PRIMARY KEY REFERENCES claims (id),
  version INTEGER NOT NULL, -- that taught it
  body    TEXT NOT NULL     -- JSON, one entry for each issuer
) STRICT;
