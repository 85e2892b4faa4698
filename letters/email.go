package letters

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"pratica/claim"
)

// emailWidth is the length of a line in characters: RFC 3676, 4.2, advises 78 at most, with room for quoting.
const emailWidth = 72

// Email gives the subject and the body of an e-mail that says what the letter says, in plain text. Others may read an
// e-mail on its way: the subject names neither what is missing nor any service, the body names neither the patient nor
// issuers, and the items only where EmailItems says so; otherwise it points to the letter.
func Email(l Letter, config Config) (subject, body string) {
	config = config.withDefaults()
	subject = config.Fund.Name + ": la sua richiesta"
	if l.Protocol != "" {
		subject += " " + string(l.Protocol)
	}
	var b strings.Builder
	paragraph := func(text string) { b.WriteString(wrapText(text, "", "") + "\n\n") }
	paragraph(l.Salutation)
	for _, text := range l.Paragraphs {
		paragraph(text)
	}
	if l.EmailItems {
		for i, item := range l.Items {
			number := fmt.Sprintf("%d. ", i+1)
			text := strings.TrimSpace(item.Text + " " + item.Request)
			if item.Article != "" {
				text += " (" + string(item.Article) + ")"
			}
			b.WriteString(wrapText(text, number, strings.Repeat(" ", len(number))) + "\n\n")
		}
	} else {
		paragraph(pointsToLetter(l))
	}
	for _, text := range l.Answering {
		paragraph(text)
	}
	if len(l.ReturnAddress) > 0 {
		b.WriteString("Indirizzo per la posta:\n")
		for _, line := range l.ReturnAddress {
			b.WriteString(wrapText(line, "  ", "  ") + "\n")
		}
		b.WriteString("\n")
	}
	b.WriteString(wrapText("Se non ha la pagina con il codice, scriva questo su un foglio e lo metta sopra i documenti:", "", "") + "\n  " + l.AnswerCode + "\n\n")
	paragraph(l.Closing)
	signed := clean(append([]string{config.Signature.Name, config.Signature.Role, config.Fund.Name}, config.Fund.Address...))
	b.WriteString(strings.Join(slices.Compact(signed), "\n") + "\n") // the fund may sign itself
	return oneLine(subject), b.String()
}

// pointsToLetter stands for items that do not belong in an e-mail.
func pointsToLetter(l Letter) string {
	if l.Outcome == claim.Inadmissible {
		return "Per riservatezza questo messaggio non riporta i motivi: li trova nella lettera del Fondo."
	}
	return "Per riservatezza questo messaggio non riporta l'elenco: lo trova nella lettera del Fondo."
}

// wrapText breaks a text into lines of emailWidth, the first after one lead, the others after another. Words that are longer,
// addresses of pages for one, stay whole.
func wrapText(text, first, next string) string {
	var b strings.Builder
	line := first
	empty := true
	for _, word := range strings.Fields(text) {
		if !empty && utf8.RuneCountInString(line)+1+utf8.RuneCountInString(word) > emailWidth {
			b.WriteString(line + "\n")
			line, empty = next, true
		}
		if !empty {
			line += " "
		}
		line, empty = line+word, false
	}
	return b.String() + line
}
