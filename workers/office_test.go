package workers

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/oklog/ulid/v2"

	"pratica/claim"
	"pratica/pipeline"
	"pratica/storage"
	"pratica/storage/files"
	"pratica/storage/sqlite"
)

// textStages reads text files: pages end with a form feed, what a page says is what is read of it. It is
// at the border of this package, where the real pipeline would decide slowly what these tests decide
// quickly. A hook runs before its stage and may fail, wait, panic or kill the process.
type textStages struct {
	onSplit    func() error
	onRead     func(ctx context.Context, text string) error
	onAssemble func() error

	reads atomic.Int64
}

func (s *textStages) Split(_ context.Context, files []pipeline.File, _ claim.Channel) ([]pipeline.Envelope, error) {
	if s.onSplit != nil {
		if err := s.onSplit(); err != nil {
			return nil, err
		}
	}
	var e pipeline.Envelope
	for _, f := range files {
		data, err := os.ReadFile(f.Path)
		if err != nil {
			return nil, err
		}
		if len(data) == 0 {
			e.Findings = append(e.Findings, claim.NewFinding("file.empty", "", "Il documento è vuoto.").With("file", f.Name))
			continue
		}
		for n := range strings.Split(string(data), "\f") {
			e.Pages = append(e.Pages, pipeline.PageRef{File: f.Name, FilePage: n + 1})
		}
	}
	return []pipeline.Envelope{e}, nil
}

type textReading struct {
	Text    string     `json:"text"`
	Problem claim.Code `json:"problem"`
}

func (s *textStages) ReadPage(ctx context.Context, file pipeline.File, filePage int) (pipeline.PageResult, error) {
	data, err := os.ReadFile(file.Path)
	if err != nil {
		return pipeline.PageResult{}, err
	}
	text := strings.Split(string(data), "\f")[filePage-1]
	s.reads.Add(1)
	if s.onRead != nil {
		if err := s.onRead(ctx, text); err != nil {
			return pipeline.PageResult{}, err
		}
	}
	reading, err := json.Marshal(textReading{Text: text})
	return pipeline.PageResult{Reading: reading, Picture: []byte("picture of " + text), MediaType: "image/png"}, err
}

// AnsweredBy takes "answers ID" at the beginning of a page for the code of a letter.
func (s *textStages) AnsweredBy(pages []pipeline.ReadPage) (string, error) {
	for _, p := range pages {
		var r textReading
		if err := json.Unmarshal(p.Reading, &r); err != nil {
			return "", err
		}
		if id, letter := strings.CutPrefix(r.Text, "answers "); letter {
			return id, nil
		}
	}
	return "", nil
}

func (s *textStages) AssembleAnswered(_ context.Context, sub claim.Submission, pages []pipeline.ReadPage, answers []pipeline.Answer, findings []claim.Finding) ([]pipeline.Assembled, error) {
	for _, answer := range answers {
		pages = append(slices.Clip(pages), answer.Pages...)
	}
	if s.onAssemble != nil {
		if err := s.onAssemble(); err != nil {
			return nil, err
		}
	}
	c := claim.Claim{Schema: claim.SchemaV1, ID: ulid.Make().String(), Version: 1, Submission: sub.ID, Channel: sub.Channel,
		Outcome: claim.Admissible, Findings: findings}
	var texts []string
	for _, p := range pages {
		var r textReading
		if err := json.Unmarshal(p.Reading, &r); err != nil {
			return nil, err
		}
		if r.Problem != "" {
			c.Findings = append(c.Findings, claim.NewFinding(r.Problem, "", "La pagina non si legge.").With("page", p.FilePage))
		}
		texts = append(texts, r.Text)
		c.Documents = append(c.Documents, claim.Document{ID: fmt.Sprintf("d%d", len(texts)), Kind: claim.Other,
			Pages: []claim.Page{{File: p.File, FilePage: p.FilePage}}})
	}
	if len(c.Findings) > 0 {
		c.Outcome = claim.NeedsReview
	}
	c.Member.Surname = claim.Text(strings.Join(texts, " "))
	if strings.Contains(string(c.Member.Surname), "form that lacks") {
		c.Outcome = claim.Suspended
	}
	return []pipeline.Assembled{{Claim: c}}, nil
}

// MayAnswer takes a page that says "request" for another one.
func (s *textStages) MayAnswer(pages []pipeline.ReadPage, _ claim.Claim) (bool, error) {
	for _, p := range pages {
		if strings.Contains(string(p.Reading), "request") {
			return false, nil
		}
	}
	return true, nil
}

// clinic is the VAT number of the issuer that every page with the word "invoice" is taken to be of.
const clinic = "01234560157"

func (s *textStages) Lessons(c claim.Claim, _ []pipeline.ReadPage) ([]claim.KnownIssuer, error) {
	n := strings.Count(string(c.Member.Surname), "invoice")
	if n == 0 {
		return nil, nil
	}
	return []claim.KnownIssuer{{VATNumber: clinic, Documents: n, LastSeen: claim.MustDate("2026-05-14"),
		Votes: []claim.IssuerVote{{Of: claim.IssuerName, Text: "Poliambulatorio", Quarter: "2026Q2", Accepted: 1}}}}, nil
}

func (s *textStages) Prints(claim.Claim, []pipeline.ReadPage) ([]claim.PagePrint, error) {
	return nil, nil
}

func (s *textStages) ReaderVersion() string { return "text-1" }

func (s *textStages) Unreadable(code claim.Code) json.RawMessage {
	data, err := json.Marshal(textReading{Problem: code})
	if err != nil {
		panic(err)
	}
	return data
}

// office is everything a server needs, real but for the stages, in one data folder.
type office struct {
	*testing.T
	dir     string
	records *sqlite.Store
	objects *files.Store
	stages  *textStages
	redis   *PrivateRedis
	events  chan Event
	config  Config
}

func newOffice(t *testing.T) *office {
	t.Helper()
	o := &office{T: t, dir: t.TempDir(), stages: &textStages{}, events: make(chan Event, 1000)}
	o.open()
	return o
}

// open opens what a process opens at its start, private Redis included.
func (o *office) open() {
	o.Helper()
	var err error
	if o.records, err = sqlite.Open(o.Context(), filepath.Join(o.dir, "pratica.db"), nil); err != nil {
		o.Fatal(err)
	}
	o.Cleanup(func() { o.records.Close() })
	if o.objects, err = files.Open(filepath.Join(o.dir, "objects")); err != nil {
		o.Fatal(err)
	}
	outbox, err := NewOutbox(o.outbox())
	if err != nil {
		o.Fatal(err)
	}
	if o.redis, err = StartRedis(o.Context(), o.dir, nil); err != nil {
		o.Fatal(err)
	}
	o.Cleanup(o.redis.Stop)
	o.config = Config{Records: o.records, Objects: o.objects, Stages: o.stages, Deliverer: outbox, Redis: o.redis.Options(),
		Concurrency: 2, Alone: true, DeliverUnreviewed: true, ReconcileEvery: 50 * time.Millisecond, Poll: 20 * time.Millisecond, AfterDeath: time.Millisecond,
		Policies: hurried(), Observe: func(e Event) { o.events <- e }}
}

// hurried is DefaultPolicies without the pauses.
func hurried() map[storage.StepKind]Policy {
	policies := map[storage.StepKind]Policy{}
	for kind, p := range DefaultPolicies {
		p.First, p.Most = time.Millisecond, time.Millisecond
		policies[kind] = p
	}
	return policies
}

func (o *office) outbox() string { return filepath.Join(o.dir, "outbox") }

// serve starts a server that is stopped at the end of the test.
func (o *office) serve() *Server {
	o.Helper()
	s, err := New(o.config)
	if err != nil {
		o.Fatal(err)
	}
	if err := s.Start(o.Context()); err != nil {
		o.Fatal(err)
	}
	o.Cleanup(func() {
		s.mu.Lock()
		stopped := s.stopping
		s.mu.Unlock()
		if !stopped {
			s.Stop(context.Background())
		}
	})
	return s
}

// arrive stores an arrival of one file for each text.
func (o *office) arrive(texts ...string) (storage.Arrival, storage.Step) {
	o.Helper()
	a := claim.Arrival{Channel: claim.Post, SentOn: claim.MustDate("2026-05-10"), SentEvidence: claim.Postmark}
	for i, text := range texts {
		key, size, err := o.objects.Put(o.Context(), bytes.NewReader([]byte(text)))
		if err != nil {
			o.Fatal(err)
		}
		a.Files = append(a.Files, claim.File{Name: fmt.Sprintf("%d.txt", i+1), Object: key, Size: size})
	}
	stored, _, step, err := o.records.CreateArrival(o.Context(), a)
	if err != nil {
		o.Fatal(err)
	}
	return stored, step
}

const patience = 30 * time.Second

// await waits until the condition holds, looking again after each attempt that ended.
func (o *office) await(what string, condition func() bool) {
	o.Helper()
	limit := time.After(patience)
	for !condition() {
		select {
		case <-o.events:
		case <-limit:
			o.Fatalf("still waiting: %s", what)
		}
	}
}

// awaitEvent waits for the first end of an attempt of the kind with the result.
func (o *office) awaitEvent(kind storage.StepKind, result Result) Event {
	o.Helper()
	limit := time.After(patience)
	for {
		select {
		case e := <-o.events:
			if e.Step.Kind == kind && e.Result == result {
				return e
			}
		case <-limit:
			o.Fatalf("no %s of %s", result, kind)
		}
	}
}

func (o *office) submissionOf(a storage.Arrival) (s storage.Submission, ok bool) {
	o.Helper()
	a, err := o.records.Arrival(o.Context(), a.ID)
	if err != nil {
		o.Fatal(err)
	}
	if len(a.Submissions) == 0 {
		return s, false
	}
	if s, err = o.records.Submission(o.Context(), a.Submissions[0]); err != nil {
		o.Fatal(err)
	}
	return s, true
}

func (o *office) isDelivered(a storage.Arrival) bool {
	o.Helper()
	s, ok := o.submissionOf(a)
	return ok && len(s.Claims) == 1 && s.Claims[0].State == claim.Delivered
}

func (o *office) awaitDelivery(a storage.Arrival) {
	o.Helper()
	o.await("delivery", func() bool { return o.isDelivered(a) })
}

// deliveredOnce checks that an arrival gave one claim with one version, recorded as delivered once, and
// one file in the outbox, which it returns.
func (o *office) deliveredOnce(a storage.Arrival) claim.Claim {
	o.Helper()
	s, _ := o.submissionOf(a)
	if len(s.Claims) != 1 || s.Claims[0].Version != 1 || s.Claims[0].State != claim.Delivered {
		o.Fatalf("claims are %+v, want one delivered version", s.Claims)
	}
	deliveries, err := o.records.Deliveries(o.Context(), s.ID)
	if err != nil {
		o.Fatal(err)
	}
	if len(deliveries) != 1 || deliveries[0].State != storage.Done || deliveries[0].DeliveredAt == nil {
		o.Errorf("deliveries are %+v, want one done", deliveries)
	}
	matches, err := filepath.Glob(filepath.Join(o.outbox(), s.ProtocolNumber+"-*"))
	if err != nil || len(matches) != 1 {
		o.Fatalf("files in the outbox: %v (%v), want one", matches, err)
	}
	data, err := os.ReadFile(matches[0])
	if err != nil {
		o.Fatal(err)
	}
	var c claim.Claim
	if err := json.Unmarshal(data, &c); err != nil {
		o.Fatal(err)
	}
	return c
}
