package claim

import "time"

// Arrival is one send as it reached us: one POST, or one scanner file. Splitting makes submissions of it.
type Arrival struct {
	// ID is a ULID.
	ID      string  `json:"id"`
	Channel Channel `json:"channel"`

	ReceivedAt time.Time `json:"received_at"`

	// SentOn is null until somebody says it; SentEvidence is then null too.
	SentOn       Date         `json:"sent_on"`
	SentEvidence SentEvidence `json:"sent_evidence"`
	SentAt       *time.Time   `json:"sent_at"`

	// ExternalNumber is the operator's own number.
	ExternalNumber Text `json:"external_number"`

	// Answers is the claim that the sender says this answers, null for most; AnswersName is what the sender called it, a protocol
	// number for instance, by which a repeated send is known. Copies tells that the operator saw photocopies where invoices lay,
	// which matters where a rule set wants originals.
	Answers     Text `json:"answers"`
	AnswersName Text `json:"-"`
	Copies      bool `json:"copies"`

	// IdempotencyKey makes a repeated send return the first answer; null when the sender gave none.
	IdempotencyKey Text `json:"idempotency_key"`

	// Files in the order they were sent.
	Files []File `json:"files"`
}

// File is one received file.
type File struct {
	Name string `json:"name"`
	// Object is "sha256:" and the hexadecimal hash of its bytes.
	Object string `json:"object"`
	Size   int64  `json:"size"`
}

// Submission is one envelope: it has a protocol number and becomes one or more claims.
type Submission struct {
	ID      string `json:"id"`
	Arrival string `json:"arrival"`

	// ProtocolNumber is "2026-000123", unique and gapless per year of arrival in Rome.
	ProtocolNumber string `json:"protocol_number"`
	ExternalNumber Text   `json:"external_number"`

	Channel      Channel      `json:"channel"`
	ReceivedAt   time.Time    `json:"received_at"`
	SentOn       Date         `json:"sent_on"`
	SentEvidence SentEvidence `json:"sent_evidence"`
	SentAt       *time.Time   `json:"sent_at"`

	// Copies is Arrival.Copies.
	Copies bool `json:"copies"`

	State SubmissionState `json:"state"`
	// Failure is an Italian sentence when State is Failed.
	Failure Text `json:"failure"`

	// Note is the operator's.
	Note Text `json:"note"`
	// VoidedAt and VoidReason are set when an operator took the submission back.
	VoidedAt   *time.Time `json:"voided_at"`
	VoidReason Text       `json:"void_reason"`
}

// SubmissionState is where a submission stands.
type SubmissionState string

// The states of a submission, in order; Failed may follow any.
const (
	Received   SubmissionState = "received"
	Splitting  SubmissionState = "splitting"
	Reading    SubmissionState = "reading"
	Assembling SubmissionState = "assembling"
	Assembled  SubmissionState = "assembled"
	Failed     SubmissionState = "failed"
)

// State is where a claim stands.
type State string

// The states of a claim.
const (
	Extracted        State = "extracted"
	InReview         State = "in_review"
	WaitingForMember State = "waiting_for_member"
	Ready            State = "ready"
	Delivered        State = "delivered"
	Acknowledged     State = "acknowledged"
	Void             State = "void"
)
