package adopt

import (
	"regexp"
	"strconv"
	"strings"

	"pratica/claim"
	"pratica/extract/forms"
)

// points are those of one answer of the questionnaire (Reg. 15.6).
var points = regexp.MustCompile(`\b(0|5|10)\b`)

// mark names a check box.
func (n *names) mark(z *Zone, folded, row string, part section, title string) string {
	z.Type = forms.Mark
	question := folded + " " + row + " " + fold(title)
	switch {
	case n.code == claim.NA1Document && points.MatchString(folded):
		for _, v := range scores {
			// the heading says it, or each row does
			if v.pattern.MatchString(fold(title)) || !anyScore(fold(title)) && v.pattern.MatchString(row) {
				z.Pointer, z.Value = "/dependency/scores/"+v.code, points.FindString(folded)
				return "score." + v.code + "." + z.Value
			}
		}
	case n.code == claim.NA1Document && (folded == "si" || folded == "no"):
		if !n.used["accident."+yesNo(folded)] {
			z.Pointer, z.Value = "/dependency/accident", strconv.FormatBool(folded == "si")
			z.doubt("la domanda a cui risponde la casella è l'infortunio?")
			return "accident." + yesNo(folded)
		}
	case n.code == claim.GM01Document:
		for _, v := range illnesses {
			if v.pattern.MatchString(folded) {
				z.Pointer, z.Value = "/serious_illness/illness", v.code
				return "illness." + v.code
			}
		}
	case n.code == claim.R02Document:
		for _, v := range attachments {
			if v.pattern.MatchString(folded) {
				return "attachment." + v.code
			}
		}
	}
	if m, ok := look(vocabulary, question); ok && m.id == "return_record" {
		z.Pointer = "/return_medical_record"
		return "return_record"
	}
	z.doubt("casella sconosciuta: scegliere id e puntatore")
	return slug(z.Label)
}

// anyScore reports that a text names a section of the questionnaire.
func anyScore(text string) bool {
	for _, v := range scores {
		if v.pattern.MatchString(text) {
			return true
		}
	}
	return false
}

func yesNo(folded string) string {
	if folded == "si" {
		return "yes"
	}
	return "no"
}

// inTable names a column of a table whose rows are equal.
func (n *names) inTable(z *Zone, folded string) string {
	if n.code == claim.D01Document && n.filled {
		return n.inTreatments(z, folded)
	}
	if n.code == claim.D01Document {
		z.Type, z.Content = forms.Line, forms.Words
		z.doubt("la tabella non stampa il codice della cura: il programma non la trasforma in trattamenti")
		if m, known := look(treatmentColumns, folded); known {
			z.Type, z.Content = m.kind, m.content
		}
		return "row{n}." + slug(z.Label)
	}
	m, known := look(columns, folded)
	if !known || n.code == claim.NA1Document || n.code == claim.GM01Document {
		z.Type, z.Content = forms.Line, forms.Words
		z.doubt("colonna sconosciuta: scegliere id, contenuto e puntatore")
		return "row{n}." + slug(z.Label)
	}
	z.Type, z.Content = m.kind, m.content
	switch m.id {
	case "third_party":
		z.Pointer = "/expenses/{i}/third_party/marked"
	case "number", "issuer", "date", "amount":
		z.Pointer = "/expenses/{i}/declared/" + m.id
	}
	id := "row{n}." + m.id
	if n.used[id] {
		return "row{n}." + slug(z.Label)
	}
	return id
}

// inTreatments names a column of a table of treatments whose codes are written.
func (n *names) inTreatments(z *Zone, folded string) string {
	z.Type, z.Content = forms.Line, forms.Words
	m, known := look(filledTreatments, folded)
	if id := "row{n}." + m.id; known && !n.used[id] {
		z.Type, z.Content = m.kind, m.content
		return id
	}
	return "row{n}." + slug(z.Label)
}

var treatmentCode = regexp.MustCompile(`\b(2[56]\d\d|613\d)\b`)

func codeOf(row string) string { return treatmentCode.FindString(row) }

// inLabelledRow names a cell of a row that says itself what it is about.
func (n *names) inLabelledRow(z *Zone, sh shape, folded string) string {
	z.Type, z.Content = forms.Line, forms.Words
	z.Label = strings.TrimSpace(sh.row + ", " + z.Label)
	row := fold(sh.row)
	if code := codeOf(sh.row); code != "" {
		m, known := look(treatmentColumns, folded)
		if known {
			z.Type, z.Content = m.kind, m.content
			z.Label = "Cod. " + code + ", " + fold(folded)
			return "c" + code + "." + m.id
		}
	}
	if sh.kind == markShape {
		return n.mark(z, orElse(folded, row), row, "", "")
	}
	if n.code == claim.R02Document {
		for _, v := range attachments {
			if v.pattern.MatchString(row) {
				z.Content = forms.Count
				return "attachment." + v.code + ".pieces"
			}
		}
	}
	if _, known := look(vocabulary, row); !known {
		z.doubt("riga sconosciuta: scegliere id, contenuto e puntatore")
		return slug(sh.row)
	}
	return n.single(z, shape{kind: sh.kind, rect: sh.rect}, label{text: sh.row}, "")
}
