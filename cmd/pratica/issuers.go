package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"text/tabwriter"
	"time"

	"pratica/claim"
	"pratica/pipeline"
	"pratica/storage"
	"pratica/storage/sqlite"
)

type issuersCommands struct {
	List   issuersListCommand   `cmd:"" default:"withargs" help:"List the issuers that papers or imported lists made known (this is what issuers alone does)."`
	Forget issuersForgetCommand `cmd:"" help:"Delete all that is known of an issuer; papers that come later teach anew. The server must be stopped."`
	Import issuersImportCommand `cmd:"" help:"Take names of issuers from a CSV file, a line VAT_NUMBER,NAME for each. The server must be stopped."`
}

// recordsData is the folder that the commands work on.
type recordsData struct {
	Data string `help:"Data folder." env:"PRATICA_DATA" default:"./data" type:"path"`
}

func (d recordsData) database() string { return filepath.Join(d.Data, "pratica.db") }

// change runs f on the records while no server uses them.
func (d recordsData) change(ctx context.Context, f func(storage.Issuers) error) error {
	if _, err := os.Stat(d.database()); err != nil {
		return d.noDatabase()
	}
	unlock, err := storage.Lock(d.Data)
	if claim.ErrorCode(err) == claim.ECONFLICT {
		return claim.Errorf(claim.EINVALID, "a server uses %s: stop it first, then run this again", d.Data)
	}
	if err != nil {
		return err
	}
	defer unlock() // the process ends, and the lock with it
	records, err := sqlite.Open(ctx, d.database(), time.Now)
	if err != nil {
		return fmt.Errorf("open records: %w", err)
	}
	defer records.Close() // what was to be written is committed
	return f(records)
}

func (d recordsData) noDatabase() error {
	return claim.Errorf(claim.EINVALID, "there is no data in %s: give the folder that `pratica serve` uses with --data or PRATICA_DATA", d.Data)
}

type issuersListCommand struct {
	recordsData
	JSON bool `name:"json" help:"Print all that is known, as one JSON array: for process --issuers and eval --issuers." xor:"form"`
	CSV  bool `name:"csv" help:"Print VAT_NUMBER,NAME lines, as import takes them." xor:"form"`
}

// Run lists the issuers in order of their VAT numbers. A server may run meanwhile.
func (c *issuersListCommand) Run(ctx context.Context) error {
	records, err := sqlite.OpenToRead(ctx, c.database())
	if claim.ErrorCode(err) == claim.ENOTFOUND {
		return c.noDatabase()
	}
	if err != nil {
		return fmt.Errorf("open records: %w", err)
	}
	defer records.Close() // nothing was written
	list, err := allIssuers(ctx, records)
	if err != nil {
		return err
	}
	switch {
	case c.JSON:
		out := json.NewEncoder(os.Stdout)
		out.SetIndent("", " ")
		return out.Encode(list)
	case c.CSV:
		return pipeline.WriteIssuerNames(os.Stdout, list)
	}
	return printIssuers(os.Stdout, list)
}

func allIssuers(ctx context.Context, records storage.Issuers) ([]claim.KnownIssuer, error) {
	list := []claim.KnownIssuer{}
	for after := ""; ; after = list[len(list)-1].VATNumber {
		more, err := records.Issuers(ctx, after, 0)
		if err != nil {
			return nil, err
		}
		list = append(list, more...)
		if len(more) < storage.MostIssuers {
			return list, nil
		}
	}
}

func printIssuers(w io.Writer, list []claim.KnownIssuer) error {
	if len(list) == 0 {
		_, err := fmt.Fprintln(w, "No issuer is known yet.")
		return err
	}
	table := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintln(table, "VAT NUMBER\tINVOICES\tLAST SEEN\tOTHER NAMES\tNAME")
	for _, issuer := range list {
		names := pipeline.NamesOf(issuer)
		name, others := "", 0
		if len(names) > 0 {
			name, others = names[0], len(names)-1
		}
		fmt.Fprintf(table, "%s\t%d\t%s\t%d\t%s\n", issuer.VATNumber, issuer.Documents, issuer.LastSeen, others, name)
	}
	return table.Flush()
}

type issuersForgetCommand struct {
	recordsData
	VATNumber string `arg:"" name:"vat-number" help:"Whose, 11 digits."`
}

// Run deletes an issuer.
func (c *issuersForgetCommand) Run(ctx context.Context) error {
	vatNumber := strings.TrimPrefix(claim.CompactIdentifier(c.VATNumber), "IT")
	err := c.change(ctx, func(records storage.Issuers) error { return records.ForgetIssuer(ctx, vatNumber) })
	if claim.ErrorCode(err) == claim.ENOTFOUND {
		return claim.Errorf(claim.EINVALID, "nothing is known of %s; `pratica issuers list` shows who is known", c.VATNumber)
	}
	return err
}

type issuersImportCommand struct {
	recordsData
	File string `arg:"" help:"CSV file; a first line vat_number,name may be there." type:"existingfile"`
}

// Run takes all names of the file or none, and says how many.
func (c *issuersImportCommand) Run(ctx context.Context) error {
	data, err := os.ReadFile(c.File)
	if err != nil {
		return err
	}
	names, err := pipeline.ParseIssuerNames(data)
	if err != nil {
		return fmt.Errorf("%s: %w", c.File, err)
	}
	if err := c.change(ctx, func(records storage.Issuers) error { return records.StateIssuers(ctx, names) }); err != nil {
		return err
	}
	fmt.Fprintf(os.Stderr, "%d names are known\n", len(names))
	return nil
}

// readIssuers is the table of --issuers, nil without a file.
func readIssuers(path string) (pipeline.Issuers, error) {
	if path == "" {
		return nil, nil
	}
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	table, err := pipeline.ParseIssuers(data)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	return table, nil
}
