package adopt

import (
	"fmt"
	"math"
	"regexp"
	"strconv"
	"strings"

	"pratica/claim"
	"pratica/extract/forms"
)

// names gives ids and pointers; no id is given twice in a form.
type names struct {
	code claim.DocumentKind
	used map[string]bool
	refs int
	last section // of the page before, for what stands above the first heading
	// filled tells that the form is filled in (Filled): a table of treatments prints no codes, they are written.
	filled bool
}

func newNames(code claim.DocumentKind) *names {
	return &names{code: code, used: map[string]bool{}}
}

// look finds the meaning of a folded label.
func look(list []struct {
	pattern *regexp.Regexp
	meaning
}, folded string) (meaning, bool) {
	for _, v := range list {
		if v.pattern.MatchString(folded) {
			return v.meaning, true
		}
	}
	return meaning{}, false
}

// nameShapes makes zones of the shapes of a page.
func (s *sheet) nameShapes(shapes []shape, n *names) ([]Zone, []Table) {
	labels := s.labelsOf(shapes)
	headings := s.headings(labels)
	var zones []Zone
	tables := map[int]*Table{}
	var order []int
	for i, sh := range shapes {
		part, title := sectionAt(headings, sh.rect)
		if part == fundSection || s.forTheFund(sh, labels[i]) {
			continue
		}
		if part == "" {
			part = n.last
		}
		z := n.zone(sh, labels[i], part, title)
		if z.Type == forms.Signature && sh.kind == ruleShape {
			z.Rect = s.taller(z.Rect, 9)
		}
		z.Rect = round(z.Rect)
		if sh.table == 0 {
			zones = append(zones, z)
			continue
		}
		if tables[sh.table] == nil {
			tables[sh.table] = &Table{Count: sh.rows, Pitch: math.Round(sh.pitch*1000) / 1000}
			order = append(order, sh.table)
		}
		z.Rect.H = math.Min(z.Rect.H, sh.pitch) - 0.05 // rounding must not let rows overlap
		tables[sh.table].Zones = append(tables[sh.table].Zones, z)
	}
	partZones(zones)
	lowest := 0.0
	for _, h := range headings {
		if h.box.Y > lowest {
			lowest, n.last = h.box.Y, h.section
		}
	}
	var list []Table
	for _, t := range order {
		list = append(list, *tables[t])
	}
	return zones, list
}

// partZones takes from the top of a zone what the one above it covers, and from its left what the one before
// it does: the room over a line is a guess, and rounding moves edges.
func partZones(zones []Zone) {
	for i := range zones {
		for j := range zones {
			a, b := zones[i].Rect, &zones[j].Rect
			if i == j || !a.Overlaps(*b) {
				continue
			}
			switch down, right := a.Bottom()-b.Y, a.Right()-b.X; {
			case b.Y > a.Y && down < b.H/2:
				b.Y, b.H = b.Y+down, b.H-down
			case b.X > a.X && right < b.W/2:
				b.X, b.W = b.X+right, b.W-right
			}
		}
	}
}

// taller is a rectangle that reaches up to so many mm, as far as nothing is printed there.
func (s *sheet) taller(r forms.Rect, height float64) forms.Rect {
	for r.H < height && !s.inked(forms.Rect{X: r.X + 1, Y: r.Y - 0.6, W: r.W - 2, H: 0.5}) {
		r.Y, r.H = r.Y-0.5, r.H+0.5
	}
	return r
}

// forTheFund reports a box that the fund keeps for itself.
func (s *sheet) forTheFund(sh shape, l label) bool {
	kind, ok := sectionOf(fold(l.text))
	return ok && kind == fundSection
}

// zone names a shape and says how it is filled.
func (n *names) zone(sh shape, l label, part section, title string) Zone {
	z := Zone{Field: forms.Field{Label: strings.TrimRight(strings.TrimSpace(l.text), " :.…_"), Frame: frameOf(sh), Rect: sh.rect, Row: 0}}
	if l.place == nowhere {
		if m, known := meaningOf(fold(title)); known && m.id == "diagnosis" { // the heading is the label
			z.Label, l.text = title, title
		} else {
			z.doubt("nessuna etichetta trovata")
		}
	}
	folded := strings.Trim(fold(l.text), " :.…_*")
	var id string
	switch {
	case sh.row != "" && len(sh.row) > 3 || codeOf(sh.row) != "":
		id = n.inLabelledRow(&z, sh, folded)
	case sh.table > 0:
		id = n.inTable(&z, folded)
	case sh.kind == markShape:
		id = n.mark(&z, folded, l.row, part, title)
	default:
		id = n.single(&z, sh, l, part)
	}
	n.shapeType(&z, sh, folded)
	z.ID = n.unique(&z, id)
	if z.Label == "" {
		z.Label = z.ID
	}
	return z
}

func (z *Zone) doubt(format string, args ...any) {
	z.Doubts = append(z.Doubts, fmt.Sprintf(format, args...))
}

func frameOf(sh shape) forms.Frame {
	if sh.kind == ruleShape && sh.dotted {
		return forms.Dots
	}
	return forms.None // Print has its lines
}

// unique gives an id that was not given yet; the second one loses its pointer.
func (n *names) unique(z *Zone, id string) string {
	if !n.used[id] {
		n.used[id] = true
		return id
	}
	for k := 2; ; k++ {
		other := id + "_" + strconv.Itoa(k)
		if !n.used[other] {
			n.used[other] = true
			z.Pointer, z.Value = "", ""
			z.doubt("c'è già un campo %s", id)
			return other
		}
	}
}

// single names a zone outside tables.
func (n *names) single(z *Zone, sh shape, l label, part section) string {
	folded := strings.Trim(fold(l.text), " :.…_*")
	m, known := meaningOf(folded)
	switch {
	case sh.kind == combShape && sh.cells == 27, part == bankSection && sh.kind == combShape && sh.cells > 20:
		m, known = meaning{"iban", forms.Comb, forms.IBAN, false}, true
	case !known:
		z.Type, z.Content = forms.Line, forms.Words
		if folded == "faschim" { // of "codice FASCHIM", when wide letters part it
			z.Type, z.Content, z.Pointer = forms.Line, forms.Digits, n.pointers()["member.code"]
			return "member.code"
		}
		if n.code == claim.R02Document && l.shared {
			for _, v := range attachments {
				if v.pattern.MatchString(folded) {
					return "attachment." + v.code + ".text"
				}
			}
		}
		z.doubt("etichetta sconosciuta: scegliere id, contenuto e puntatore")
		return slug(z.Label)
	}
	z.Type, z.Content = m.kind, m.content
	switch {
	case m.person:
		return n.personal(z, m, folded, part)
	case m.id == "signature":
		return n.signature(z, folded, part)
	case m.id == "date":
		return n.date(z, folded, part)
	case m.id == "reference":
		n.refs++
		return fmt.Sprintf("ref%d.number", n.refs)
	case m.id == "total" && n.code == claim.NA1Document, m.id == "score.total":
		z.Type, z.Content, z.Pointer = forms.Line, forms.Count, "/dependency/total"
		return "score.total"
	}
	z.Pointer = n.pointers()[m.id]
	return m.id
}

// pointers are those of single values in claim/v1.
func (n *names) pointers() map[string]string {
	block := "/dependency"
	if n.code == claim.GM01Document {
		block = "/serious_illness"
	}
	return map[string]string{
		"iban": "/member/iban", "total": "/declared_total", "return_record": "/return_medical_record",
		"diagnosis": block + "/diagnosis", "discharge.date": "/serious_illness/discharged_on",
		"member.code": "/member/code", "member.surname": "/member/surname", "member.name": "/member/name", "member.phone": "/member/phone",
		"member.email": "/member/email", "member.tax_code": "/member/tax_code",
		"family.surname": "/patient/surname", "family.name": "/patient/name", "family.tax_code": "/patient/tax_code", "family.born_on": "/patient/born_on",
		"patient.surname": "/patient/surname", "patient.name": "/patient/name", "patient.tax_code": "/patient/tax_code", "patient.born_on": "/patient/born_on",
		"carer.surname": block + "/carer/surname", "carer.name": block + "/carer/name", "carer.relation": block + "/carer/relation", "carer.phone": block + "/carer/phone",
		"signature.date": "/signatures/date", "signature.member": "/signatures/member",
		"consent.member": "/signatures/privacy_member", "consent.family": "/signatures/privacy_family",
	}
}

var (
	aboutFamily = regexp.MustCompile(`familiare|paziente|assistito|beneficiari|minore`)
	aboutMember = regexp.MustCompile(`iscritt|associat|titolare|richiedente|dipendente|lavoratore`)
	aboutCarer  = regexp.MustCompile(`chi assiste|accompagnat|assistente|caregiver`)
)

// personal names a value of a person: by the label's own words, by the section, or as the second one.
func (n *names) personal(z *Zone, m meaning, folded string, part section) string {
	whose := "member"
	switch {
	case m.id == "code":
	case m.id == "relation" && (n.code == claim.NA1Document || n.code == claim.GM01Document), aboutCarer.MatchString(folded):
		whose = "carer"
	case aboutFamily.MatchString(folded) && !strings.Contains(folded, "codice"):
		whose = "family"
	case aboutMember.MatchString(folded):
	case part == familySection:
		whose = "family"
	case part == carerSection:
		whose = "carer"
	case part != memberSection && n.used["member."+m.id]:
		whose = "family"
		if n.used["family."+m.id] {
			whose = "carer"
		}
		z.doubt("di chi è questo dato? Nessun titolo di sezione lo dice")
	}
	if whose == "family" && n.code == claim.D01Document || whose == "member" && n.code == claim.D01Document && m.id != "code" {
		whose = "patient"
	}
	if id := "member." + m.id; whose == "family" && !aboutFamily.MatchString(folded) && !n.used[id] && n.pointers()["family."+m.id] == "" && n.pointers()[id] != "" {
		whose = "member"
		z.doubt("sta tra i dati del familiare, ma la pratica ha questo dato solo per l'iscritto")
	}
	id := whose + "." + m.id
	z.Pointer = n.pointers()[id]
	if m.id == "full_name" {
		z.doubt("cognome e nome nella stessa zona: il contratto li vuole divisi, restano senza puntatore")
	}
	return id
}

func (n *names) signature(z *Zone, folded string, part section) string {
	id := "signature.member"
	switch {
	case strings.Contains(folded, "odontoiatra") || strings.Contains(folded, "medico") || strings.Contains(folded, "dentista") || strings.Contains(folded, "timbro") || n.code == claim.D01Document:
		id = "dentist.signature"
	case regexp.MustCompile(`familiar|minor|potesta|genitor|paziente`).MatchString(folded):
		id = "consent.family"
	case part == consentSection:
		id = "consent.member"
	}
	z.Pointer = n.pointers()[id]
	return id
}

func (n *names) date(z *Zone, folded string, part section) string {
	id := "signature.date"
	switch {
	case n.code == claim.D01Document && n.refs > 0 && len(folded) < 8 && !n.used[fmt.Sprintf("ref%d.date", n.refs)]:
		id = fmt.Sprintf("ref%d.date", n.refs)
	case n.code == claim.D01Document:
		id = "dentist.date"
	case part == consentSection:
		id = "consent.date"
	}
	z.Pointer = n.pointers()[id]
	return id
}

// shapeType lets the shape decide where it must: combs, check boxes, dates in cells.
func (n *names) shapeType(z *Zone, sh shape, folded string) {
	switch {
	case sh.kind == combShape && len(sh.groups) == 3: // dd mm yyyy
		z.Type, z.Content = forms.Date, ""
	case sh.kind == combShape && z.Type == forms.Date && (sh.cells == 8 || sh.cells == 6 || sh.cells == 10):
		z.Content = ""
	case sh.kind == combShape && z.Type == forms.Amount:
		z.doubt("importo in caselle: letto come una riga")
	case sh.kind == combShape:
		z.Type, z.Cells = forms.Comb, sh.cells
		z.Preprinted = strings.ToUpper(sh.preprinted)
		if z.Content == "" {
			z.Content = forms.Words
		}
		if z.Content == forms.IBAN && strings.Contains(z.Preprinted, "?") {
			z.Preprinted = "IT"
			z.doubt("nelle prime due caselle è stampato IT?")
		}
	case sh.kind == markShape:
		z.Type, z.Content = forms.Mark, ""
	case z.Type == forms.Mark:
		z.Content = ""
	case z.Type == forms.Comb:
		z.Type = forms.Line
	}
	if z.Type == forms.Line && unitOf(sh.inside) == "€" {
		z.Type, z.Content = forms.Amount, ""
	}
	if z.Type == forms.Line && z.Content == forms.Words && (sh.lines > 0 || sh.rect.H > 16) || z.Type == forms.Multiline {
		z.Type, z.Content = forms.Multiline, forms.Words
		z.Lines = sh.lines
		if z.Lines == 0 {
			z.Lines = max(1, int(math.Round(sh.rect.H/8.5)))
		}
	}
	if z.Type == forms.Date || z.Type == forms.Amount || z.Type == forms.Signature {
		z.Content = ""
	}
}

// unitOf is "€" if that is all that stands in a box.
func unitOf(phrases []phrase) string {
	for _, p := range phrases {
		if strings.ContainsAny(p.text, "€") || p.folded == "euro" || p.folded == "eur" {
			return "€"
		}
	}
	return ""
}
