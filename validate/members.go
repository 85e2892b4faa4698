package validate

import (
	"bytes"
	"cmp"
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"

	"pratica/claim"
)

// memberColumns are the columns of a member file with the Italian names that stand for them. docs/members.md tells what each holds.
var memberColumns = map[string][]string{
	"code":               {"codice", "codice_faschim"},
	"relation":           {"relazione", "parentela"},
	"surname":            {"cognome"},
	"name":               {"nome"},
	"tax_code":           {"codice_fiscale"},
	"born_on":            {"data_nascita", "nato_il"},
	"enrolled_from":      {"iscritto_dal"},
	"enrolled_to":        {"iscritto_al"},
	"waiting_months":     {"mesi_carenza", "carenza"},
	"arrears_from":       {"moroso_dal"},
	"arrears_to":         {"moroso_al"},
	"arrears_settled_on": {"regolarizzato_il"},
	"iban":               {},
	"email":              {"e_mail", "e-mail"},
	"phone":              {"telefono"},
}

var neededColumns = []string{"code", "surname", "name", "enrolled_from"}

// mostProblems is how many lines of a member file are named at most.
const mostProblems = 20

// Register are members in memory; it is a MemberRegister.
type Register struct{ byCode map[string]claim.Enrolment }

// NewRegister makes a register of enrolments, one for each code.
func NewRegister(list []claim.Enrolment) *Register {
	r := &Register{byCode: map[string]claim.Enrolment{}}
	for _, e := range list {
		r.byCode[e.Code] = e
	}
	return r
}

// Member is MemberRegister's.
func (r *Register) Member(_ context.Context, code string) (claim.Enrolment, bool, error) {
	e, ok := r.byCode[code]
	return e, ok, nil
}

// Empty is MemberRegister's.
func (r *Register) Empty(context.Context) (bool, error) { return len(r.byCode) == 0, nil }

// MembersOf is MemberRegister's.
func (r *Register) MembersOf(_ context.Context, codes []string) (list []claim.Enrolment, err error) {
	for _, code := range codes {
		if e, ok := r.byCode[code]; ok {
			list = append(list, e)
		}
	}
	return list, nil
}

// ParseMembers reads a member file: CSV with a first line that names the columns, separated by commas, semicolons or tabs, in UTF-8 or
// Windows-1252, a line for each person and period of enrolment. Dates are YYYY-MM-DD or DD/MM/YYYY. The error, EINVALID, names the
// first lines that cannot be right, and nothing is returned then; warnings are of values that are left out because their checksums are wrong.
// The list is in order of the codes.
func ParseMembers(data []byte) (list []claim.Enrolment, warnings []string, err error) {
	rows, columns, err := memberRows(data)
	if err != nil {
		return nil, nil, err
	}
	p := memberParser{columns: columns, byCode: map[string]*parsedMember{}}
	for _, row := range rows {
		if len(row.fields) == 1 && strings.TrimSpace(row.fields[0]) == "" {
			continue
		}
		p.line = row.line
		p.take(row.fields)
	}
	for _, e := range slices.SortedFunc(maps.Values(p.byCode), func(a, b *parsedMember) int { return cmp.Compare(a.line, b.line) }) {
		p.line = e.line
		if e.Member.Surname == "" {
			p.problem(fmt.Sprintf("il codice %s ha familiari ma nessun iscritto", e.Code))
		}
		list = append(list, e.Enrolment)
	}
	slices.SortFunc(list, func(a, b claim.Enrolment) int { return cmp.Compare(a.Code, b.Code) })
	switch {
	case len(p.problems) > mostProblems:
		p.problems = append(p.problems[:mostProblems], fmt.Sprintf("e altre %d righe", len(p.problems)-mostProblems))
		fallthrough
	case len(p.problems) > 0:
		return nil, nil, claim.Errorf(claim.EINVALID, "L'elenco degli iscritti non è stato letto, nulla è cambiato:\n  %s", strings.Join(p.problems, "\n  "))
	case len(list) == 0:
		return nil, nil, claim.Errorf(claim.EINVALID, "L'elenco degli iscritti è vuoto.")
	}
	return list, p.warnings, nil
}

// memberRow is a record of a member file; line is where it begins, for one may hold line ends and empty lines lie between them.
type memberRow struct {
	line   int
	fields []string
}

// memberRows are the records below the first, and which column stands where.
func memberRows(data []byte) (rows []memberRow, columns map[string]int, err error) {
	data = bytes.TrimPrefix(data, []byte("\xef\xbb\xbf"))
	if !utf8.Valid(data) { // what a spreadsheet in Italian writes
		if data, err = charmap.Windows1252.NewDecoder().Bytes(data); err != nil {
			return nil, nil, claim.WrapError(claim.EINVALID, err, "L'elenco degli iscritti non è un testo.")
		}
	}
	first, _, _ := bytes.Cut(data, []byte("\n"))
	in := csv.NewReader(bytes.NewReader(data))
	in.FieldsPerRecord = -1
	for _, separator := range []byte{';', '\t'} {
		if bytes.Count(first, []byte{separator}) > bytes.Count(first, []byte{byte(in.Comma)}) {
			in.Comma = rune(separator)
		}
	}
	head, err := in.Read()
	if errors.Is(err, io.EOF) {
		return nil, nil, claim.Errorf(claim.EINVALID, "L'elenco degli iscritti è vuoto.")
	}
	for err == nil {
		var fields []string
		if fields, err = in.Read(); err == nil {
			line, _ := in.FieldPos(0)
			rows = append(rows, memberRow{line, fields})
		}
	}
	if !errors.Is(err, io.EOF) {
		return nil, nil, claim.WrapError(claim.EINVALID, err, "L'elenco degli iscritti non è un file CSV: %v", err)
	}
	columns = map[string]int{}
	for i, title := range head {
		name := columnNamed(title)
		if name == "" {
			continue // a column of the fund's own
		}
		if _, twice := columns[name]; twice {
			return nil, nil, claim.Errorf(claim.EINVALID, "L'elenco degli iscritti ha due colonne %s.", name)
		}
		columns[name] = i
	}
	for _, name := range neededColumns {
		if _, ok := columns[name]; !ok {
			return nil, nil, claim.Errorf(claim.EINVALID, "All'elenco degli iscritti manca la colonna %s. La prima riga deve dare i nomi delle colonne: %s.",
				name, strings.Join(neededColumns, ", "))
		}
	}
	return rows, columns, nil
}

func columnNamed(title string) string {
	title = strings.ReplaceAll(strings.ToLower(strings.TrimSpace(title)), " ", "_")
	for name, others := range memberColumns {
		if title == name || slices.Contains(others, title) {
			return name
		}
	}
	return ""
}

// parsedMember is what the lines of one code gave so far; line is the first of them.
type parsedMember struct {
	claim.Enrolment
	line int
}

// memberParser gathers the lines of one code.
type memberParser struct {
	columns  map[string]int
	line     int
	row      []string
	byCode   map[string]*parsedMember
	problems []string
	warnings []string
	failed   bool // this line has a problem
}

func (p *memberParser) problem(what string) {
	p.failed = true
	p.problems = append(p.problems, fmt.Sprintf("riga %d: %s", p.line, what))
}

func (p *memberParser) text(column string) string {
	i, ok := p.columns[column]
	if !ok || i >= len(p.row) {
		return ""
	}
	return strings.Join(strings.Fields(p.row[i]), " ")
}

// needed is a text that must be there.
func (p *memberParser) needed(column string) claim.Text {
	text := p.text(column)
	if text == "" {
		p.problem("manca " + column)
	}
	return claim.Text(text)
}

func (p *memberParser) date(column string) claim.Date {
	text := p.text(column)
	if text == "" {
		return claim.Date{}
	}
	if parts := strings.Split(text, "/"); len(parts) == 3 && len(parts[2]) == 4 {
		text = fmt.Sprintf("%s-%02s-%02s", parts[2], parts[1], parts[0])
	}
	day, err := claim.ParseDate(text)
	if err != nil {
		p.problem(fmt.Sprintf("%s: %q non è una data AAAA-MM-GG o GG/MM/AAAA", column, p.text(column)))
	}
	return day
}

func (p *memberParser) period(column string) claim.Period {
	period := claim.Period{From: p.date(column + "_from"), To: p.date(column + "_to")}
	if !period.To.IsZero() && (period.From.IsZero() || period.To.Before(period.From)) {
		p.problem(fmt.Sprintf("%s_to è prima di %s_from", column, column))
	}
	return period
}

// checked is an identifier that is left out if it cannot be right.
func (p *memberParser) checked(column string, valid func(string) bool) claim.Text {
	text := claim.CompactIdentifier(p.text(column))
	if text == "" || valid(text) {
		return claim.Text(text)
	}
	p.warnings = append(p.warnings, fmt.Sprintf("riga %d: %s %s non è valido e non si usa", p.line, column, text))
	return ""
}

func (p *memberParser) take(row []string) {
	p.row, p.failed = row, false
	code := string(p.needed("code"))
	if strings.Trim(code, "0123456789") != "" {
		p.problem(fmt.Sprintf("code: %q non è un numero", code))
	}
	who := claim.Enrolled{Surname: p.needed("surname"), Name: p.needed("name"), TaxCode: p.checked("tax_code", claim.ValidTaxCode), BornOn: p.date("born_on")}
	period := claim.EnrolledPeriod{Period: p.period("enrolled")}
	if code, err := claim.ParseTaxCode(string(who.TaxCode)); err == nil && !code.Numeric && who.BornOn.IsZero() {
		who.BornOn = code.Born(period.From)
	}
	if period.From.IsZero() {
		p.problem("manca enrolled_from")
	}
	if text := p.text("waiting_months"); text != "" {
		n, err := strconv.Atoi(text)
		if err != nil || n < 0 || n > 60 {
			p.problem(fmt.Sprintf("waiting_months: %q non è un numero di mesi", text))
		}
		period.Waiting = &n
	}
	who.Periods = []claim.EnrolledPeriod{period}
	arrears := claim.Arrears{Period: p.period("arrears"), SettledOn: p.date("arrears_settled_on")}
	family := p.family()
	if p.failed {
		return
	}
	e := p.byCode[code]
	if e == nil {
		e = &parsedMember{claim.Enrolment{Code: code, Family: []claim.Enrolled{}, Arrears: []claim.Arrears{}}, p.line}
		p.byCode[code] = e
	}
	if !arrears.From.IsZero() && !slices.Contains(e.Arrears, arrears) {
		e.Arrears = append(e.Arrears, arrears)
	}
	if family {
		p.addFamily(e, who)
		return
	}
	e.IBAN, e.Email, e.Phone = cmp.Or(p.checked("iban", claim.ValidIBAN), e.IBAN), cmp.Or(claim.Text(p.text("email")), e.Email), cmp.Or(claim.Text(p.text("phone")), e.Phone)
	switch {
	case e.Member.Surname == "":
		e.Member = who
	case samePersonOfRegister(e.Member, who):
		e.Member.Periods = p.addPeriod(e.Member.Periods, period)
	default:
		p.problem(fmt.Sprintf("il codice %s ha due iscritti: %s e %s", code, fullName(e.Member.Surname, e.Member.Name), fullName(who.Surname, who.Name)))
	}
}

// family tells whether the line is of a relative.
func (p *memberParser) family() bool {
	switch strings.ToLower(p.text("relation")) {
	case "", "self", "iscritto", "titolare":
		return false
	case "family", "familiare", "coniuge", "convivente", "figlio", "figlia":
		return true
	}
	p.problem(fmt.Sprintf("relation: %q non è self né family", p.text("relation")))
	return false
}

func (p *memberParser) addFamily(e *parsedMember, who claim.Enrolled) {
	i := slices.IndexFunc(e.Family, func(other claim.Enrolled) bool { return samePersonOfRegister(other, who) })
	if i < 0 {
		e.Family = append(e.Family, who)
		return
	}
	e.Family[i].Periods = p.addPeriod(e.Family[i].Periods, who.Periods[0])
}

// addPeriod keeps periods in order; two that have a day in common are a fault of the file, the same one twice is none.
func (p *memberParser) addPeriod(periods []claim.EnrolledPeriod, more claim.EnrolledPeriod) []claim.EnrolledPeriod {
	for _, period := range periods {
		if period.Period == more.Period {
			return periods
		}
		if period.Holds(more.From) || more.Holds(period.From) {
			p.problem(fmt.Sprintf("due iscrizioni si sovrappongono il %s", more.From))
			return periods
		}
	}
	periods = append(periods, more)
	slices.SortFunc(periods, func(a, b claim.EnrolledPeriod) int { return compareDays(a.From, b.From) })
	return periods
}

// samePersonOfRegister compares two lines of one code: by the tax codes where both have one, else by name and birth.
func samePersonOfRegister(a, b claim.Enrolled) bool {
	if a.TaxCode != "" && b.TaxCode != "" {
		return a.TaxCode == b.TaxCode
	}
	return claim.NameKey(a.Surname, a.Name) == claim.NameKey(b.Surname, b.Name) && (a.BornOn == b.BornOn || a.BornOn.IsZero() || b.BornOn.IsZero())
}
