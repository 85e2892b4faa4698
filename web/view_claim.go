package web

import (
	"fmt"
	"sort"
	"strconv"
	"strings"

	"pratica/claim"
)

// claimView is a claim as its page shows it: the pages with the boxes of the values, and the values in
// groups, each knowing its box.
type claimView struct {
	*claim.Claim
	Title, Subtitle string
	Channel, State  string
	Received, Sent  string
	Evidence        string
	Outcome         outcomeView
	OutcomeSentence string
	Letter          string // the page of its letter; "" if it needs none

	Findings []findingView
	Groups   []groupView
	Expenses []expenseView
	After    []groupView // the groups that follow the expenses
	Papers   []paperView
	Pages    []pageView
	Current  int // the page shown first, from 1; 0 without pages

	Values, ToCheck int

	target func(pointer string) string // the id of what shows a value
}

type outcomeView struct{ Code, Word string }

type findingView struct {
	Severity, Word   string
	Message, Rule    string
	Target, On       string // id and name of the value it is about; "" when it is about none
	Code             claim.Code
	TargetOnAPicture bool
}

type groupView struct {
	ID, Title string
	Values    []valueView
}

// valueView is one value. Mark is auto, check, reviewer or member; empty for a constant, an input or a
// derived value, which nobody read.
type valueView struct {
	Pointer, ID, Label string
	Text               string // "" when absent
	Raw                string // what was read, when that differs from Text
	Corrected          bool   // Raw differs in more than its form, and nobody stands for Text
	Mark, MarkWord     string
	Percent            int
	Method             string
	Page               int    // in claimView.Pages, from 1; 0 when it has no box
	Severity           string // of the worst finding about it
	Numeric            bool
	Whole              bool // takes a whole line
}

// expenseView sets the invoice beside the row the member wrote.
type expenseView struct {
	ID, Title, Note string
	Amount          string
	Severity        string
	Row             int // of the form, from 1; 0 for none
	HasRow, HasBill bool
	Rows            []comparedView
	Lines           []lineView
}

type comparedView struct {
	Label           string
	Invoice, Form   valueView
	More            []valueView // beside Invoice: the name beside the surname
	OnForm, Differs bool
}

type lineView struct {
	Description, Amount valueView
	Quantity            int
}

type paperView struct {
	ID, Kind string
	Pages    []pageLink
}

type pageLink struct {
	Number int // in claimView.Pages, from 1
	Name   string
}

type pageView struct {
	Number           int // over all documents, from 1
	Document, Kind   string
	InDocument       int
	File             string
	FilePage         int
	Picture, Preview string // "" when the page could not be read
	Width, Height    int
	Boxes            []boxView
	ToCheck          int
}

type boxView struct {
	X, Y, W, H int
	IDs        string // of the values, separated by spaces
	Title      string
	Mark       string
}

// newClaimView needs the state, which is no part of the contract.
func newClaimView(c *claim.Claim, state claim.State) *claimView {
	v := &claimView{Claim: c,
		Channel: c.Channel.Italian(), State: word(claimStateWords, state),
		Received: c.ReceivedOn.Italian(), Sent: c.SentOn.Italian(), Evidence: c.SentEvidence.Italian(),
		Outcome:         outcomeView{string(c.Outcome), c.Outcome.Italian()},
		OutcomeSentence: outcomeSentences[c.Outcome],
	}
	v.Title, v.Subtitle = titles(c)
	if needsLetter(c, state) {
		v.Letter = fmt.Sprintf("/claims/%s/letter?version=%d", c.ID, c.Version)
	}
	b := claimBuilder{claim: c, worst: worstFindings(c.Findings)}
	b.numberPages(v)
	v.Groups = b.groupsBefore()
	for i := range c.Expenses {
		v.Expenses = append(v.Expenses, b.expense(i))
	}
	v.After = b.groupsAfter()
	for _, f := range sortedFindings(c.Findings) {
		v.Findings = append(v.Findings, b.finding(f))
	}
	v.Pages = b.boxedPages(v.Pages)
	v.Values, v.ToCheck, v.target = b.read, b.toCheck, b.target
	if len(v.Pages) > 0 {
		v.Current = 1
	}
	return v
}

// titles name a claim by its people.
func titles(c *claim.Claim) (title, subtitle string) {
	member := strings.TrimSpace(string(c.Member.Surname + " " + c.Member.Name))
	patient := strings.TrimSpace(string(c.Patient.Surname + " " + c.Patient.Name))
	title = member
	if title == "" {
		title = "Iscritto non letto"
	}
	var parts []string
	if c.Patient.Relation == claim.Family && patient != "" {
		parts = append(parts, "per "+patient)
	}
	if c.Form != "" {
		parts = append(parts, "modulo "+string(c.Form))
	} else {
		parts = append(parts, "senza modulo")
	}
	if c.Kind != "" {
		parts = append(parts, c.Kind.Italian())
	}
	return title, strings.Join(parts, " · ")
}

// claimBuilder makes the parts of a claimView and counts the values it met.
type claimBuilder struct {
	claim         *claim.Claim
	worst         map[string]claim.Severity
	page          map[[2]string]int // document id and page number to number over all
	shown         []valueView
	read, toCheck int
}

func (b *claimBuilder) numberPages(v *claimView) {
	b.page = map[[2]string]int{}
	for _, d := range b.claim.Documents {
		paper := paperView{ID: d.ID, Kind: d.Kind.Italian()}
		for i, p := range d.Pages {
			n := len(v.Pages) + 1
			b.page[[2]string{d.ID, strconv.Itoa(i + 1)}] = n
			page := pageView{Number: n, Document: d.ID, Kind: paper.Kind, InDocument: i + 1, File: p.File, FilePage: p.FilePage, Width: p.Width, Height: p.Height}
			if p.Object != "" && p.Width > 0 && p.Height > 0 {
				page.Picture = fmt.Sprintf("/api/v1/claims/%s/documents/%s/pages/%d?version=%d", b.claim.ID, d.ID, i+1, b.claim.Version)
				page.Preview = page.Picture + "&width=160"
			}
			v.Pages = append(v.Pages, page)
			paper.Pages = append(paper.Pages, pageLink{n, fmt.Sprintf("%s, pagina %d", p.File, p.FilePage)})
		}
		v.Papers = append(v.Papers, paper)
	}
}

// value shows the value at a pointer; text is its Italian form, "" when absent.
func (b *claimBuilder) value(pointer, text string) valueView {
	v := valueView{Pointer: pointer, ID: valueID(pointer), Label: claim.Label(pointer), Text: text, Severity: string(b.worst[pointer])}
	from, ok := b.claim.Provenance[pointer]
	if !ok {
		return v
	}
	b.read++
	v.Percent = int(from.Confidence * 100) // 99,9 % must not be shown as certain
	v.Method = word(methodWords, from.Method)
	if raw := string(from.Text); raw != "" && raw != text {
		v.Raw = raw
	}
	switch from.Accepted {
	case claim.AcceptedAuto:
		v.Mark, v.MarkWord = "auto", "accettato automaticamente"
	case claim.AcceptedReviewer:
		v.Mark, v.MarkWord = "reviewer", "confermato da un revisore"
	case claim.AcceptedMember:
		v.Mark, v.MarkWord = "member", "indicato dall'iscritto"
	default:
		v.Mark, v.MarkWord = "check", "da controllare"
		v.Corrected = v.Raw != "" && plain(from.Text) != plain(claim.Text(text))
		b.toCheck++
	}
	if !from.Box.Empty() {
		v.Page = b.page[[2]string{string(from.Document), strconv.Itoa(int(from.Page))}]
	}
	b.shown = append(b.shown, v)
	return v
}

func (b *claimBuilder) text(pointer string, t claim.Text) valueView {
	return b.value(pointer, string(t))
}

func (b *claimBuilder) date(pointer string, d claim.Date) valueView {
	return b.value(pointer, shortDate(d))
}

func (b *claimBuilder) money(pointer string, m claim.Money) valueView {
	v := b.value(pointer, m.Italian())
	v.Numeric = true
	return v
}

// valueID is an id for HTML: "/member/iban" is "v-member-iban".
func valueID(pointer string) string { return "v" + strings.ReplaceAll(pointer, "/", "-") }

func (b *claimBuilder) finding(f claim.Finding) findingView {
	v := findingView{Severity: string(f.Severity), Word: f.Severity.Italian(), Message: f.Message, Code: f.Code, Rule: ruleName(f.Article)}
	if f.Pointer == "" {
		return v
	}
	v.On = claim.LabelInContext(string(f.Pointer))
	for _, shown := range b.shown {
		if shown.Pointer == string(f.Pointer) {
			v.Target, v.TargetOnAPicture = shown.ID, shown.Page > 0
			return v
		}
	}
	// A finding about a whole expense, or about a value that is absent, leads to the group that holds it.
	steps := strings.Split(string(f.Pointer), "/")
	switch {
	case len(steps) > 2 && steps[1] == "expenses":
		v.Target = "g-expense-" + steps[2]
	case len(steps) > 1:
		v.Target = "g-" + steps[1]
	}
	return v
}

// ruleName says what an article number is of: bare numbers are of the Regolamento.
func ruleName(article claim.Text) string {
	if article == "" {
		return ""
	}
	if article[0] >= '0' && article[0] <= '9' {
		return "Regolamento, art. " + string(article)
	}
	return string(article)
}

func sortedFindings(findings []claim.Finding) []claim.Finding {
	sorted := append([]claim.Finding(nil), findings...)
	sort.SliceStable(sorted, func(i, j int) bool { return severityOrder[sorted[i].Severity] < severityOrder[sorted[j].Severity] })
	return sorted
}

func worstFindings(findings []claim.Finding) map[string]claim.Severity {
	worst := map[string]claim.Severity{}
	for _, f := range sortedFindings(findings) {
		pointer := string(f.Pointer)
		if _, seen := worst[pointer]; !seen {
			worst[pointer] = f.Severity
		}
	}
	return worst
}

// boxedPages draws on each page the boxes of its values; values that share a box share the mark that
// asks most.
func (b *claimBuilder) boxedPages(pages []pageView) []pageView {
	type place struct {
		page int
		box  claim.Box
	}
	index := map[place]int{}
	for _, v := range b.shown {
		if v.Page == 0 {
			continue
		}
		page := &pages[v.Page-1]
		box := b.claim.Provenance[v.Pointer].Box
		title := claim.LabelInContext(v.Pointer) + ": " + orDash(v.Text)
		if v.Mark == "check" {
			page.ToCheck++
		}
		at := place{v.Page, box}
		if i, ok := index[at]; ok {
			shared := &page.Boxes[i]
			shared.IDs += " " + v.ID
			shared.Title += "\n" + title
			if v.Mark == "check" {
				shared.Mark = v.Mark
			}
			continue
		}
		index[at] = len(page.Boxes)
		page.Boxes = append(page.Boxes, boxView{box.X, box.Y, box.W, box.H, v.ID, title, v.Mark})
	}
	return pages
}

func orDash(s string) string {
	if s == "" {
		return "—"
	}
	return s
}

// shortDate is 12/03/2026, as forms write it; "" when unknown.
func shortDate(d claim.Date) string {
	if !d.Valid() {
		return ""
	}
	return fmt.Sprintf("%02d/%02d/%d", d.Day, int(d.Month), d.Year)
}
