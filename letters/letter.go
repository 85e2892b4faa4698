// Package letters writes to members: for a suspended or inadmissible claim a letter as PDF and as the text of an e-mail,
// each with a code that brings the answer back to its claim. Compose makes a Letter, which is plain data that a reviewer
// may edit; Check holds what was edited; WritePDF and Email write it.
package letters

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"pratica/claim"
)

// Letter is what a letter says, without the letterhead. All texts are Italian and plain.
type Letter struct {
	// Claim and Version are those it was composed from, Outcome is suspended or inadmissible.
	Claim   string        `json:"claim"`
	Version int           `json:"claim_version"`
	Outcome claim.Outcome `json:"outcome"`

	// Protocol is the register number of the envelope; null outside a server.
	Protocol claim.Text `json:"protocol_number"`

	// Place may be empty; Date is the day of the letter.
	Place string     `json:"place"`
	Date  claim.Date `json:"date"`

	// Addressee are the lines seen through the window, the name first. Email is where the e-mail goes to; null if unknown.
	Addressee []string   `json:"addressee"`
	Email     claim.Text `json:"email"`

	// References stand beside the addressee, in a closed envelope, and not in the e-mail: the member's code, who the
	// patient is.
	References []string `json:"references"`

	Subject    string `json:"subject"`
	Salutation string `json:"salutation"`
	// Paragraphs stand before the items, Answering behind them.
	Paragraphs []string `json:"paragraphs"`
	Items      []Item   `json:"items"`
	// Expenses name the expenses that items are about.
	Expenses  []string `json:"expenses"`
	Answering []string `json:"answering"`
	Closing   string   `json:"closing"`

	// EmailItems tells that the items may stand in an e-mail, which others may read on its way: that they say nothing of
	// the patient's health (see Compose).
	EmailItems bool `json:"email_items"`

	// ReturnAddress is where an answer by post goes to, in lines.
	ReturnAddress []string `json:"return_address"`
	// AnswerCode is claim.AnswerCode of Claim.
	AnswerCode string `json:"answer_code"`
}

// Item is one thing that a letter asks for, or why it refuses.
type Item struct {
	// Text says what is missing, or why; Request what to do, or what follows; it may be empty.
	Text    string `json:"text"`
	Request string `json:"request"`
	// Article is the rule as a letter cites it ("Regolamento, art. 17.2 D"); null when there is none.
	Article claim.Text `json:"article"`
	// Code and Pointer are those of the finding; null for an item that a reviewer wrote.
	Code    claim.Code `json:"code"`
	Pointer claim.Text `json:"pointer"`
}

// The bounds of a letter, in characters and in pieces.
const (
	mostAddressee = 6 // lines, as DIN 5008 has them
	mostLine      = 100
	mostSubject   = 200
	mostText      = 2000
	mostPieces    = 30  // paragraphs, answering, references, expenses
	mostItems     = 100 // more than findings of any claim seen
	mostLetter    = 60_000
)

// Check says what keeps a letter, perhaps edited, from being sent: claim.EINVALID with a sentence for the reviewer.
func (l Letter) Check() error {
	if l.AnswerCode == "" || l.AnswerCode != claim.AnswerCode(l.Claim) {
		return claim.Errorf(claim.EINVALID, "Il codice della risposta non è quello della pratica: la lettera va composta di nuovo.")
	}
	if !l.Date.Valid() {
		return claim.Errorf(claim.EINVALID, "Manca la data della lettera.")
	}
	if len(l.Items) == 0 {
		return claim.Errorf(claim.EINVALID, "La lettera non chiede e non motiva nulla: serve almeno una voce.")
	}
	if len(l.Addressee) == 0 {
		return claim.Errorf(claim.EINVALID, "Manca il destinatario.")
	}
	for _, list := range []struct {
		name   string
		pieces int
		most   int
	}{{"Il destinatario", len(l.Addressee), mostAddressee}, {"I riferimenti", len(l.References), mostPieces}, {"I paragrafi", len(l.Paragraphs), mostPieces},
		{"Le voci", len(l.Items), mostItems}, {"Le spese", len(l.Expenses), mostItems}, {"Le istruzioni per rispondere", len(l.Answering), mostPieces},
		{"L'indirizzo per le risposte", len(l.ReturnAddress), mostAddressee}} {
		if list.pieces > list.most {
			return claim.Errorf(claim.EINVALID, "%s: sono %d, al massimo %d.", list.name, list.pieces, list.most)
		}
	}
	whole := 0
	for _, part := range l.parts() {
		if whole += utf8.RuneCountInString(part.text); whole > mostLetter {
			return claim.Errorf(claim.EINVALID, "La lettera è troppo lunga: al massimo %d caratteri.", mostLetter)
		}
		if err := part.check(); err != nil {
			return err
		}
	}
	return nil
}

// part is a text of a letter and what holds for it.
type part struct {
	name, text string
	most       int
	needed     bool
}

func (l Letter) parts() []part {
	parts := []part{{"L'oggetto", l.Subject, mostSubject, true}, {"Il saluto iniziale", l.Salutation, mostSubject, true}, {"La chiusura", l.Closing, mostText, true},
		{"Il luogo", l.Place, mostLine, false}, {"Il protocollo", string(l.Protocol), mostLine, false}, {"L'indirizzo e-mail", string(l.Email), mostSubject, false}}
	add := func(name string, most int, needed bool, texts ...string) {
		for i, text := range texts {
			parts = append(parts, part{fmt.Sprintf("%s %d", name, i+1), text, most, needed})
		}
	}
	add("Il destinatario, riga", mostLine, true, l.Addressee...)
	add("Il riferimento", mostLine, true, l.References...)
	add("Il paragrafo", mostText, true, l.Paragraphs...)
	add("La spesa", 2*mostSubject, true, l.Expenses...)
	add("L'istruzione", mostText, true, l.Answering...)
	add("L'indirizzo per le risposte, riga", mostLine, true, l.ReturnAddress...)
	for i, item := range l.Items {
		name := fmt.Sprintf("La voce %d", i+1)
		parts = append(parts, part{name, item.Text, mostText, true}, part{name, item.Request, mostText, false}, part{name, string(item.Article), mostSubject, false},
			part{name, string(item.Code), mostLine, false}, part{name, string(item.Pointer), mostSubject, false})
	}
	return parts
}

func (p part) check() error {
	switch {
	case p.needed && strings.TrimSpace(p.text) == "":
		return claim.Errorf(claim.EINVALID, "%s: manca il testo.", p.name)
	case utf8.RuneCountInString(p.text) > p.most:
		return claim.Errorf(claim.EINVALID, "%s: al massimo %d caratteri.", p.name, p.most)
	case strings.ContainsFunc(p.text, forbidden), !utf8.ValidString(p.text):
		return claim.Errorf(claim.EINVALID, "%s: contiene caratteri di controllo, che non si stampano.", p.name)
	}
	return nil
}

// forbidden are control characters, line ends among them (a text is one paragraph), and those that turn the direction
// of writing, with which a letter could be read otherwise than it was written.
func forbidden(r rune) bool {
	return unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r) || r == '\u2028' || r == '\u2029'
}
