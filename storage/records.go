package storage

import (
	"encoding/json"
	"fmt"
	"time"

	"pratica/claim"
)

// Arrival is a claim.Arrival with where it stands.
type Arrival struct {
	claim.Arrival
	// State is Received or Splitting until it is split, then the least advanced state of its submissions
	// (Failed counts as least, void submissions as Assembled).
	State claim.SubmissionState `json:"state"`
	// Submissions are the ids it was split into, in order.
	Submissions []string `json:"submissions"`
}

// Submission is a claim.Submission with its progress.
type Submission struct {
	claim.Submission
	Pages     int `json:"pages"`
	PagesRead int `json:"pages_read"`
	// Claims are in order, void ones included.
	Claims []ClaimHead `json:"claims"`
	// Answers is the claim of another submission that this one answers, null for most: then it has none of its own.
	Answers claim.Text `json:"answers"`
}

// ClaimHead is a claim's current version without its content.
type ClaimHead struct {
	ID      string        `json:"id"`
	Version int           `json:"version"`
	State   claim.State   `json:"state"`
	Outcome claim.Outcome `json:"outcome"`
	// CreatedAt is when this version was stored.
	CreatedAt time.Time `json:"created_at"`
}

// StoredClaim is one version of a claim.
type StoredClaim struct {
	ClaimHead
	// Current is the newest version; State is of the claim, whatever version this is.
	Current int         `json:"current"`
	Claim   claim.Claim `json:"claim"`
}

// Query selects submissions. The zero value selects all.
type Query struct {
	// Search is part of a protocol number or external number in any case, or a whole id. What is written like a protocol number is the
	// whole of one of the two.
	Search  string
	State   claim.SubmissionState // empty: any
	Arrival string                // empty: any
	// Voided nil: any; else only void or only not void ones.
	Voided *bool
	// Limit is 1 to 500; 0 means 50. Before is the Next of the list before; empty for the first.
	Limit  int
	Before string
}

// List is one page of submissions; Next is empty on the last.
type List struct {
	Submissions []Submission `json:"submissions"`
	Total       int          `json:"total"`
	Next        string       `json:"next"`
}

// Patch says what to change; nil leaves a value alone.
type Patch struct {
	SentOn *claim.Date
	// SentEvidence goes with SentOn: Postmark or Operator.
	SentEvidence claim.SentEvidence
	Note         *claim.Text
}

// AuditEntry is one thing somebody did. Before and After are the value's texts, null where there is none.
type AuditEntry struct {
	At         time.Time  `json:"at"`
	By         string     `json:"by"`
	Submission string     `json:"submission"`
	Action     string     `json:"action"` // one of the Action constants
	Field      claim.Text `json:"field"`  // sent_on, note, void_reason, … ; null for an action about no field
	Before     claim.Text `json:"before"`
	After      claim.Text `json:"after"`
}

// The audited actions.
const (
	ActionPatch     = "patch"
	ActionVoid      = "void"
	ActionReprocess = "reprocess"
	ActionJoin      = "join"
)

// Who joined a submission with a claim where no operator did, for the audit trail: the printed code of a letter, or the sender's word.
const (
	ByCode   = "codice della lettera"
	BySender = "chi ha inviato"
)

// PageRef is a page of a received file: the file's name in its arrival and the page in it, from 1.
type PageRef struct {
	File     string `json:"file"`
	FilePage int    `json:"file_page"`
}

// Envelope is one submission as splitting found it; Findings are about files that could not be opened.
type Envelope struct {
	Pages    []PageRef
	Findings []claim.Finding
	// ExternalNumber is that of this envelope, when it has one of its own; else it is its arrival's.
	ExternalNumber claim.Text
}

// Page is one page of a submission.
type Page struct {
	ID         string `json:"id"`
	Submission string `json:"submission"`
	// Number counts from 1 within the submission.
	Number   int        `json:"number"`
	File     claim.File `json:"file"`
	FilePage int        `json:"file_page"`
	Read     bool       `json:"read"`
	// Picture is the object of the upright picture, null while not read or unreadable.
	Picture   claim.Text `json:"picture"`
	MediaType claim.Text `json:"media_type"`
	// Fresh asks for a reading that does not come from the cache: somebody asked to reprocess.
	Fresh bool `json:"-"`
}

// Reading is the result of reading a page. Body is JSON, opaque here, and makes sense to its ReaderVersion.
type Reading struct {
	ReaderVersion string
	// Picture is the object of the upright picture and MediaType its type; both empty if there is none.
	Picture   string
	MediaType string
	Body      json.RawMessage
}

// PageReading is a page with its reading.
type PageReading struct {
	Page
	Reading Reading
}

// Assembly is a submission with everything that was read of it.
type Assembly struct {
	Submission claim.Submission
	Pages      []PageReading
	Findings   []claim.Finding
	// Answers is the claim of another submission that this one answers: its pages are that claim's. Null for most.
	Answers claim.Text
	// Parted tells that somebody took it away from the claim it answered: then the code of a letter means nothing.
	Parted bool
	// Waiting tells that one that answers is still being read: this one is assembled again after it.
	Waiting bool
	// AnsweredBy are the submissions that answer claims of this one, in the order they were received.
	AnsweredBy []AnswerPages
	// SentBefore are pages of which the same bytes came with another arrival before.
	SentBefore []SentBefore
}

// AnswerPages are the pages of a submission that answers a claim.
type AnswerPages struct {
	Submission, ProtocolNumber string
	SentOn                     claim.Date
	SentEvidence               claim.SentEvidence
	ReceivedAt                 time.Time
	// Copies is Arrival.Copies; Findings are about files that could not be opened.
	Copies   bool
	Findings []claim.Finding
	// Failed tells that it was given up: it has no pages then.
	Failed bool
	// Claim is answered; To are the pages of its current version.
	Claim string
	To    []PageRef
	Pages []PageReading
}

// SentBefore is a page whose file came before, to the byte, in a submission that is not void.
type SentBefore struct {
	PageRef
	Submission, ProtocolNumber string
}

// AssembledClaim is a claim with the state it takes: Ready is delivered, InReview, WaitingForMember and
// Extracted wait.
type AssembledClaim struct {
	Claim claim.Claim
	State claim.State
	// Prints are what pages of its expenses are known by.
	Prints []claim.PagePrint
	// Brought are the submissions that papers of expenses came with, by their indexes, where that is not the claim's own but one
	// that answers it.
	Brought map[int]string
	// Lessons are what its accepted values teach of issuers, one for each.
	Lessons []claim.KnownIssuer
}

// Delivery is one claim version, or the void of a claim, on its way to adjudication.
type Delivery struct {
	// Subject is of the step: "<claim>:<version>", or "<claim>:<version>:void".
	Subject    string `json:"subject"`
	Submission string `json:"submission"`
	Claim      string `json:"claim"`
	Version    int    `json:"version"`
	// Void tells that the claim is taken back, VoidReason why. Body is then of the version last stored.
	Void       bool            `json:"void"`
	VoidReason claim.Text      `json:"void_reason"`
	Body       json.RawMessage `json:"-"`

	State    StepState `json:"state"`
	Attempts int       `json:"attempts"`
	DueAt    time.Time `json:"due_at"`
	// LastError is a code without personal data.
	LastError   claim.Text `json:"last_error"`
	DeliveredAt *time.Time `json:"delivered_at"`
	Target      claim.Text `json:"target"`
}

// StepKind is the kind of a step, and the type of its task.
type StepKind string

// The kinds of steps and their subjects.
const (
	SplitArrival       StepKind = "arrival:split"       // arrival id
	ReadPage           StepKind = "page:read"           // page id
	AssembleSubmission StepKind = "submission:assemble" // submission id
	DeliverClaim       StepKind = "claim:deliver"       // see Delivery.Subject
)

// StepState is where a step stands.
type StepState string

// The states of a step.
const (
	Pending    StepState = "pending"
	Done       StepState = "done"
	StepFailed StepState = "failed"
	Cancelled  StepState = "cancelled"
)

// StepRef names one generation of a step.
type StepRef struct {
	Kind       StepKind
	Subject    string
	Generation int // from 1
}

// TaskID is unique to the generation: "page:read:<id>:<generation>".
func (r StepRef) TaskID() string { return fmt.Sprintf("%s:%s:%d", r.Kind, r.Subject, r.Generation) }

// Step is one entry of the durable to-do list.
type Step struct {
	StepRef
	State StepState
	// Attempts begun so far, but for those that died.
	Attempts int
	// Deaths are attempts of which nobody noted an end: their process was killed, or the machine went off.
	Deaths int
	// DueAt is when somebody should see to it, if it is not done by then.
	DueAt time.Time
	// LastError is a code without personal data; empty if none.
	LastError string
	// Urgent steps go before the others: claim.Channel.Urgent of what they work on.
	Urgent bool
}

// Backlog is how many pending steps of a kind there are: Due ones wait for somebody, the others are in
// somebody's hands or put off.
type Backlog struct {
	Kind       StepKind
	Urgent     bool
	Due, Later int
}
