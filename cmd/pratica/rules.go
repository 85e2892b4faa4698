package main

import (
	"cmp"
	"os"
	"time"

	"pratica/claim"
	"pratica/validate"
)

type rulesCommand struct {
	Day string `arg:"" optional:"" help:"The set in force on this day, YYYY-MM-DD; default today."`
	On  string `help:"The same as a flag." placeholder:"DAY" hidden:""`
}

// Run prints the rules in force, in Italian, with their articles.
func (c *rulesCommand) Run() error {
	day := claim.DateIn(time.Now())
	if asked := cmp.Or(c.Day, c.On); asked != "" {
		var err error
		if day, err = claim.ParseDate(asked); err != nil {
			return claim.WrapError(claim.EINVALID, err, "rules takes a day as YYYY-MM-DD")
		}
	}
	return validate.RuleSetOn(day).Describe(os.Stdout)
}
