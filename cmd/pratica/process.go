package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"sort"
	"strings"
	"syscall"
	"time"
	"unicode"
	"unicode/utf8"

	"pratica/claim"
	"pratica/pipeline"
	"pratica/validate"
)

type processCommand struct {
	Files       []string `arg:"" name:"file" help:"Files, or folders whose files are taken in name order. Together they are one submission." type:"existing"`
	Sent        string   `help:"Sent date (postmark), YYYY-MM-DD."`
	Received    string   `help:"Day of arrival, YYYY-MM-DD; default today."`
	Channel     string   `help:"How it came: post, online, provider or api." enum:"post,online,provider,api" default:"post"`
	Each        bool     `help:"Every argument is a submission of its own; their pages are read side by side."`
	JSONL       bool     `name:"jsonl" help:"One claim a line instead of one array."`
	Copies      bool     `help:"The envelope holds photocopies of invoices: matters under rules that want originals (2012)."`
	Check       bool     `help:"Only say whether the pictures are good enough to be read, and what is wrong with them."`
	JSON        bool     `name:"json" help:"With --check: print what was measured as JSON."`
	Pages       string   `help:"Write the upright page pictures into this folder." type:"path"`
	Concurrency int      `help:"Child processes; default one per core." env:"PRATICA_CONCURRENCY"`
	targetOption
	Issuers      string `help:"What is known of issuers: CSV lines VAT_NUMBER,NAME, or what issuers list --json prints." type:"existingfile" placeholder:"FILE"`
	Members      string `help:"Register of members, a CSV file as members import takes it." type:"existingfile" placeholder:"FILE"`
	KeepHolidays bool   `help:"A term that ends on a holiday ends there; without this it runs to the next working day." env:"PRATICA_KEEP_HOLIDAYS"`
	Rates        string `help:"Exchange rates: the ECB's eurofxref-hist.csv, or rates.csv of a data folder." type:"existingfile" placeholder:"FILE"`
	Stats        bool   `help:"Print CPU seconds by stage, peak resident memory and second readings on stderr at the end."`
}

// Run reads the papers and prints their claims on stdout.
func (c *processCommand) Run(ctx context.Context) error {
	if c.Check {
		return c.check(ctx)
	}
	submission, err := c.submission()
	if err != nil {
		return err
	}
	issuers, err := readIssuers(c.Issuers)
	if err != nil {
		return err
	}
	sendings, skipped, err := c.sendings(submission)
	if err != nil {
		return err
	}
	checks, err := c.checks()
	if err != nil {
		return err
	}
	p, err := pipeline.New(pipeline.Config{Concurrency: c.Concurrency, Software: version, Issuers: issuers, TargetAccuracy: c.TargetAccuracy, Checks: checks})
	if err != nil {
		return err
	}
	defer p.Close()
	out := &claimPrinter{to: os.Stdout, lines: c.JSONL, skipped: skipped}
	if c.Each {
		err = c.processEach(ctx, p, sendings, out)
	} else {
		err = c.processOne(ctx, p, sendings[0], out)
	}
	if err == nil || out.printed > 0 { // nothing on stdout tells that nothing was read
		err = errors.Join(err, out.end())
	}
	unread := out.report()
	if err != nil {
		return err
	}
	if c.Stats {
		printStats(p)
	}
	return unread
}

// checks is what the files of --members and --rates know.
func (c *processCommand) checks() (validate.Inputs, error) {
	in := validate.Inputs{Rates: rates(c.Rates), KeepHolidays: c.KeepHolidays}
	if c.Members != "" {
		list, err := readMembers(c.Members)
		if err != nil {
			return in, err
		}
		in.Members = validate.NewRegister(list)
	}
	return in, nil
}

func (c *processCommand) processOne(ctx context.Context, p *pipeline.Pipeline, s pipeline.Sending, out *claimPrinter) error {
	bar := newProgress("Reading")
	claims, err := p.Process(ctx, s.Submission, s.Files, bar.show, s.Pictures)
	bar.finish()
	if err != nil {
		return err
	}
	return out.print(claims)
}

// printStats prints what the reading took, for cmd/bench and whoever tunes it.
func printStats(p *pipeline.Pipeline) {
	cpu, child := p.Children()
	e := p.Effort()
	fmt.Fprintf(os.Stderr, "stats: children_cpu_seconds=%.2f parent_peak_bytes=%d child_peak_bytes=%d parent_cpu_seconds=%.2f "+
		"pages=%d decode_cpu_seconds=%.2f recognise_cpu_seconds=%.2f prepare_cpu_seconds=%.2f encode_cpu_seconds=%.2f "+
		"second_readings=%d second_agreed=%d second_differed=%d second_refused=%d forms=%d registration_residual_mm=%.2f\n",
		cpu.Seconds(), peakResident(), child, ownTime().Seconds(),
		e.Pages, e.Decode.Seconds(), e.Recognise.Seconds(), e.Prepare.Seconds(), e.Encode.Seconds(),
		e.Again.Made, e.Again.Agreed, e.Again.Differed, e.Again.Refused, e.Forms, e.Residual/float64(max(e.Forms, 1)))
}

// ownTime is the user and system time of this process without its children (getrusage(2)).
func ownTime() time.Duration {
	var usage syscall.Rusage
	if syscall.Getrusage(syscall.RUSAGE_SELF, &usage) != nil {
		return 0 // RUSAGE_SELF never fails
	}
	return time.Duration(usage.Utime.Nano() + usage.Stime.Nano())
}

// peakResident is the most resident memory this process had so far, in bytes (proc(5), VmHWM); 0 if the
// system does not say.
func peakResident() int64 {
	status, err := os.ReadFile("/proc/self/status")
	if err != nil {
		return 0
	}
	_, rest, _ := strings.Cut(string(status), "VmHWM:")
	kilobytes := int64(0)
	if _, err := fmt.Sscan(rest, &kilobytes); err != nil {
		return 0
	}
	return kilobytes * 1024
}

func (c *processCommand) submission() (claim.Submission, error) {
	s := claim.Submission{Channel: claim.Channel(c.Channel), ReceivedAt: time.Now(), Copies: c.Copies}
	if c.Received != "" {
		d, err := claim.ParseDate(c.Received)
		if err != nil {
			return s, claim.WrapError(claim.EINVALID, err, "--received")
		}
		s.ReceivedAt = d.Noon()
	}
	switch {
	case c.Sent != "":
		d, err := claim.ParseDate(c.Sent)
		if err != nil {
			return s, claim.WrapError(claim.EINVALID, err, "--sent")
		}
		s.SentOn, s.SentEvidence = d, claim.Operator
		if s.Channel == claim.Post {
			s.SentEvidence = claim.Postmark
		}
	case s.Channel == claim.Online: // it was sent at the moment it came (Reg. 18.2)
		s.SentOn, s.SentEvidence = claim.DateIn(s.ReceivedAt), claim.OnlineSubmission
	}
	return s, nil
}

// sendings are the submissions of the arguments. With --each an argument that holds no files is left out and named on
// stderr, unless it is the only one.
func (c *processCommand) sendings(s claim.Submission) (sendings []pipeline.Sending, skipped bool, err error) {
	groups := [][]string{c.Files}
	if c.Each {
		groups = nil
		for _, f := range c.Files {
			groups = append(groups, []string{f})
		}
	}
	var failures []error
	names := map[string]bool{}
	for _, group := range groups {
		files, err := expand(group)
		if err != nil {
			failures = append(failures, err)
			continue
		}
		sendings = append(sendings, pipeline.Sending{Name: shownName(group[0]), Submission: s, Files: files, Pictures: c.pictures(files, names)})
	}
	if len(sendings) == 0 {
		return nil, false, failures[0]
	}
	for _, failure := range failures {
		fmt.Fprintln(os.Stderr, "pratica:", failure)
	}
	return sendings, len(failures) > 0, nil
}

// expand lists the files of the arguments, at least one: a folder stands for its files in name order. Names
// are made distinct, because claims name pages by them.
func expand(arguments []string) ([]pipeline.File, error) {
	var files []pipeline.File
	for _, argument := range arguments {
		info, err := os.Stat(argument)
		if err != nil {
			return nil, claim.WrapError(claim.EINVALID, err, "%q cannot be found", argument)
		}
		paths := []string{argument}
		if info.IsDir() {
			if paths, err = filesIn(argument); err != nil {
				return nil, err
			}
		}
		for _, path := range paths {
			absolute, err := filepath.Abs(path)
			if err != nil {
				return nil, err
			}
			files = append(files, pipeline.File{Name: shownName(path), Path: absolute})
		}
	}
	if len(files) == 0 {
		return nil, claim.Errorf(claim.EINVALID, "there are no files in %s", strings.Join(arguments, ", "))
	}
	return pipeline.DistinctNames(files), nil
}

// shownName is a file's name as messages and claims show it: text, and nothing that a terminal obeys.
func shownName(path string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || unicode.Is(unicode.Cf, r) {
			return utf8.RuneError
		}
		return r
	}, strings.ToValidUTF8(filepath.Base(path), string(utf8.RuneError)))
}

func filesIn(dir string) ([]string, error) {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return nil, err
	}
	var paths []string
	for _, e := range entries {
		if e.Type().IsRegular() && !strings.HasPrefix(e.Name(), ".") && e.Name() != "truth.json" {
			paths = append(paths, filepath.Join(dir, e.Name()))
		}
	}
	sort.Strings(paths)
	return paths, nil
}

// pictures writes each page as NAME-0001.jpg or .png. Of files that differ in their ending only, and of
// submissions whose files have the same names, the later is "NAME (2)"; names holds those in use.
func (c *processCommand) pictures(files []pipeline.File, names map[string]bool) pipeline.PictureFunc {
	if c.Pages == "" {
		return nil
	}
	stems := map[string]string{}
	for _, file := range files {
		stem := pictureStem(file.Name)
		name := stem
		for n := 2; names[name]; n++ {
			name = fmt.Sprintf("%s (%d)", stem, n)
		}
		names[name], stems[file.Name] = true, name
	}
	return func(ref pipeline.PageRef, _ string, picture []byte, mediaType string) error {
		if err := os.MkdirAll(c.Pages, 0o700); err != nil {
			return err
		}
		ending := ".jpg"
		if mediaType == "image/png" {
			ending = ".png"
		}
		name := fmt.Sprintf("%s-%04d%s", stems[ref.File], ref.FilePage, ending)
		return os.WriteFile(filepath.Join(c.Pages, name), picture, 0o600)
	}
}

// pictureStem leaves room for what is added within the 255 bytes of a file's name.
func pictureStem(name string) string {
	stem := strings.TrimSuffix(name, filepath.Ext(name))
	return strings.ToValidUTF8(stem[:min(len(stem), 220)], "")
}
