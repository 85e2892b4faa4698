package main

import (
	"os"
	"time"

	"pratica/claim"
	"pratica/validate"
)

type rulesCommand struct {
	On string `help:"The set in force on this day, YYYY-MM-DD; default today." placeholder:"DAY"`
}

// Run prints the rules in force, in Italian, with their articles.
func (c *rulesCommand) Run() error {
	day := claim.DateIn(time.Now())
	if c.On != "" {
		var err error
		if day, err = claim.ParseDate(c.On); err != nil {
			return claim.WrapError(claim.EINVALID, err, "--on takes a day as YYYY-MM-DD")
		}
	}
	return validate.RuleSetOn(day).Describe(os.Stdout)
}
