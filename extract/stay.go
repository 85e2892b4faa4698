package extract

import (
	"cmp"
	"slices"
	"strconv"

	"pratica/claim"
)

// Stay is what a discharge letter or a hospital's certificate says of a stay, an operation without a night or a therapy.
// Fields are keyed by the pointer below the allowance ("/hospital", "/admitted_on", "/discharged_on", "/sessions/0", in the order
// of time); From.Page is the page in the paper from 1 and From.Box lies on the levelled page. A value that was not found has no
// key.
type Stay struct {
	Fields map[string]claim.Field

	// Ordinary, DaySurgery and DayHospital say that the paper names such a stay; Operation, that something was operated on;
	// Oncology, that chemotherapy, radiotherapy or the like was given, not planned or remembered.
	Ordinary, DaySurgery, DayHospital, Operation, Oncology bool
}

// Date is a date of the stay by its key; zero if it was not read.
func (s Stay) Date(key string) claim.Date {
	day, err := claim.ParseDate(s.Fields[key].Value)
	if err != nil {
		return claim.Date{}
	}
	return day
}

// Sessions are the days of a therapy in the order of time.
func (s Stay) Sessions() []claim.Field {
	var list []claim.Field
	for n := 0; ; n++ {
		f, ok := s.Fields[sessionKey(n)]
		if !ok {
			return list
		}
		list = append(list, f)
	}
}

func sessionKey(n int) string { return "/sessions/" + strconv.Itoa(n) }

// Nights are those from the admission to the discharge; -1 if one of them was not read.
func (s Stay) Nights() int {
	admitted, discharged := s.Date("/admitted_on"), s.Date("/discharged_on")
	if admitted.IsZero() || discharged.IsZero() {
		return -1
	}
	return admitted.DaysUntil(discharged)
}

// ReadStay reads a discharge letter or a hospital's certificate from the words of its pages, without a template of its hospital.
// The hints' rows are hospitals that a form names.
func ReadStay(pages []InvoicePage, hints Hints) Stay {
	r := newStayReader(pages, hints)
	r.readKind()
	r.readHospital()
	r.readDates()
	r.readSessions()
	return r.stay
}

// stayReader is the state of reading one paper: its words as one running text, and the days in it.
type stayReader struct {
	*invoiceReader
	stay Stay
	flow flow
	days []dayAt
}

// How sure a date is by what says what it is.
const (
	// namedDay stands beside or below its own label, and another date beside its label agrees with it.
	namedDay = 0.997
	// loneDay is the only one of the two, or one that a sentence names.
	loneDay = 0.97
	// sameDay is concluded from another: who went home on the day he came.
	sameDay = 0.9
	// doubtfulDay contradicts another.
	doubtfulDay = 0.5
)

// longestStay is the most days of a stay that is believed.
const longestStay = 400

// readDates finds the days of admission and discharge.
func (r *stayReader) readDates() {
	admitted, discharged := r.dayOf(admittedDay), r.dayOf(dischargedDay)
	if discharged.date.IsZero() && dischargedToday.MatchString(r.flow.text) {
		if day := r.dayOf(signedDay); !day.date.IsZero() {
			day.sure = min(day.sure, sameDay)
			discharged = day
		}
	}
	inADay := r.stay.DaySurgery || r.stay.DayHospital || r.stay.Oncology && !r.stay.Ordinary || sameDayWords.MatchString(r.flow.text)
	if admitted.date.IsZero() && discharged.date.IsZero() && inADay && r.stay.Operation {
		admitted = r.dayOf(operatedDay)
		admitted.sure = min(admitted.sure, sameDay)
	}
	switch {
	case admitted.date.IsZero() && discharged.date.IsZero():
		return
	case !inADay:
	case admitted.date.IsZero():
		admitted, admitted.sure = discharged, min(discharged.sure, sameDay)
	case discharged.date.IsZero():
		discharged, discharged.sure = admitted, min(admitted.sure, sameDay)
	}
	most := namedDay
	if admitted.date.IsZero() || discharged.date.IsZero() {
		most = loneDay
	} else if n := admitted.date.DaysUntil(discharged.date); n < 0 || n > longestStay {
		most = doubtfulDay
	}
	r.put("/admitted_on", admitted, most)
	r.put("/discharged_on", discharged, most)
}

// dayOf is the day that most places of the paper say is of a role; zero if none does.
func (r *stayReader) dayOf(role dayRole) dayAt {
	var best dayAt
	bestVotes, others := 0, false
	for _, day := range r.days {
		if day.role != role {
			continue
		}
		votes := 0
		for _, other := range r.days {
			if other.role == role && other.date == day.date {
				votes++
			}
		}
		others = others || !best.date.IsZero() && best.date != day.date
		if votes > bestVotes || votes == bestVotes && day.date == best.date && day.sure > best.sure {
			best, bestVotes = day, votes
		}
	}
	if others {
		best.sure = min(best.sure, doubtfulDay)
	}
	return best
}

func (r *stayReader) put(key string, day dayAt, most float64) {
	if day.date.IsZero() {
		return
	}
	words := r.flow.wordsIn(day.start, day.end)
	r.set(key, day.date.String(), r.flow.pageAt(day.start), words, min(day.sure, most)*(0.5+0.5*certainty(words)))
	r.stay.Fields[key] = r.invoice.Fields[key]
}

// readSessions finds the days of a therapy: those between the words that name it and the end of the paper that are nothing else.
func (r *stayReader) readSessions() {
	if !r.stay.Oncology {
		return
	}
	from, to := r.sessionsSpan()
	if from < 0 {
		return
	}
	var list []dayAt
	for _, day := range r.days {
		if day.start >= from && day.start < to && (day.role == noDay || day.role == operatedDay) {
			list = append(list, day)
		}
	}
	list = append(list, r.flow.daysUnderMonths(from, to, list)...)
	slices.SortFunc(list, func(a, b dayAt) int { return cmp.Compare(a.date.String(), b.date.String()) })
	list = slices.CompactFunc(list, func(a, b dayAt) bool { return a.date == b.date })
	if len(list) == 1 && r.stay.Nights() >= 0 {
		return // a letter of one day
	}
	most := loneDay
	switch r.flow.statedSessions() {
	case 0:
	case len(list):
		most = namedDay
	default:
		most = doubtfulDay
	}
	for n, day := range list {
		if list[0].date.DaysUntil(day.date) > longestStay {
			most = doubtfulDay
		}
		r.put(sessionKey(n), day, most)
	}
}

// sessionsSpan is the part of the running text in which the sessions are listed; from is -1 if none is.
func (r *stayReader) sessionsSpan() (from, to int) {
	at := sessionsCue.FindStringIndex(r.flow.text)
	if at == nil {
		at = oncologyWords.FindStringIndex(r.flow.text)
	}
	if at == nil {
		return -1, 0
	}
	to = len(r.flow.text)
	if end := closingWords.FindStringIndex(r.flow.text[at[1]:]); end != nil {
		to = at[1] + end[0]
	}
	return at[1], to
}

// Kinds are the allowances that the paper fits (Reg. 15.3): one for nights, one for an operation without a night, one for an
// oncological therapy in day hospital or out of it. Several are for a reviewer; none is a day in hospital for which there is no
// allowance (Reg. 18.1 B), or a paper that says too little.
func (s Stay) Kinds() []claim.Kind {
	nights := s.Nights()
	inADay := s.DaySurgery || s.DayHospital || nights == 0
	var list []claim.Kind
	if nights < 0 && !inADay && !s.Oncology || nights > 0 && (s.Ordinary || !s.DaySurgery && !s.DayHospital || s.DaySurgery && !s.Oncology) {
		list = append(list, claim.AllowanceStay)
	}
	if s.Operation && inADay && (!s.Ordinary || nights <= 0) {
		list = append(list, claim.AllowanceDaySurgery)
	}
	if s.Oncology && (inADay || nights < 0) && !(s.Ordinary && nights > 0 && !s.DayHospital) {
		list = append(list, claim.AllowanceOncology)
	}
	return list
}
