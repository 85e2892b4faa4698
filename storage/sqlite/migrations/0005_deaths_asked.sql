-- Attempts that died with their process are counted apart from those that failed. What was counted so far stays as it is.

-- +goose Up

ALTER TABLE steps ADD COLUMN begun INTEGER NOT NULL DEFAULT 0 CHECK (begun IN (0, 1)); -- an attempt of which no end is noted
ALTER TABLE steps ADD COLUMN deaths INTEGER NOT NULL DEFAULT 0;

-- The ledger holds what was asked for without an invoice too: what claims of before asked for is entered at the next start. What stands
-- there stays: it knows which submission brought it.
DELETE FROM ledger_filled;
