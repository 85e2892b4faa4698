package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"

	"pratica/claim"
	"pratica/storage/sqlite"
	"pratica/validate"
)

type membersCommands struct {
	Import membersImportCommand `cmd:"" help:"Take the register of members from a CSV file; a running server uses it at once."`
	Show   membersShowCommand   `cmd:"" help:"Print what the register holds under a codice FASCHIM, as JSON."`
}

type membersImportCommand struct {
	recordsData
	Whole bool   `help:"The file is the whole register: members that are not in it are deleted."`
	File  string `arg:"" help:"CSV file with a first line that names the columns: code, surname, name, enrolled_from; also relation, tax_code, born_on, enrolled_to, waiting_months, arrears_from, arrears_to, iban, email, phone (docs/members.md)." type:"existingfile"`
}

// Run takes all lines of the file or none. Importing twice changes nothing. A server may run meanwhile.
func (c *membersImportCommand) Run(ctx context.Context) error {
	list, err := readMembers(c.File)
	if err != nil {
		return err
	}
	records, err := sqlite.OpenBeside(ctx, c.database())
	if claim.ErrorCode(err) == claim.ENOTFOUND {
		return c.noDatabase()
	}
	if err != nil {
		return fmt.Errorf("open records: %w", err)
	}
	defer records.Close() // what was to be written is committed
	done, err := records.ImportMembers(ctx, list, c.Whole)
	if err != nil {
		return err
	}
	fmt.Fprintf(os.Stderr, "%d members are new, %d changed, %d deleted; %d are known\n", done.New, done.Changed, done.Deleted, done.Known)
	return nil
}

// readMembers reads a member file and says on stderr what of it is not used.
func readMembers(path string) ([]claim.Enrolment, error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	list, warnings, err := validate.ParseMembers(data)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	for _, warning := range warnings {
		fmt.Fprintf(os.Stderr, "%s: %s\n", path, warning)
	}
	return list, nil
}

type membersShowCommand struct {
	recordsData
	Code string `arg:"" help:"Whose."`
}

// Run prints an enrolment. A server may run meanwhile.
func (c *membersShowCommand) Run(ctx context.Context) error {
	records, err := sqlite.OpenToRead(ctx, c.database())
	if claim.ErrorCode(err) == claim.ENOTFOUND {
		return c.noDatabase()
	}
	if err != nil {
		return fmt.Errorf("open records: %w", err)
	}
	defer records.Close() // nothing was written
	known, err := records.Member(ctx, c.Code)
	if claim.ErrorCode(err) == claim.ENOTFOUND {
		return claim.Errorf(claim.EINVALID, "nobody has the code %s", c.Code)
	}
	if err != nil {
		return err
	}
	out := json.NewEncoder(os.Stdout)
	out.SetIndent("", " ")
	return out.Encode(known)
}
