-- A submission is found by the operator's own number as by its protocol number, without looking at all of them.

-- +goose Up

CREATE INDEX submissions_external ON submissions (external_number);
