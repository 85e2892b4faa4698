package web

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"pratica/claim"
	"pratica/storage"
)

// listPage shows the submissions, newest first, and takes new ones.
func (s *server) listPage(w http.ResponseWriter, r *http.Request) {
	query, err := readQuery(r)
	if err != nil {
		s.showError(w, r, err)
		return
	}
	if r.URL.Query().Get("state") == "" && query.Search == "" && query.Arrival == "" && query.Voided == nil {
		query.Voided = new(bool) // what was taken back is shown only to who looks for it
	}
	list, err := s.Records.Submissions(r.Context(), query)
	if err != nil {
		s.showError(w, r, err)
		return
	}
	view := listView{Query: query, Voided: query.Voided != nil && *query.Voided, Total: list.Total, Today: claim.DateIn(s.Now()).String(), Host: r.Host, Answers: r.URL.Query().Get("answers"),
		Filtered: query.Search != "" || query.State != "" || query.Arrival != "" || r.URL.Query().Get("voided") != ""}
	if query.Before == "" && query.Search == "" && query.State == "" && !view.Voided {
		if err := s.addWaiting(r, &view); err != nil {
			s.showError(w, r, err)
			return
		}
	}
	for _, found := range list.Submissions {
		view.Rows = append(view.Rows, newRowView(found))
	}
	if list.Next != "" {
		values := r.URL.Query()
		values.Set("cursor", list.Next)
		view.Next = "/?" + values.Encode()
	}
	view.First = query.Before == ""
	s.show(w, r, http.StatusOK, "list.html", view)
}

type listView struct {
	Query       storage.Query
	Answers     string // what a new send is to answer
	Voided      bool
	Filtered    bool
	First       bool
	Rows        []rowView
	Total       int
	Next, Today string
	Host        string // as the browser calls us
}

// rowView is one submission, or an arrival still to be opened.
type rowView struct {
	Key, Link          string
	Number, External   string
	Received, Sent     string
	Evidence, Channel  string
	State, StateWord   string
	Files, Pages, Read int
	Busy, Voided       bool
	Failure            string
	Claims             []chipView
}

type chipView struct {
	Link    string
	Outcome outcomeView
	State   string
	Void    bool
}

func (s *server) addWaiting(r *http.Request, view *listView) error {
	waiting, err := s.Records.WaitingArrivals(r.Context())
	if err != nil {
		return err
	}
	for i := len(waiting) - 1; i >= 0; i-- {
		a := waiting[i]
		if view.Query.Arrival != "" && view.Query.Arrival != a.ID {
			continue
		}
		view.Rows = append(view.Rows, waitingRow(a))
	}
	return nil
}

func waitingRow(a storage.Arrival) rowView {
	return rowView{Key: a.ID, Link: "/submissions/" + a.ID, External: string(a.ExternalNumber), Received: romeTime(&a.ReceivedAt), Sent: shortDate(a.SentOn),
		Evidence: a.SentEvidence.Italian(), Channel: a.Channel.Italian(), State: string(a.State), StateWord: word(stateWords, a.State),
		Files: len(a.Files), Busy: true}
}

func newRowView(found storage.Submission) rowView {
	row := rowView{Key: found.Arrival + "-" + found.ID, Link: "/submissions/" + found.ID, Number: found.ProtocolNumber, External: string(found.ExternalNumber),
		Received: romeTime(&found.ReceivedAt), Sent: shortDate(found.SentOn), Evidence: found.SentEvidence.Italian(),
		Channel: found.Channel.Italian(), State: string(found.State), StateWord: word(stateWords, found.State),
		Pages: found.Pages, Read: found.PagesRead, Voided: found.VoidedAt != nil, Failure: string(found.Failure)}
	if row.Voided {
		row.State, row.StateWord = "void", "annullato"
	}
	row.Busy = !row.Voided && found.State != claim.Assembled && found.State != claim.Failed
	for _, c := range found.Claims {
		row.Claims = append(row.Claims, chipView{"/claims/" + c.ID, outcomeView{string(c.Outcome), c.Outcome.Italian()},
			word(claimStateWords, c.State), c.State == claim.Void})
	}
	return row
}

// submissionPage shows one submission: its progress, then its claims.
func (s *server) submissionPage(w http.ResponseWriter, r *http.Request) {
	id := r.PathValue("id")
	found, waiting, err := s.findSubmission(r.Context(), id)
	switch {
	case claim.ErrorCode(err) == claim.ECONFLICT: // an arrival of several envelopes
		http.Redirect(w, r, "/?arrival="+url.QueryEscape(id), http.StatusSeeOther)
		return
	case err != nil:
		s.showError(w, r, err)
		return
	case waiting != nil:
		s.show(w, r, http.StatusOK, "submission.html", submissionView{rowView: waitingRow(*waiting), Waiting: true, Today: claim.DateIn(s.Now()).String()})
		return
	case found.ID != id && !storage.IsProtocolNumber(id):
		http.Redirect(w, r, "/submissions/"+found.ID, http.StatusSeeOther)
		return
	}
	view, err := s.submissionView(r, found)
	if err != nil {
		s.showError(w, r, err)
		return
	}
	s.show(w, r, http.StatusOK, "submission.html", view)
}

type submissionView struct {
	rowView
	ID       string
	Waiting  bool
	Arrival  string
	SentOn   string // YYYY-MM-DD
	Today    string
	Note     string
	Reason   string
	VoidedAt string
	PageList []progressView
	Papers   []claimSummary
	Offered  *offeredDate
	// Answers links to the claim that this submission answers, JoinedTo is its protocol number; Joins are claims that it may join.
	Answers, JoinedTo string
	Joins             []joinOffer
	Audit             []auditView
}

// joinOffer is a claim, open or for a revision (Reg. 19), that already holds an expense of this submission.
type joinOffer struct{ Claim, Number string }

// offeredDate is a sent date that was read on the envelope and that nobody has confirmed.
type offeredDate struct {
	Day   string // YYYY-MM-DD
	Shown string
	Link  string // to the claim beside its envelope
}

type progressView struct {
	Number      int
	File        string
	FilePage    int
	State, Word string
	Preview     string
}

type claimSummary struct {
	Link, Title, Subtitle string
	Outcome               outcomeView
	State                 string
	Void                  bool
	Version, Expenses     int
	Total                 string
	Findings, ToCheck     int
	Worst                 []string // the gravest sentences, at most three
}

type auditView struct{ At, By, What, Before, After string }

var pageStateWords = map[pageState]string{pageWaiting: "da leggere", pageRead: "letta", pageUnreadable: "non leggibile"}

var auditWords = map[string]string{"patch sent_on": "Data d'invio", "patch note": "Nota", "void": "Annullato", "join": "Unito alla pratica", "reprocess": "Riletto", "patch sent_evidence": "Prova della data"}

func (s *server) submissionView(r *http.Request, found storage.Submission) (submissionView, error) {
	view := submissionView{rowView: newRowView(found), ID: found.ID, Arrival: found.Arrival, SentOn: found.SentOn.String(), Today: claim.DateIn(s.Now()).String(),
		Note: string(found.Note), Reason: string(found.VoidReason), VoidedAt: romeTime(found.VoidedAt)}
	pages, err := s.Records.Pages(r.Context(), found.ID)
	if err != nil {
		return view, err
	}
	for _, p := range pages {
		page := progressView{Number: p.Number, File: p.File.Name, FilePage: p.FilePage, State: string(stateOf(p)), Word: pageStateWords[stateOf(p)]}
		if stateOf(p) == pageRead {
			page.Preview = fmt.Sprintf("/api/v1/submissions/%s/pages/%d?width=160", found.ID, p.Number)
		}
		view.PageList = append(view.PageList, page)
	}
	claims, err := s.Records.ClaimsOf(r.Context(), found.ID)
	if err == nil && found.Answers != "" {
		err = s.addAnswered(r.Context(), &view, string(found.Answers))
	}
	if err != nil {
		return view, err
	}
	for i := range claims {
		view.Papers = append(view.Papers, summarise(&claims[i]))
		c := &claims[i].Claim
		if claims[i].State != claim.Void && view.Answers == "" {
			view.Joins = addJoins(view.Joins, c)
		}
		if view.Offered == nil && found.SentEvidence == claim.AssumedReceived && c.SentEvidence == claim.Postmark && claims[i].State != claim.Void {
			view.Offered = &offeredDate{c.SentOn.String(), shortDate(c.SentOn), "/claims/" + claims[i].ID}
		}
	}
	entries, err := s.Records.Audit(r.Context(), found.ID)
	if err != nil {
		return view, err
	}
	for _, e := range entries {
		view.Audit = append(view.Audit, newAuditView(e))
	}
	return view, nil
}

// addAnswered names the claim that a submission answers.
func (s *server) addAnswered(ctx context.Context, view *submissionView, id string) error {
	stored, err := s.Records.Claim(ctx, id, 0)
	if err != nil {
		return err
	}
	view.Answers, view.JoinedTo = "/claims/"+id, string(stored.Claim.ProtocolNumber)
	return nil
}

// addJoins adds the claims that hold an expense of a claim already, each once.
func addJoins(offers []joinOffer, c *claim.Claim) []joinOffer {
	for _, f := range c.Findings {
		id, _ := f.Detail["claim"].(string)
		number, _ := f.Detail["protocol_number"].(string)
		offer := joinOffer{id, number}
		if strings.HasPrefix(string(f.Code), "duplicate.") && id != "" && !slices.Contains(offers, offer) {
			offers = append(offers, offer)
		}
	}
	return offers
}

func newAuditView(e storage.AuditEntry) auditView {
	what, ok := auditWords[e.Action]
	if !ok {
		what = word(auditWords, e.Action+" "+string(e.Field))
	}
	before, after := string(e.Before), string(e.After)
	switch e.Field {
	case "sent_on":
		before, after = italianDate(before), italianDate(after)
	case "sent_evidence":
		before, after = claim.SentEvidence(before).Italian(), claim.SentEvidence(after).Italian()
	}
	return auditView{romeTime(&e.At), e.By, what, before, after}
}

func italianDate(text string) string {
	if day, err := claim.ParseDate(text); err == nil {
		return shortDate(day)
	}
	return text
}

func summarise(stored *storage.StoredClaim) claimSummary {
	c := &stored.Claim
	summary := claimSummary{Link: "/claims/" + stored.ID, Outcome: outcomeView{string(c.Outcome), c.Outcome.Italian()},
		State: word(claimStateWords, stored.State), Void: stored.State == claim.Void, Version: stored.Version, Expenses: len(c.Expenses),
		Total: withCurrency(c.DeclaredTotal, ""), Findings: len(c.Findings),
		ToCheck: newClaimView(c, stored.State).ToCheck}
	summary.Title, summary.Subtitle = titles(c)
	for _, f := range sortedFindings(c.Findings) {
		if f.Severity != claim.Info && len(summary.Worst) < 3 {
			summary.Worst = append(summary.Worst, f.Message)
		}
	}
	return summary
}

// claimPage shows a claim beside its pages.
func (s *server) claimPage(w http.ResponseWriter, r *http.Request) {
	stored, err := s.storedClaim(r)
	if err != nil {
		s.showError(w, r, err)
		return
	}
	view := struct {
		*claimView
		Number, SubmissionLink string
		Version, Newest        int
		Others                 []int // the other versions
		Made                   string
		Explained              *whyView
	}{newClaimView(&stored.Claim, stored.State), string(stored.Claim.ProtocolNumber), "/submissions/" + stored.Claim.Submission,
		stored.Version, stored.Current, nil, romeTime(&stored.CreatedAt), nil}
	view.Explained = s.why(r, &stored.Claim, view.claimView)
	for n := stored.Current; n >= 1; n-- {
		if n != stored.Version {
			view.Others = append(view.Others, n)
		}
	}
	if n, err := strconv.Atoi(r.URL.Query().Get("page")); err == nil && n >= 1 && n <= len(view.Pages) {
		view.Current = n
	}
	s.show(w, r, http.StatusOK, "claim.html", view)
}

func (s *server) pageNotFound(w http.ResponseWriter, r *http.Request) {
	s.showError(w, r, claim.Errorf(claim.ENOTFOUND, "Questa pagina non esiste."))
}

func (s *server) showError(w http.ResponseWriter, r *http.Request, err error) {
	s.logInternal(r, err)
	s.show(w, r, statusOf(err), "message.html", struct{ Message string }{claim.ErrorMessage(err)})
}

// show writes a page with a tag, so that a page that refreshes itself is told that nothing changed.
func (s *server) show(w http.ResponseWriter, r *http.Request, status int, name string, view any) {
	var body bytes.Buffer
	if err := s.templates[name].ExecuteTemplate(&body, "page", view); err != nil {
		s.logger.Error("page not made", "page", name, "cause", err.Error())
		http.Error(w, claim.ErrorMessage(err), http.StatusInternalServerError)
		return
	}
	sum := sha256.Sum256(body.Bytes())
	tag := `"` + hex.EncodeToString(sum[:12]) + `"`
	w.Header().Set("ETag", tag)
	if status == http.StatusOK && r.Header.Get("If-None-Match") == tag {
		w.WriteHeader(http.StatusNotModified)
		return
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.WriteHeader(status)
	_, _ = w.Write(body.Bytes())
}

// romeTime is "14/05/2026 11:12" on the clock of Rome; "" for nil.
func romeTime(t *time.Time) string {
	if t == nil {
		return ""
	}
	return t.In(claim.Rome).Format("02/01/2006 15:04")
}
