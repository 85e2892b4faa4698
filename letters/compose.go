package letters

import (
	_ "embed"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"go.yaml.in/yaml/v3"

	"pratica/claim"
)

// Recipient is where a letter goes to, as far as somebody knows: claims hold no postal address.
type Recipient struct {
	// Lines are the addressee, the name first; without any it is the member's name alone.
	Lines []string
	// Email is used instead of the one on the form.
	Email string
}

//go:embed requests.yaml
var requestsFile []byte

// requests are the requests and consequences by code.
var requests = func() map[claim.Code]string {
	list := map[claim.Code]string{}
	if err := yaml.Unmarshal(requestsFile, &list); err != nil {
		panic(fmt.Errorf("embedded requests: %w", err))
	}
	return list
}()

// Compose writes the letter that a claim needs: of a suspended one what suspends it and nothing else, of an inadmissible
// one why. Another claim, and one whose id is no ULID, gives claim.EINVALID. The letter names no diagnosis. Its items may
// stand in an e-mail (EmailItems) unless the claim's kind or an item tells of the patient's health. A claim on which no name
// was read gives a letter without an addressee, which Check refuses until somebody writes one.
func Compose(c claim.Claim, config Config, today claim.Date, to Recipient) (Letter, error) {
	config = config.withDefaults()
	severity := claim.Suspend
	switch c.Outcome {
	case claim.Suspended:
	case claim.Inadmissible:
		severity = claim.Reject
	default:
		return Letter{}, claim.Errorf(claim.EINVALID, "Nessuna lettera: la pratica non è né sospesa né inammissibile.")
	}
	code := claim.AnswerCode(c.ID)
	if code == "" {
		return Letter{}, claim.Errorf(claim.EINVALID, "Nessuna lettera: la pratica non ha un identificativo valido.")
	}
	id, _ := claim.ParseAnswerCode(code)
	l := Letter{Claim: id, Version: c.Version, Outcome: c.Outcome, Protocol: c.ProtocolNumber, Place: config.Place, Date: today, Addressee: clean(to.Lines),
		Email: c.Member.Email, References: references(c), Salutation: "Gentile " + memberName(c) + ",", Closing: config.Closing,
		ReturnAddress: config.returnAddress(c.Form), AnswerCode: code}
	if to.Email != "" {
		l.Email = claim.Text(to.Email)
	}
	if name := oneLine(string(c.Member.Name + " " + c.Member.Surname)); len(l.Addressee) == 0 && name != "" {
		l.Addressee = []string{name}
	}
	concerned := map[int]bool{}
	for _, f := range c.Findings {
		if f.Severity != severity {
			continue
		}
		if item := newItem(f); !slices.ContainsFunc(l.Items, func(other Item) bool { return other.Text == item.Text }) {
			l.Items = append(l.Items, item)
		}
		for _, i := range expensesOf(c, f) {
			concerned[i] = true
		}
	}
	if len(l.Items) == 0 {
		return Letter{}, claim.Errorf(claim.EINVALID, "Nessuna lettera: nessuna osservazione dice perché la pratica è %s.", outcomeWords[c.Outcome])
	}
	for i := range c.Expenses {
		if name := expenseName(&c.Expenses[i]); concerned[i] && name != "" {
			l.Expenses = append(l.Expenses, name)
		}
	}
	l.EmailItems = !tellsOfHealth(c, l.Items)
	if c.Outcome == claim.Suspended {
		l.suspend(c, config)
	} else {
		l.refuse(c)
	}
	return l, nil
}

var outcomeWords = map[claim.Outcome]string{claim.Suspended: "sospesa", claim.Inadmissible: "inammissibile"}

// suspend writes the sentences around what is missing.
func (l *Letter) suspend(c claim.Claim, config Config) {
	l.Subject = "Richiesta sospesa: che cosa serve per proseguire"
	l.Paragraphs = []string{"abbiamo ricevuto la sua richiesta" + arrival(c) + ". Per poterla esaminare ci serve quanto segue."}
	if config.AnswerWithinDays > 0 {
		l.Answering = append(l.Answering, fmt.Sprintf("Le chiediamo di rispondere entro %s dalla data di questa lettera.", days(config.AnswerWithinDays)))
	}
	l.Answering = append(l.Answering, "Per rispondere per posta, metta la pagina con il codice sopra i documenti: basta a ricondurli alla sua richiesta, senza compilare altro.")
	if config.OnlineAddress != "" {
		l.Answering = append(l.Answering, "Per rispondere online: "+config.OnlineAddress+online(c))
	}
	l.Answering = append(l.Answering, "Quando avremo ricevuto quanto manca, esamineremo di nuovo la richiesta.")
}

// refuse writes the sentences around the reasons. The revision is that of Reg. 19, in force with the set of 2024; the
// Guide of 2012 knows none.
func (l *Letter) refuse(c claim.Claim) {
	l.Subject = "Richiesta non accolta"
	reasons := "il motivo seguente"
	if len(l.Items) > 1 {
		reasons = "i motivi seguenti"
	}
	l.Paragraphs = []string{"abbiamo esaminato la sua richiesta" + arrival(c) + ". Non possiamo accoglierla per " + reasons + "."}
	l.Answering = append(l.Answering, "Questa lettera riguarda solo la richiesta indicata qui sopra: altre sue richieste seguono il loro corso.",
		"Se quanto scritto non corrisponde ai documenti in suo possesso, ce ne mandi una copia con la pagina del codice sopra: esamineremo di nuovo la richiesta.")
	if c.RuleSet >= "2024-01-01" {
		l.Answering = append(l.Answering, "Può chiedere la revisione della pratica contattando il numero verde e compilando l'apposito modulo nell'area riservata, "+
			"entro 12 mesi dalla data della lettera di liquidazione (Regolamento, art. 19).")
	}
}

func arrival(c claim.Claim) string {
	s := ""
	if c.ReceivedOn.Valid() {
		s += " il " + c.ReceivedOn.Italian()
		if c.ReceivedOn.Day == 8 || c.ReceivedOn.Day == 11 {
			s = " l'" + c.ReceivedOn.Italian()
		}
		s = ", arrivata" + s
	}
	if c.ProtocolNumber != "" {
		s += ", protocollo " + string(c.ProtocolNumber)
	}
	return s
}

func online(c claim.Claim) string {
	if c.ProtocolNumber == "" {
		return ""
	}
	return " (protocollo " + string(c.ProtocolNumber) + ")"
}

func days(n int) string {
	if n == 1 {
		return "1 giorno"
	}
	return fmt.Sprintf("%d giorni", n)
}

// memberName is how the member is addressed.
func memberName(c claim.Claim) string {
	if name := properName(string(c.Member.Name + " " + c.Member.Surname)); name != "" {
		return name
	}
	return "iscritta o iscritto"
}

// references name the member's code and, of a relative's claim, the patient.
func references(c claim.Claim) []string {
	var list []string
	if c.Member.Code != "" {
		list = append(list, "Codice iscritto: "+oneLine(string(c.Member.Code)))
	}
	if name := properName(string(c.Patient.Name + " " + c.Patient.Surname)); c.Patient.Relation == claim.Family && name != "" {
		list = append(list, "Assistito: "+name)
	}
	return list
}

// newItem is a finding in a letter. The sentence's own citation at its end gives way to the article in full.
func newItem(f claim.Finding) Item {
	item := Item{Text: oneLine(f.Message), Request: requests[f.Code], Article: claim.Text(ruleName(f.Article)), Code: f.Code, Pointer: f.Pointer}
	if item.Article != "" {
		item.Text = citation.ReplaceAllString(item.Text, ".")
	}
	return item
}

// citation is how the checks cite at the end of a sentence: "(art. 17.2 D)." and "(Guida 2012).".
var citation = regexp.MustCompile(` \((art\. [^()]+|Guida 2012)\)\.$`)

// ruleName says what an article is of: bare numbers are of the Regolamento.
func ruleName(article claim.Text) string {
	switch {
	case article == "":
		return ""
	case article[0] >= '0' && article[0] <= '9':
		return "Regolamento, art. " + string(article)
	case article == "Guida 2012":
		return "Guida al Fondo, giugno 2012"
	}
	return string(article)
}

// expensesOf are the expenses a finding is about: the one it points into, or the ones it names by their document or,
// when one has this number alone, in its sentence.
func expensesOf(c claim.Claim, f claim.Finding) []int {
	if rest, ok := strings.CutPrefix(string(f.Pointer), "/expenses/"); ok {
		index, _, _ := strings.Cut(rest, "/")
		if i, err := strconv.Atoi(index); err == nil && i >= 0 && i < len(c.Expenses) {
			return []int{i}
		}
	}
	var list []int
	document, _ := f.Detail["document"].(string)
	for i, e := range c.Expenses {
		if document != "" && c.Provenance[fmt.Sprintf("/expenses/%d/total", i)].Document == claim.Text(document) || namesNumber(f.Message, string(e.Number)) {
			list = append(list, i)
		}
	}
	if document == "" && len(list) > 1 {
		return nil
	}
	return list
}

// namesNumber reports whether a sentence names a document with this very number: "la fattura 2024/118 …".
func namesNumber(sentence, number string) bool {
	if number == "" {
		return false
	}
	for _, noun := range documentNouns {
		_, rest, found := strings.Cut(sentence, noun+" "+number)
		if found && (rest == "" || strings.ContainsRune(" .,:;)", rune(rest[0]))) {
			return true
		}
	}
	return false
}

// documentNouns are what the checks call documents, by their types.
var documentNouns = map[claim.DocumentType]string{claim.InvoiceType: "fattura", claim.CopaymentReceiptType: "ricevuta del ticket", claim.TillSlipType: "scontrino",
	claim.CreditNoteType: "nota di credito", claim.OtherDocumentType: "documento di spesa"}

// expenseName is "Fattura 2024/118 del 12 marzo 2026, Poliambulatorio San Marco Srl, 87,50 euro", of what is known: without
// the service. A row without its document gives what the member wrote.
func expenseName(e *claim.Expense) string {
	number, day, issuer, amount, currency := e.Number, e.Date, e.Issuer.Name, e.Total, e.Currency
	if d := e.Declared; e.DocumentType == "" && d != nil {
		number, day, issuer, amount, currency = d.Number, d.Date, d.Issuer, d.Amount, "EUR"
	}
	noun := documentNouns[e.DocumentType]
	if noun == "" {
		noun = documentNouns[claim.InvoiceType]
	}
	s := strings.ToUpper(noun[:1]) + noun[1:]
	if number != "" {
		s += " " + string(number)
	}
	if day.Valid() {
		elided := " del "
		if day.Day == 8 || day.Day == 11 {
			elided = " dell'"
		}
		s += elided + day.Italian()
	}
	if issuer != "" {
		s += ", " + string(issuer)
	}
	if amount.Known() {
		unit := "euro"
		if currency != "" && currency != "EUR" {
			unit = string(currency)
		}
		s += ", " + amount.Italian() + " " + unit
	}
	if number == "" && !day.Valid() && issuer == "" {
		return ""
	}
	return oneLine(s)
}

// healthKinds are claims whose kind alone tells how the patient is.
var healthKinds = []claim.Kind{claim.AllowanceOncology, claim.DependencyAid, claim.SeriousIllnessCare}

// healthForms are the forms of such claims, and of surgery.
var healthForms = []claim.Form{claim.NA1, claim.GM01, claim.RGM01, claim.I07}

// healthWords are those of papers that tell of a state of health.
var healthWords = regexp.MustCompile(`(?i)gravidanza|oncolog|diagnosi|malattia|autosufficienza|ricover|dimission|intervent|sedute`)

// tellsOfHealth reports whether the items say more of the patient's health than that a paper of some invoice is missing:
// by the kind of the claim, by what a paper certifies, or by the name of an issuer ("Centro di oncologia …").
func tellsOfHealth(c claim.Claim, items []Item) bool {
	if slices.Contains(healthKinds, c.Kind) || slices.Contains(healthForms, c.Form) {
		return true
	}
	for _, e := range c.Expenses {
		if slices.Contains(healthKinds, e.Kind) {
			return true
		}
	}
	return slices.ContainsFunc(items, func(item Item) bool {
		return healthWords.MatchString(item.Text+" "+item.Request) || slices.ContainsFunc(c.Expenses, func(e claim.Expense) bool {
			return names(item.Text, e.Issuer.Name) || e.Declared != nil && names(item.Text, e.Declared.Issuer)
		})
	})
}

func names(sentence string, issuer claim.Text) bool {
	return issuer != "" && strings.Contains(sentence, oneLine(string(issuer)))
}

// properName writes a name in capitals, as forms have it, with a capital to each of its parts: "D'Amico", "Maria Grazia". One
// that has small letters is kept.
func properName(name string) string {
	name = oneLine(name)
	if strings.ContainsFunc(name, unicode.IsLower) {
		return name
	}
	begins := true
	return strings.Map(func(r rune) rune {
		was := begins
		begins = !unicode.IsLetter(r)
		if was {
			return r
		}
		return unicode.ToLower(r)
	}, name)
}

// oneLine is a text with single spaces and without signs that cannot be printed.
func oneLine(s string) string {
	s = strings.Map(func(r rune) rune {
		if forbidden(r) {
			return ' '
		}
		return r
	}, s)
	return strings.Join(strings.Fields(s), " ")
}

// clean are lines that say something.
func clean(lines []string) []string {
	var list []string
	for _, line := range lines {
		if line = oneLine(line); line != "" {
			list = append(list, line)
		}
	}
	return list
}
