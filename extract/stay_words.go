package extract

import (
	"strings"

	"pratica/claim"
	"pratica/extract/pattern"
)

// dayLabel is words before a date that say what it is.
type dayLabel struct {
	role    dayRole
	sure    float64
	pattern *pattern.Pattern
}

// dayLabels are over lower-case text with its accents. The one that ends nearest to the date counts.
var dayLabels = []dayLabel{
	{bornDay, 1, pattern.Must(`\bnat[oa]\b|\bnascita\b|\bn\. il\b|\bborn\b|\bclasse\b`)},
	{admittedDay, namedDay, pattern.Must(`\bdata (?:e ora )?(?:di |del |della |d['’])?(?:inizio )?(?:ricovero|ingresso|ammissione|accettazione|accesso|entrata|inizio degenza|presa in carico)\b|\b(?:ricovero|ingresso|ammissione|entrata) (?:ordinario |urgente |programmato |in reparto |in ospedale )*(?:il|in data|dal|del|avvenuto il)\b|^(?:ricovero|ingresso|ammissione|accettazione|entrata|admission)\b|\bdata inizio\b|\bricoverat[oa]\b|\badmitted\b`)},
	{admittedDay, loneDay, pattern.Must(`\b(?:ricovero|ingresso|ammission\pL|ammess[oa]|accolt[oa]|entrat[oa]|accettat[oa]|accesso|degente|degenza|ha fatto ingresso|giunge|giunt[oa])\b`)},
	{dischargedDay, namedDay, pattern.Must(`\bdata (?:e ora )?(?:di |della )?(?:fine )?(?:dimissione|uscita|fine degenza|fine ricovero)\b|\bdimess[oa]\b|\bdimissione (?:il|in data|del|avvenuta il)\b|^(?:dimissione|uscita|discharge)\b|\bdata fine\b|\bdischarged?\b|\bsi dimette\b`)},
	{dischargedDay, loneDay, pattern.Must(`\b(?:dimission[ei]|uscit[oa]|esce|dimettiamo|rientr\pL a(?:l|l proprio)? domicilio|lascia(?:to)? (?:il reparto|l['’]ospedale)|torna(?:to|ta)? a casa)\b`)},
	{operatedDay, loneDay, pattern.Must(`\b(?:intervento|operat[oa]|procedura|sottopost[oa]|eseguit[oa]|si esegue|trattat[oa])\b`)},
	{otherDay, 1, pattern.Must(`\b(?:controll[oi]|visita|appuntamento|rivaluta\pL*|prossim[oai]|medicazione|rimozione|punti|stampa(?:to)?|prot(?:ocollo|\.)?|referto|esame|esami|tc|tac|rx|rmn|risonanza|ecografia|istologic[oa]|convalescenza|prognosi|riposo|scadenza|valid[oa]|autorizzazione|delibera|pregress[oa]|precedente|diagnosi del|prenotazione|programmat[oa]|previst[oa]|rientro previsto|aggiornat[oa]|rev\.?|telefonare|lavoro|nel)\b`)},
	{signedDay, 1, pattern.Must(`\bl[iì],?$|\baddì$|^data$|\bdata (?:del documento|documento|del rilascio|di rilascio|rilascio|emissione|di emissione)\b|\brilasciat[oa]\b`)},
}

// oldMonths before the last date of a paper, a date is none of the stay that the paper is about.
const oldMonths = 36

// reach is how many bytes before a date its label ends at most.
const reach = 70

var (
	// toDay leads from the first day of a range to the last, fromDay to the first.
	toDay   = pattern.Must(`^[\s,]*(?:\(?(?:ore|h)\.? ?\d{1,2}[:.]\d\d\)?[\s,]*)?(?:e )?(?:sino |fino )?(?:al|a)(?: giorno| data)?\s*$|^\s*[-–>→]+\s*$`)
	fromDay = pattern.Must(`\bdal(?:la data del|l['’])?(?: giorno| g\.)?\s*$|\bperiodo\W*$|\bdegenza\W*$`)
	// notAStay is before a range that is none of days in hospital.
	notAStay = pattern.Must(`\b(?:prognosi|riposo|convalescenza|malattia|assen\pL+|terapia|assumere|antibiotic\pL+|ferie|validit\pL+|infortunio)\b[^.]{0,40}$`)

	dischargedToday = pattern.Must(`\b(?:in data odierna|in data di oggi|dimess[oa] oggi|oggi dimess[oa]|dimettiamo oggi|odierna dimissione)\b`)
	sameDayWords    = pattern.Must(`\b(?:(?:nella|lo|la|in) (?:stess[oa] )?(?:giornata|giorno)|in serata|stesso giorno|dimess[oa] in giornata)\b`)

	sessionsCue = pattern.Must(`\b(?:nei|nelle|alle|in|i|le)(?: \pL+){0,2} (?:date|giorni|giornate|sedute|accessi)\b|\b(?:sedut[ae]|access[oi]|cicl[oi]|somministrazion[ei]|date|giorn[oi]|infusion[ei]|frazion[ei]|calendario|elenco|giornate)\b`)
	// closingWords end a certificate.
	closingWords = pattern.Must(`\bsi rilascia\b|\brilasciat[oa]\b|\bin fede\b|\bper gli usi\b|\b(?:la|il) presente\b|\bdistinti saluti\b|\bcordiali saluti\b|\bin carta (?:libera|semplice)\b|\bdocumento (?:firmato|informatico)\b|\bsu richiesta\b|\bil (?:medico|direttore|dirigente|responsabile|primario)\b|\bfirma\b|\bl[iì] \d|\bla direzione\b`)

	// What the paper says was done, over text without accents, sentence by sentence.
	ordinaryWords    = pattern.Must(`\b(?:ricovero|regime|degenza)(?: (?:di|del|in))?(?: ricovero)?(?: di)?\W{0,3}(?:regime )?ordinari[oa]\b|\bordinari[oa] (?:urgente|programmat[oa])\b`)
	daySurgeryWords  = pattern.Must(`\bday[ -]?surgery\b|\bchirurgia (?:(?:di|in un) giorno|diurna)\b|\bone[ -]?day(?: surgery)?\b|\bricovero diurno chirurgico\b|\bday service chirurgico\b|\bchirurgia ambulatoriale\b|\bciclo diurno chirurgico\b`)
	dayHospitalWords = pattern.Must(`\bday[ -]?(?:hospital|service)\b|\bricovero diurno\b|\bciclo diurno\b|\bd\.?h\.?\b|\bambulatorial[ei]\b|\bospedalizzazione diurna\b`)
	operationWords   = pattern.Must(`\bintervent[oi] (?:chirurgic[oi]|di|eseguit[oi]|e procedure|in|praticat[oi]|effettuat[oi])\b|\bintervent[oi]\W*:|\bprocedur[ae] (?:chirurgic\w+|eseguit\w+)|\b(?:stat[oa]|viene|venne|fu) operat[oa]\b|\boperat[oa] (?:di|in|per|il)\b|\basportazione\b|\bexeresi\b|\w{4,}ectomia\b|\b(?:ernio|artro|setto|masto|rino|turbino|angio|uretro|vertebro|cranio|pielo|blefaro|addomino|oto|valvulo|cheilo|frenulo)plastica\b|\bfacoemulsificazione\b|\bartroscopia\b|\bdecompressione\b|\bcirconcisione\b|\bosteosintesi\b|\brimozione (?:di )?(?:mezzi|placca|vit)\w*|\bsedut[ae] operatori[ae]\b|\bdescrizione dell.intervento\b`)
	oncologyWords    = pattern.Must(`\w*chemioter\w*|\bchemio\b|\bradioterap\w*|\bradiant[ei]\b|\bantiblastic\w*|\bantineoplastic\w*|\bantitumoral\w*|\bimmunoterapi\w*|\bterapi[ae] oncologic\w*|\btrattament\w+ oncologic\w*|\bbrachiterapi\w*|\btomoterapi\w*|\bciclo \w+ (?:di|con) (?:folf\w+|taxolo?|docetaxel|paclitaxel|carboplatino|cisplatino|trastuzumab)\b|\btrastuzumab\b|\bpembrolizumab\b|\bonco(?:-|\s)?ematologic\w* terap\w*`)
	// notNow is in a sentence about what will be done, or was once.
	notNow = pattern.Must(`\b(?:programm\w+|previst\w+|dovra|si consiglia|consigliat\w+|proseguir\w+|da eseguire|eventual\w*|successiv\w+|discus\w+|valutazione oncologica|controll\w+|in attesa|rivalutazion\w+|indicazion\w+|pregress\w+|gia sottopost\w+|gia trattat\w+|anamnesi|in passato|anni fa|nel (?:19|20)\d\d|precedente\w*|non (?:sono|e|si|ha)|senza)\b`)
)

// readDays gives the dates of the paper their roles.
func (r *stayReader) readDays() {
	r.days = r.flow.findDays()
	last := claim.Date{}
	for _, day := range r.days {
		if last.Before(day.date) {
			last = day.date
		}
	}
	for i := range r.days {
		day := &r.days[i]
		if day.date.Before(last.AddMonths(-oldMonths)) {
			day.role = otherDay // a birth, an earlier illness
			continue
		}
		from := 0
		if i > 0 {
			from = r.days[i-1].end
		}
		r.giveRole(day, from)
		if i > 0 && toDay.MatchString(r.flow.text[from:day.start]) {
			r.giveRange(i)
		}
	}
}

// giveRole tells what a date is by the words before it in its row, above it, and before it.
func (r *stayReader) giveRole(day *dayAt, from int) {
	if role, sure, ok := labelIn(r.flow.beforeInRow(day.start, from)); ok {
		day.role, day.sure = role, min(day.sure, sure)
		return
	}
	if text := r.above(*day); text != "" {
		if role, sure, ok := labelIn(text); ok && role != signedDay { // "Data" over a column may be of anything
			day.role, day.sure = role, min(day.sure, sure)
			return
		}
	}
	if townBefore.MatchString(r.flow.beforeInRow(day.start, 0)) && r.lowOn(*day) {
		day.role = signedDay
		return
	}
	sentence := r.flow.paragraph(day.start, from)
	if role, sure, ok := labelIn(sentence[max(0, len(sentence)-reach):]); ok {
		day.role, day.sure = role, min(day.sure, sure, loneDay)
		return
	}
	if behind := r.flow.text[day.end:]; operatedBehind.MatchString(behind[:min(len(behind), behindReach)]) {
		day.role, day.sure = operatedDay, min(day.sure, loneDay)
	}
}

// operatedBehind tells in the sentence that begins with a date that it is that of an operation; behindReach is how far it goes.
var operatedBehind = pattern.Must(`\b(?:operat[oa]|sottopost[oa]|intervento|eseguit[oa])\b`)

const behindReach = 140

// townBefore is the town before the day of a signature.
var townBefore = pattern.Must(`^[^\pL\d]*\pL[\pL'’.]{2,}(?:\s\pL[\pL'’.]*){0,4}\s?,?\s*(?:l[iì]|il|addì)?,?\s*$`)

// lowOn tells that a date stands in the lower half of its page, or that nothing but dates follows.
func (r *stayReader) lowOn(day dayAt) bool {
	w := r.flow.words[r.flow.at(day.start)]
	return 2*w.word.Box.Y > r.pages[w.page].height || 4*day.start > 3*len(r.flow.text)
}

// nextTime is right before the day of another visit, whatever that is called.
var nextTime = pattern.Must(`\b(?:prossim[oai]|successiv[oai]|seguente)\b[^.]{0,30}$`)

// labelIn is what the label says that ends nearest to the end of a text.
func labelIn(text string) (role dayRole, sure float64, ok bool) {
	text = strings.TrimSpace(strings.TrimRight(text, ":. -–([|"))
	if nextTime.MatchString(text) {
		return otherDay, 1, true
	}
	last := -1
	for _, label := range dayLabels {
		all := label.pattern.FindAllStringIndex(text, -1)
		if len(all) == 0 {
			continue
		}
		if end := all[len(all)-1][1]; end > last && len(text)-end <= reach {
			role, sure, last = label.role, label.sure, end
		}
	}
	return role, sure, last >= 0
}

// above is the text of the cell above a date that fills its own, not more than a line away.
func (r *stayReader) above(day dayAt) string {
	w := r.flow.words[r.flow.at(day.start)]
	cell := r.rows[w.row].cells[w.cell]
	if len(cell.words) > len(r.flow.wordsIn(day.start, day.end)) {
		return ""
	}
	for i := w.row - 1; i >= 0 && i >= w.row-2 && r.rows[i].page == w.page; i-- {
		if float64(w.word.Box.Y-(r.rows[i].box.Y+r.rows[i].box.H)) > 2.5*r.pages[w.page].em {
			return ""
		}
		for _, head := range r.rows[i].cells {
			if 2*overlapX(head.box, cell.box) > min(head.box.W, cell.box.W) {
				return foldKeepingLength(head.text())
			}
		}
	}
	return ""
}

// giveRange makes the date before and date i the first and last day of a stay, if nothing says otherwise.
func (r *stayReader) giveRange(i int) {
	first, last := &r.days[i-1], &r.days[i]
	from := 0
	if i > 1 {
		from = r.days[i-2].end
	}
	before := r.flow.text[max(from, first.start-reach):first.start]
	role, sure, named := labelIn(before)
	switch {
	case !fromDay.MatchString(before) && role != admittedDay:
		return
	case notAStay.MatchString(before) && !(named && role == admittedDay):
		first.role, last.role = otherDay, otherDay
	default:
		if !named || role != admittedDay {
			sure = loneDay
		}
		first.role, last.role = admittedDay, dischargedDay
		first.sure, last.sure = max(min(first.sure, sure), loneDay), sure
	}
}

// readKind finds what the paper says was done, in the sentences that are about it.
func (r *stayReader) readKind() {
	var text strings.Builder
	for _, row := range r.rows {
		text.WriteString(row.folded)
		text.WriteByte(' ')
	}
	whole := strings.Join(strings.Fields(text.String()), " ")
	s := &r.stay
	s.Ordinary, s.DaySurgery = ordinaryWords.MatchString(whole), daySurgeryWords.MatchString(whole)
	for _, sentence := range strings.Split(whole, ". ") {
		if notNow.MatchString(sentence) {
			sentence = beforeNotNow(sentence)
		}
		s.DayHospital = s.DayHospital || dayHospitalWords.MatchString(sentence)
		s.Operation = s.Operation || operationWords.MatchString(sentence)
		s.Oncology = s.Oncology || oncologyWords.MatchString(sentence)
	}
}

// beforeNotNow is a sentence up to where it speaks of another time.
func beforeNotNow(sentence string) string {
	return sentence[:notNow.FindStringIndex(sentence)[0]]
}

func newStayReader(pages []InvoicePage, hints Hints) *stayReader {
	d := newInvoiceReader(pages, hints)
	r := &stayReader{invoiceReader: d, stay: Stay{Fields: map[string]claim.Field{}}, flow: newFlow(d.rows)}
	if len(r.flow.words) > 0 {
		r.readDays()
	}
	return r
}
