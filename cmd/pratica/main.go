// Command pratica reads the papers of health-reimbursement claims and hands structured, checked claims to
// adjudication.
package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"syscall"

	"github.com/alecthomas/kong"

	"pratica/claim"
	"pratica/ocr/child"
	"pratica/ocr/recognise"
	"pratica/pipeline"
)

// version is set by the linker: -X main.version=1.4.0.
var version = "dev"

// The exit codes.
const (
	exitUnreadable = 1 // an input could not be read; the others were processed
	exitUsage      = 2
	exitMissing    = 3 // a needed service or program is missing
	exitRetake     = 4 // process --check: a picture should be taken again
)

type commands struct {
	Process   processCommand   `cmd:"" help:"Read papers and print their claims as JSON."`
	Serve     serveCommand     `cmd:"" help:"Serve the pages and the API, and work on what is sent."`
	Worker    workerCommand    `cmd:"" help:"Read pages for a server, beside it or on another machine."`
	Submit    submitCommand    `cmd:"" help:"Send papers to a server."`
	Reprocess reprocessCommand `cmd:"" help:"Have a server read a submission again."`
	Void      voidCommand      `cmd:"" help:"Take a submission back."`
	Join      joinCommand      `cmd:"" help:"Make a submission the answer to a claim, or take that back."`
	Forms     formsCommands    `cmd:"" help:"Write the blank forms as PDF, or adopt one that others printed."`
	Issuers   issuersCommands  `cmd:"" help:"List, import or forget what is known of the issuers of invoices."`
	Rules     rulesCommand     `cmd:"" help:"Print the fund's rules that are in force, in Italian, with their articles."`
	Members   membersCommands  `cmd:"" help:"Take the fund's register of members, or show what it holds under a code."`
	Explain   explainCommand   `cmd:"" help:"Say which rules were applied to a claim, and why its outcome is what it is."`
	Rates     ratesCommands    `cmd:"" help:"Take the exchange rates that amounts in other currencies are converted with."`
	Letter    letterCommand    `cmd:"" help:"Write the letter that a suspended or inadmissible claim needs, as PDF or as the text of an e-mail."`
	Corpus    corpusCommand    `cmd:"" help:"Draw labelled papers to measure the reader with."`
	Eval      evalCommand      `cmd:"" help:"Score the reader on labelled papers."`
	Calibrate calibrateCommand `cmd:"" help:"Fit the confidences on labelled papers."`
	Doctor    doctorCommand    `cmd:"" help:"Check that everything needed is here."`
	Version   versionCommand   `cmd:"" help:"Print the version."`
}

func main() {
	child.Main(pipeline.Handlers())
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	context.AfterFunc(ctx, stop) // a second signal is for whoever asks for it, or ends the process
	os.Exit(run(ctx, os.Args[1:]))
}

// run parses the arguments, runs a command and gives the exit code.
func run(ctx context.Context, args []string) int {
	var c commands
	code := 0
	parser, err := kong.New(&c, kong.Name("pratica"), kong.Description("Reads the papers of health-reimbursement claims: scans and PDFs in, checked claims out."),
		kong.UsageOnError(), kong.BindTo(ctx, (*context.Context)(nil)), kong.Exit(func(n int) { os.Exit(n) }))
	if err != nil {
		fmt.Fprintln(os.Stderr, "pratica:", err)
		return exitUsage
	}
	command, err := parser.Parse(args)
	if err != nil {
		fmt.Fprintln(os.Stderr, "pratica:", err)
		fmt.Fprintln(os.Stderr, "Run 'pratica --help' for the commands.")
		return exitUsage
	}
	if err = addForms(); err == nil {
		err = command.Run()
	}
	if err != nil {
		code = exitCode(err)
		if !errors.Is(err, errReported) && !errors.Is(err, errRetake) {
			fmt.Fprintln(os.Stderr, "pratica:", err)
		}
	}
	return code
}

// errReported is an error whose words were already printed.
var errReported = errors.New("some inputs could not be read")

func exitCode(err error) int {
	var remote *child.RemoteError
	switch {
	case errors.Is(err, errRetake):
		return exitRetake
	case errors.Is(err, recognise.ErrMissingLanguage), claim.ErrorCode(err) == claim.EUNAVAILABLE,
		errors.As(err, &remote) && remote.Code == claim.EUNAVAILABLE:
		return exitMissing
	case claim.ErrorCode(err) == claim.EINVALID:
		return exitUsage
	}
	return exitUnreadable
}

type versionCommand struct{}

func (versionCommand) Run() error {
	fmt.Println("pratica", version)
	return nil
}
