package web

import (
	"bytes"
	"fmt"
	"net/http"
	"slices"
	"strings"

	"pratica/claim"
	"pratica/letters"
)

// mostForm bounds an edited letter, in bytes: what letters.Letter.Check takes, and as much again for its encoding.
const mostForm = 1 << 20

// letterPage shows the letter that a claim needs as a form.
func (s *server) letterPage(w http.ResponseWriter, r *http.Request) {
	letter, err := s.composeLetter(r)
	if err != nil {
		s.showError(w, r, err)
		return
	}
	s.showLetter(w, r, http.StatusOK, letter, letterView{})
}

// postLetter takes the edited letter and gives its PDF, or shows the text of its e-mail. Nothing is kept.
func (s *server) postLetter(w http.ResponseWriter, r *http.Request) {
	letter, err := s.composeLetter(r)
	if err != nil {
		s.showError(w, r, err)
		return
	}
	r.Body = http.MaxBytesReader(w, r.Body, mostForm)
	if err := r.ParseForm(); err != nil {
		s.showError(w, r, claim.WrapError(claim.EINVALID, err, "La lettera inviata non si può leggere: forse è troppo lunga."))
		return
	}
	editLetter(&letter, r.PostForm)
	if err := letter.Check(); err != nil {
		s.showLetter(w, r, http.StatusBadRequest, letter, letterView{Problem: claim.ErrorMessage(err)})
		return
	}
	if r.PostForm.Get("action") == "email" {
		subject, body := letters.Email(letter, s.Letters)
		s.showLetter(w, r, http.StatusOK, letter, letterView{EmailSubject: subject, EmailBody: body, EmailRows: strings.Count(body, "\n") + 1})
		return
	}
	var pdf bytes.Buffer
	if err := letters.WritePDF(&pdf, letter, s.Letters); err != nil {
		s.showError(w, r, err)
		return
	}
	w.Header().Set("Content-Type", "application/pdf")
	w.Header().Set("Content-Disposition", `attachment; filename="lettera-`+letter.Claim+`.pdf"`)
	_, _ = w.Write(pdf.Bytes()) // the client may have gone
}

// composeLetter writes the letter of the claim of the path.
func (s *server) composeLetter(r *http.Request) (letters.Letter, error) {
	stored, err := s.storedClaim(r)
	if err != nil {
		return letters.Letter{}, err
	}
	if stored.State == claim.Void {
		return letters.Letter{}, claim.Errorf(claim.ECONFLICT, "Nessuna lettera: la pratica è stata annullata.")
	}
	return letters.Compose(stored.Claim, s.Letters, claim.DateIn(s.Now()), letters.Recipient{})
}

// editLetter puts what a reviewer wrote into a letter. What stands for the claim, its code among it, is not taken from the
// form.
func editLetter(l *letters.Letter, form map[string][]string) {
	one := func(name string) string {
		if len(form[name]) == 0 {
			return ""
		}
		return strings.TrimSpace(form[name][0])
	}
	l.Addressee, l.References, l.Expenses, l.ReturnAddress = linesOf(one("addressee")), linesOf(one("references")), linesOf(one("expenses")), linesOf(one("return_address"))
	l.Email = claim.Text(one("email"))
	l.Subject, l.Salutation, l.Closing = one("subject"), one("salutation"), one("closing")
	l.Paragraphs, l.Answering = paragraphsOf(one("paragraphs")), paragraphsOf(one("answering"))
	l.EmailItems = one("email_items") != ""
	composed := l.Items
	l.Items = nil
	part := func(name string, i int) string {
		if i >= len(form[name]) {
			return ""
		}
		return strings.Join(strings.Fields(form[name][i]), " ")
	}
	for i := range form["item_text"] {
		item := letters.Item{Text: part("item_text", i), Request: part("item_request", i), Article: claim.Text(part("item_article", i))}
		if i < len(composed) {
			item.Code, item.Pointer = composed[i].Code, composed[i].Pointer
		}
		if item.Text != "" || item.Request != "" {
			l.Items = append(l.Items, item)
		}
	}
}

// linesOf are the lines of a text that say something.
func linesOf(text string) []string {
	var list []string
	for line := range strings.Lines(strings.ReplaceAll(text, "\r", "")) {
		if line = strings.TrimSpace(line); line != "" {
			list = append(list, line)
		}
	}
	return list
}

// paragraphsOf are the paragraphs of a text, which empty lines part.
func paragraphsOf(text string) []string {
	var list []string
	open := false
	for line := range strings.Lines(strings.ReplaceAll(text, "\r", "")) {
		line = strings.TrimSpace(line)
		switch {
		case line == "":
		case open:
			list[len(list)-1] += " " + line
		default:
			list = append(list, line)
		}
		open = line != ""
	}
	return list
}

// letterView is a letter as a form shows it: lists as the texts that linesOf and paragraphsOf read again.
type letterView struct {
	letters.Letter
	Back, Action           string
	Number, SubmissionLink string
	Lines                  map[string]string
	Rows                   map[string]int
	Neutral                bool
	Problem                string // why the letter cannot go out like that; "" if it can
	EmailSubject           string
	EmailBody              string
	EmailRows              int
}

// itemView is an item of a letter; the last one is empty, for what a reviewer adds.
type itemView struct {
	Number, Rows           int
	Text, Request, Article string
}

func newItemView(index int, item any) itemView {
	v := itemView{Number: index + 1, Rows: 2}
	if item, ok := item.(letters.Item); ok {
		v.Text, v.Request, v.Article = item.Text, item.Request, string(item.Article)
		v.Rows = max(2, rowsFor(item.Text)-1)
	}
	return v
}

func (s *server) showLetter(w http.ResponseWriter, r *http.Request, status int, letter letters.Letter, view letterView) {
	stored, err := s.storedClaim(r)
	if err != nil {
		s.showError(w, r, err)
		return
	}
	query := ""
	if stored.Version != stored.Current {
		query = fmt.Sprintf("?version=%d", stored.Version)
	}
	view.Letter, view.Neutral = letter, s.Letters.Neutral()
	view.Back, view.Action = "/claims/"+stored.ID+query, "/claims/"+stored.ID+"/letter"+query
	view.Number, view.SubmissionLink = string(stored.Claim.ProtocolNumber), "/submissions/"+stored.Claim.Submission
	view.Lines = map[string]string{"addressee": strings.Join(letter.Addressee, "\n"), "references": strings.Join(letter.References, "\n"),
		"expenses": strings.Join(letter.Expenses, "\n"), "return_address": strings.Join(letter.ReturnAddress, "\n"),
		"paragraphs": strings.Join(letter.Paragraphs, "\n\n"), "answering": strings.Join(letter.Answering, "\n\n")}
	view.Rows = map[string]int{}
	for name, text := range view.Lines {
		view.Rows[name] = rowsFor(text)
	}
	s.show(w, r, status, "letter.html", view)
}

// rowsFor is how many rows of about 90 characters a text takes, and one to write in.
func rowsFor(text string) int {
	rows := 1
	for line := range strings.Lines(text) {
		rows += 1 + len(line)/90
	}
	return max(rows, 3)
}

// needsLetter reports whether a claim has a letter.
func needsLetter(c *claim.Claim, state claim.State) bool {
	return state != claim.Void && slices.Contains([]claim.Outcome{claim.Suspended, claim.Inadmissible}, c.Outcome)
}
