// Package pipeline is the way of a submission: its files become pages, its pages readings, its readings
// documents, expenses and claims with their findings. It knows no queue, database or HTTP; the workers
// call its stages one by one, Process calls them in order.
package pipeline

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"github.com/oklog/ulid/v2"

	"pratica/claim"
	"pratica/extract/forms"
	"pratica/ocr/child"
	"pratica/ocr/decode"
	"pratica/validate"
)

// Config sets a pipeline up; the zero value is usable.
type Config struct {
	// Concurrency is the number of child processes; default one per core.
	Concurrency int
	// PageDeadline is the longest a page may take; default 60 s.
	PageDeadline time.Duration
	// Software is the version stated in produced_by.
	Software string
	// Now is the clock; default time.Now.
	Now func() time.Time
	// Checks is what validate needs from outside; its Today is set from Now.
	Checks validate.Inputs
	// Pictures are pages of earlier expenses; nil if none is known.
	Pictures Pictures
	// Issuers is what earlier papers taught; nil if nothing.
	Issuers Issuers
	// TargetAccuracy is the share of automatically accepted values that are to be right, 0.995 to 0.9995; default 0.995.
	TargetAccuracy float64
	// Readings is a folder where what children say of pages is kept and taken from (keptReadings); "" for none.
	Readings string
	// RawConfidence leaves confidences as the readers gave them and accepts nothing: for fitting.
	RawConfidence bool
	// Stderr receives what children print; nil drops it.
	Stderr io.Writer
}

// File is a local file of a submission and the name it was sent under.
type File struct{ Name, Path string }

// DistinctNames gives every file a name of its own, "ricevuta (2).jpg" for a second one, because pages
// are named by their file.
func DistinctNames(files []File) []File {
	taken := map[string]bool{}
	distinct := make([]File, len(files))
	for i, f := range files {
		ending := filepath.Ext(f.Name)
		stem := strings.TrimSuffix(f.Name, ending)
		for n := 2; taken[f.Name]; n++ {
			f.Name = fmt.Sprintf("%s (%d)%s", stem, n, ending)
		}
		taken[f.Name] = true
		distinct[i] = f
	}
	return distinct
}

// PageRef is a page of a submission: FilePage counts from 1.
type PageRef struct {
	File     string `json:"file"`
	FilePage int    `json:"file_page"`
}

// Envelope is one submission found in an arrival. Findings are about files that could not be opened.
type Envelope struct {
	Pages    []PageRef
	Findings []claim.Finding
	// ExternalNumber is what a barcode label on it says; null if it has none.
	ExternalNumber claim.Text
	// Answers is the claim that it answers, by the code on a page of a letter; null if it holds no such page. It parts envelopes
	// while a batch is split; assembling goes by the codes of all pages read.
	Answers claim.Text
}

// PageResult is a page read: an opaque reading and the upright picture it names by hash.
type PageResult struct {
	Reading   json.RawMessage
	Picture   []byte
	MediaType string
	// Effort is what it took.
	Effort Effort
}

// ReadPage is a page of a submission with its stored reading.
type ReadPage struct {
	PageRef
	Reading json.RawMessage
}

// Pipeline runs the stages; it owns the child processes. It is safe for use by several goroutines.
type Pipeline struct {
	config Config
	pool   *child.Pool
	// thresholds are Calibration.Thresholds of the target.
	thresholds map[string]float64
	kept       *keptReadings // nil for none
	effort     effortSum
}

// New makes a pipeline; child.Main must have been called with Handlers at the start of the process.
func New(c Config) (*Pipeline, error) {
	if c.Now == nil {
		c.Now = time.Now
	}
	if c.PageDeadline == 0 {
		c.PageDeadline = time.Minute
	}
	target, err := checkTarget(c.TargetAccuracy)
	if err != nil {
		return nil, err
	}
	c.TargetAccuracy = target
	pool, err := child.NewPool(child.Config{Size: c.Concurrency, Deadline: c.PageDeadline, Stderr: c.Stderr, Env: childEnvironment()})
	if err != nil {
		return nil, fmt.Errorf("start child processes: %w", err)
	}
	p := &Pipeline{config: c, pool: pool, thresholds: calibration().Thresholds(target)}
	if c.Readings != "" {
		p.kept = &keptReadings{folder: c.Readings, hashes: map[string]string{}}
	}
	return p, nil
}

// childEnvironment passes on where caches, language data and foreign forms lie.
func childEnvironment() []string {
	var env []string
	for _, name := range []string{"HOME", "XDG_CACHE_HOME", "PRATICA_CACHE", "TESSDATA_PREFIX", forms.FolderVariable} {
		if value, ok := os.LookupEnv(name); ok {
			env = append(env, name+"="+value)
		}
	}
	return env
}

// Warm has a child prepare what takes seconds the first time on a machine: PDFium is compiled, for this
// machine's processor, into the cache folder.
func (p *Pipeline) Warm(ctx context.Context) error {
	if _, err := p.pool.Call(ctx, "warm", nil, nil, child.Within(2*time.Minute)); err != nil {
		return fmt.Errorf("prepare PDFium: %w", err)
	}
	return nil
}

// Close ends the child processes.
func (p *Pipeline) Close() error { return p.pool.Close() }

// ReaderVersion names what a stored reading depends on beside the page: reader and form definitions.
func (p *Pipeline) ReaderVersion() string {
	return fmt.Sprintf("%d-%s", readingVersion, forms.Digest())
}

// Children tells the CPU time of the child processes so far and the largest resident memory of one.
func (p *Pipeline) Children() (cpu time.Duration, peakResident int64) {
	return p.pool.CPU(), p.pool.PeakResident()
}

// limits are those of a request by channel: a member or provider sends 200 pages and 50 MB, the post and
// the operator's systems 2 000 pages and 2 GB.
func limits(c claim.Channel) decode.Limits {
	if c == claim.Online || c == claim.Provider {
		return decode.Limits{MaxBytes: 50e6, MaxPages: 200, MaxPixels: 100e6}
	}
	return decode.DefaultLimits
}

// inspect counts the pages and bytes of a file. A child that dies on a file twice says that the file is at
// fault.
func (p *Pipeline) inspect(ctx context.Context, path string, limit decode.Limits) (pages int, size int64, problem claim.Code, err error) {
	var answer inspectAnswer
	err = twice(func() error {
		_, err := p.call(ctx, "inspect", readRequest{Path: path, Limits: limit}, &answer)
		return err
	})
	if child.Died(err) {
		return 0, 0, decode.CodeUnsupported, nil
	}
	return answer.Pages, answer.Bytes, answer.Problem, err
}

// twice repeats a call whose child died: it may have died of the page before, or of the machine.
func twice(call func() error) error {
	err := call()
	if child.Died(err) {
		err = call()
	}
	return err
}

// ReadPage reads one page in a child process. A page that cannot be read gives a reading that says so;
// an error is about this machine and worth a retry.
func (p *Pipeline) ReadPage(ctx context.Context, file File, filePage int) (PageResult, error) {
	var reading json.RawMessage
	var blobs [][]byte
	err := twice(func() error {
		var err error
		blobs, err = p.call(ctx, "read", readRequest{file.Path, filePage, decode.DefaultLimits}, &reading)
		return err
	})
	switch {
	case child.Died(err):
		return PageResult{Reading: p.Unreadable("page.unreadable")}, nil
	case err != nil:
		return PageResult{}, fmt.Errorf("read page: %w", err)
	}
	result := PageResult{Reading: reading}
	if len(blobs) == 3 {
		result.Picture, result.MediaType, result.Effort = blobs[0], string(blobs[1]), parseEffort(blobs[2])
		p.effort.add(result.Effort)
	}
	return result, nil
}

// Unreadable is the reading of a page that cannot be read.
func (p *Pipeline) Unreadable(code claim.Code) json.RawMessage {
	data, err := json.Marshal(Reading{Version: readingVersion, Problem: code, Level: claim.Identity, Transform: claim.Identity})
	if err != nil {
		panic(err) // a struct of plain values
	}
	return data
}

// PictureFunc receives the upright picture of every page that Process reads.
type PictureFunc func(ref PageRef, object string, picture []byte, mediaType string) error

// Process takes what was sent together from its files to its claims: one submission, or several if it is a
// batch with separators (Split), whose claims then have a submission each. A file that this machine does not
// give out becomes a finding too. Progress is called after each page; both functions may be nil and are not
// called concurrently.
func (p *Pipeline) Process(ctx context.Context, s claim.Submission, files []File, progress func(done, total int), pictures PictureFunc) ([]claim.Claim, error) {
	files, closed := openable(files)
	envelopes, err := p.Split(ctx, files, s.Channel)
	if err != nil {
		return nil, err
	}
	envelopes[0].Findings = append(closed, envelopes[0].Findings...)
	paths := map[string]string{}
	for _, f := range files {
		paths[f.Name] = f.Path
	}
	total, before := 0, 0
	for _, envelope := range envelopes {
		total += len(envelope.Pages)
	}
	var claims []claim.Claim
	for i, envelope := range envelopes {
		var onPage func(done, total int)
		if progress != nil {
			onPage = func(done, _ int) { progress(before+done, total) }
		}
		pages, err := p.readAll(ctx, envelope.Pages, paths, onPage, pictures)
		if err != nil {
			return nil, err
		}
		before += len(envelope.Pages)
		one := s
		if i > 0 || one.ID == "" {
			one.ID = ulid.Make().String()
		}
		if envelope.ExternalNumber != "" {
			one.ExternalNumber = envelope.ExternalNumber
		}
		more, err := p.Assemble(ctx, one, pages, envelope.Findings)
		if err != nil {
			return nil, err
		}
		claims = append(claims, more...)
	}
	return claims, nil
}

// openable leaves out what is no file that can be opened: a named pipe would have everybody wait, and a
// file of somebody else is no fault of the machine.
func openable(files []File) (open []File, findings []claim.Finding) {
	for _, file := range files {
		if canOpen(file.Path) {
			open = append(open, file)
		} else {
			findings = append(findings, closedFinding(file.Name))
		}
	}
	return open, findings
}

func canOpen(path string) bool {
	info, err := os.Stat(path)
	if err != nil || !info.Mode().IsRegular() {
		return false
	}
	f, err := os.Open(path)
	if err != nil {
		return false
	}
	f.Close()
	return true
}

// readAll reads pages side by side, as many as there are children.
func (p *Pipeline) readAll(ctx context.Context, refs []PageRef, paths map[string]string, progress func(done, total int), pictures PictureFunc) ([]ReadPage, error) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	pages := make([]ReadPage, len(refs))
	next := make(chan int)
	var mutex sync.Mutex
	var group sync.WaitGroup
	var failure error
	done := 0
	for range max(1, p.pool.Size) {
		group.Go(func() {
			for i := range next {
				result, err := p.ReadPage(ctx, File{refs[i].File, paths[refs[i].File]}, refs[i].FilePage)
				pages[i] = ReadPage{refs[i], result.Reading}
				mutex.Lock()
				if err == nil && pictures != nil && result.Picture != nil {
					reading, parseErr := parseReading(result.Reading)
					err = errors.Join(parseErr, pictures(refs[i], reading.Object, result.Picture, result.MediaType))
				}
				if err != nil && failure == nil {
					failure = err
					cancel()
				}
				done++
				if progress != nil {
					progress(done, len(refs))
				}
				mutex.Unlock()
			}
		})
	}
	for i := range refs {
		next <- i
	}
	close(next)
	group.Wait()
	return pages, failure
}
