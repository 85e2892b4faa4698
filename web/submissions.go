package web

import (
	"context"
	"encoding/json"
	"net/http"
	"strconv"

	"pratica/claim"
	"pratica/storage"
)

// operator is who acts, for the audit trail, until there are accounts.
const operator = "operatore"

// submissionBody is a submission with its progress by page and its claims. Before an arrival is split
// it has neither id nor protocol number.
type submissionBody struct {
	ID             claim.Text            `json:"id"`
	Arrival        string                `json:"arrival"`
	ProtocolNumber claim.Text            `json:"protocol_number"`
	ExternalNumber claim.Text            `json:"external_number"`
	Channel        claim.Channel         `json:"channel"`
	ReceivedAt     string                `json:"received_at"`
	SentOn         claim.Date            `json:"sent_on"`
	SentEvidence   claim.SentEvidence    `json:"sent_evidence"`
	SentAt         claim.Text            `json:"sent_at"`
	State          claim.SubmissionState `json:"state"`
	Failure        claim.Text            `json:"failure"`
	Note           claim.Text            `json:"note"`
	VoidedAt       claim.Text            `json:"voided_at"`
	VoidReason     claim.Text            `json:"void_reason"`
	Progress       progressBody          `json:"progress"`
	Pages          []pageBody            `json:"pages,omitempty"` // left out of lists
	Claims         []claimBody           `json:"claims"`
	Answers        claim.Text            `json:"answers"`
}

type progressBody struct {
	Pages int `json:"pages"`
	Read  int `json:"read"`
}

type pageBody struct {
	Number   int       `json:"number"`
	File     string    `json:"file"`
	FilePage int       `json:"file_page"`
	State    pageState `json:"state"`
}

// pageState is waiting, read, or unreadable: read, and there was no picture to be had.
type pageState string

const (
	pageWaiting    pageState = "waiting"
	pageRead       pageState = "read"
	pageUnreadable pageState = "unreadable"
)

type claimBody struct {
	ID       string        `json:"id"`
	Version  int           `json:"version"`
	State    claim.State   `json:"state"`
	Outcome  claim.Outcome `json:"outcome"`
	Findings *int          `json:"findings,omitempty"` // left out of lists
}

func (s *server) getSubmission(_ http.ResponseWriter, r *http.Request) (any, error) {
	found, waiting, err := s.findSubmission(r.Context(), r.PathValue("id"))
	if err != nil {
		return nil, err
	}
	if waiting != nil {
		return waitingBody(*waiting), nil
	}
	return s.fullSubmission(r.Context(), found)
}

// findSubmission takes a submission's id, its protocol number, or the id of an arrival that holds one
// submission. For an arrival not yet split it returns the arrival instead.
func (s *server) findSubmission(ctx context.Context, id string) (storage.Submission, *storage.Arrival, error) {
	if storage.IsProtocolNumber(id) {
		found, err := s.Records.SubmissionNumbered(ctx, id)
		return found, nil, err
	}
	found, err := s.Records.Submission(ctx, id)
	if claim.ErrorCode(err) != claim.ENOTFOUND {
		return found, nil, err
	}
	arrival, arrivalErr := s.Records.Arrival(ctx, id)
	switch {
	case claim.ErrorCode(arrivalErr) == claim.ENOTFOUND:
		return storage.Submission{}, nil, claim.Errorf(claim.ENOTFOUND, "Non c'è nessun plico con questo numero.")
	case arrivalErr != nil:
		return storage.Submission{}, nil, arrivalErr
	case len(arrival.Submissions) == 0:
		return storage.Submission{}, &arrival, nil
	case len(arrival.Submissions) > 1:
		return storage.Submission{}, nil, claim.Errorf(claim.ECONFLICT, "Questo invio contiene %d plichi: l'elenco è in /api/v1/arrivals/%s.",
			len(arrival.Submissions), arrival.ID)
	}
	found, err = s.Records.Submission(ctx, arrival.Submissions[0])
	return found, nil, err
}

func (s *server) fullSubmission(ctx context.Context, found storage.Submission) (submissionBody, error) {
	body := newSubmissionBody(found)
	pages, err := s.Records.Pages(ctx, found.ID)
	if err != nil {
		return body, err
	}
	body.Pages = []pageBody{}
	for _, p := range pages {
		body.Pages = append(body.Pages, pageBody{p.Number, p.File.Name, p.FilePage, stateOf(p)})
	}
	claims, err := s.Records.ClaimsOf(ctx, found.ID)
	if err != nil {
		return body, err
	}
	body.Claims = []claimBody{}
	for _, c := range claims {
		count := len(c.Claim.Findings)
		body.Claims = append(body.Claims, claimBody{c.ID, c.Version, c.State, c.Outcome, &count})
	}
	return body, nil
}

func newSubmissionBody(found storage.Submission) submissionBody {
	body := submissionBody{ID: claim.Text(found.ID), Arrival: found.Arrival, ProtocolNumber: claim.Text(found.ProtocolNumber),
		ExternalNumber: found.ExternalNumber, Channel: found.Channel, ReceivedAt: instant(&found.ReceivedAt), SentOn: found.SentOn,
		SentEvidence: found.SentEvidence, SentAt: claim.Text(instant(found.SentAt)), State: found.State, Failure: found.Failure,
		Note: found.Note, VoidedAt: claim.Text(instant(found.VoidedAt)), VoidReason: found.VoidReason,
		Progress: progressBody{found.Pages, found.PagesRead}, Claims: []claimBody{}, Answers: found.Answers}
	for _, c := range found.Claims {
		body.Claims = append(body.Claims, claimBody{ID: c.ID, Version: c.Version, State: c.State, Outcome: c.Outcome})
	}
	return body
}

func waitingBody(a storage.Arrival) submissionBody {
	return submissionBody{Arrival: a.ID, ExternalNumber: a.ExternalNumber, Channel: a.Channel, ReceivedAt: instant(&a.ReceivedAt), SentOn: a.SentOn,
		SentEvidence: a.SentEvidence, SentAt: claim.Text(instant(a.SentAt)), State: a.State, Claims: []claimBody{}}
}

func stateOf(p storage.Page) pageState {
	switch {
	case !p.Read:
		return pageWaiting
	case p.Picture == "":
		return pageUnreadable
	default:
		return pageRead
	}
}

type listBody struct {
	Submissions []submissionBody `json:"submissions"`
	Total       int              `json:"total"`
	Next        claim.Text       `json:"next"`
}

func (s *server) listSubmissions(_ http.ResponseWriter, r *http.Request) (any, error) {
	query, err := readQuery(r)
	if err != nil {
		return nil, err
	}
	list, err := s.Records.Submissions(r.Context(), query)
	if err != nil {
		return nil, err
	}
	body := listBody{Submissions: []submissionBody{}, Total: list.Total, Next: claim.Text(list.Next)}
	for _, found := range list.Submissions {
		body.Submissions = append(body.Submissions, newSubmissionBody(found))
	}
	return body, nil
}

// readQuery reads q, state, arrival, voided, limit and cursor.
func readQuery(r *http.Request) (storage.Query, error) {
	values := r.URL.Query()
	query := storage.Query{Search: values.Get("q"), State: claim.SubmissionState(values.Get("state")), Arrival: values.Get("arrival"), Before: values.Get("cursor")}
	if _, ok := stateWords[query.State]; query.State != "" && !ok {
		return query, claim.Errorf(claim.EINVALID, "Lo stato «%s» non esiste.", shown(string(query.State)))
	}
	if text := values.Get("limit"); text != "" {
		n, err := strconv.Atoi(text)
		if err != nil || n < 1 || n > 500 {
			return query, claim.Errorf(claim.EINVALID, "limit va da 1 a 500.")
		}
		query.Limit = n
	}
	if text := values.Get("voided"); text != "" {
		voided, err := strconv.ParseBool(text)
		if err != nil {
			return query, claim.Errorf(claim.EINVALID, "voided è true o false.")
		}
		query.Voided = &voided
	}
	return query, nil
}

// submissionPatch keeps a member that is absent apart from one that is null.
type submissionPatch struct {
	SentOn json.RawMessage `json:"sent_on"`
	Note   json.RawMessage `json:"note"`
}

func (s *server) patchSubmission(w http.ResponseWriter, r *http.Request) (any, error) {
	var asked submissionPatch
	if err := readJSON(w, r, &asked); err != nil {
		return nil, err
	}
	found, err := s.changeable(r.Context(), r.PathValue("id"))
	if err != nil {
		return nil, err
	}
	patch, err := s.readPatch(asked, found.Channel)
	if err != nil {
		return nil, err
	}
	changed, steps, err := s.Records.Patch(r.Context(), found.ID, patch, operator)
	if err != nil {
		return nil, err
	}
	s.notify(r.Context(), steps...)
	return s.fullSubmission(r.Context(), changed)
}

func (s *server) readPatch(asked submissionPatch, channel claim.Channel) (storage.Patch, error) {
	var patch storage.Patch
	if asked.SentOn != nil {
		var text *string
		if err := json.Unmarshal(asked.SentOn, &text); err != nil || text == nil {
			return patch, claim.Errorf(claim.EINVALID, "La data d'invio si può correggere, ma non togliere: indicare un giorno nella forma 2026-05-10.")
		}
		day, err := sentDate(*text, s.Now())
		if err != nil {
			return patch, err
		}
		patch.SentOn, patch.SentEvidence = &day, sentEvidence(channel)
	}
	if asked.Note != nil {
		var text *string
		if err := json.Unmarshal(asked.Note, &text); err != nil {
			return patch, claim.Errorf(claim.EINVALID, "La nota deve essere un testo.")
		}
		note, err := freeText(text, "La nota")
		if err != nil {
			return patch, err
		}
		patch.Note = &note
	}
	return patch, nil
}

// changeable is findSubmission for changes: a waiting arrival cannot be changed yet.
func (s *server) changeable(ctx context.Context, id string) (storage.Submission, error) {
	found, waiting, err := s.findSubmission(ctx, id)
	if err == nil && waiting != nil {
		return found, claim.Errorf(claim.ECONFLICT, "L'invio non è ancora stato aperto: riprovare fra qualche secondo.")
	}
	return found, err
}

// changedSubmission is a submission after a change of its records, of whose steps the workers are told.
func (s *server) changedSubmission(ctx context.Context, id string, steps []storage.Step, err error) (any, error) {
	if err != nil {
		return nil, err
	}
	s.notify(ctx, steps...)
	found, err := s.Records.Submission(ctx, id)
	if err != nil {
		return nil, err
	}
	return s.fullSubmission(ctx, found)
}

// reprocessSubmission has a submission read again; a claim gets a new version only where a value changed.
func (s *server) reprocessSubmission(_ http.ResponseWriter, r *http.Request) (any, error) {
	found, err := s.changeable(r.Context(), r.PathValue("id"))
	if err != nil {
		return nil, err
	}
	steps, err := s.Records.Reprocess(r.Context(), found.ID, operator)
	return s.changedSubmission(r.Context(), found.ID, steps, err)
}

type voidRequest struct {
	Reason *string `json:"reason"`
}

func (s *server) voidSubmission(w http.ResponseWriter, r *http.Request) (any, error) {
	var asked voidRequest
	if err := readJSON(w, r, &asked); err != nil {
		return nil, err
	}
	reason, err := freeText(asked.Reason, "Il motivo")
	if err != nil {
		return nil, err
	}
	if reason == "" {
		return nil, claim.Errorf(claim.EINVALID, "Per annullare serve un motivo.")
	}
	found, err := s.changeable(r.Context(), r.PathValue("id"))
	if err != nil {
		return nil, err
	}
	steps, err := s.Records.Void(r.Context(), found.ID, string(reason), operator)
	return s.changedSubmission(r.Context(), found.ID, steps, err)
}

type arrivalBody struct {
	ID             string                `json:"id"`
	Channel        claim.Channel         `json:"channel"`
	ReceivedAt     string                `json:"received_at"`
	ExternalNumber claim.Text            `json:"external_number"`
	State          claim.SubmissionState `json:"state"`
	Files          []claim.File          `json:"files"`
	Submissions    []submissionBody      `json:"submissions"`
}

func (s *server) getArrival(_ http.ResponseWriter, r *http.Request) (any, error) {
	arrival, err := s.Records.Arrival(r.Context(), r.PathValue("id"))
	if err != nil {
		return nil, err
	}
	body := arrivalBody{arrival.ID, arrival.Channel, instant(&arrival.ReceivedAt), arrival.ExternalNumber, arrival.State, arrival.Files, []submissionBody{}}
	for _, id := range arrival.Submissions {
		found, err := s.Records.Submission(r.Context(), id)
		if err != nil {
			return nil, err
		}
		full, err := s.fullSubmission(r.Context(), found)
		if err != nil {
			return nil, err
		}
		body.Submissions = append(body.Submissions, full)
	}
	return body, nil
}
