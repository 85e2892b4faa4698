-- Attempts that died with their process are counted apart from those that failed. What was counted so far stays as it is.

-- +goose Up

ALTER TABLE steps ADD COLUMN begun INTEGER NOT NULL DEFAULT 0 CHECK (begun IN (0, 1)); -- an attempt of which no end is noted
ALTER TABLE steps ADD COLUMN deaths INTEGER NOT NULL DEFAULT 0;
