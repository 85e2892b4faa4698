-- A submission is found by the operator's own number as by its protocol number, without looking at all of them. Members are looked up by
-- code alone.

-- +goose Up

CREATE INDEX submissions_external ON submissions (external_number);

DROP INDEX members_name;
ALTER TABLE members DROP COLUMN name_key;
