package adopt

import (
	"regexp"
	"strings"

	"pratica/extract/forms"
	"pratica/extract/likeness"
)

// section is the part of a form that a zone stands in.
type section string

const (
	memberSection   section = "member"
	familySection   section = "family"
	carerSection    section = "carer"
	expensesSection section = "expenses"
	bankSection     section = "bank"
	consentSection  section = "consent"
	dentistSection  section = "dentist"
	fundSection     section = "fund" // not to be filled
	otherSection    section = "other"
)

// lead is what may stand before the word that names a section: "Quadro A -", "1.", "Dati dell'".
const lead = `^(quadro|sezione|parte)? ?([a-h1-9][.):]?|[ivx]+[.):])? ?[-–.:]* ?(dati|generalita|anagrafica|informazioni|estremi|riquadro)? ?(anagrafic[ih]|personali|bancari)? ?(del(l')?|dell[ao]|per( il| l')?|su(l|ll')|riservat[oi] a(l|ll'))? ?(eventuale |sig\.? )?`

var sections = []struct {
	section section
	pattern *regexp.Regexp
}{
	{fundSection, regexp.MustCompile(`spazio riservato|riservato (al(l'|la)?|a) ?(fondo|ufficio|uffici|cassa|segreteria)|uso interno|non compilare|parte riservata`)},
	{consentSection, regexp.MustCompile(lead + `(consenso|privacy|tutela|trattamento|protezione|informativa)|consenso al trattamento`)},
	{carerSection, regexp.MustCompile(lead + `(assistente|accompagnat|caregiver|referente|persona (di riferimento|che assiste|che si prende|da contattare)|chi (presta )?assist)|persona che (assiste|presta|si prende)|persona di riferimento`)},
	{bankSection, regexp.MustCompile(lead + `(bonific|coordinate|accredito|iban|banca|pagament|rimborso su|modalita di (pagamento|rimborso|accredito))|dati per il bonifico|coordinate bancarie`)},
	{familySection, regexp.MustCompile(lead + `(familiar|paziente|(persona )?assistit|beneficiari|fruitore|persona curata|chi ha ricevuto)`)},
	{memberSection, regexp.MustCompile(lead + `(iscritt|associat|titolar|lavorator|dipendent|richiedent|socio|capo ?nucleo)|sottoscritt`)},
	{dentistSection, regexp.MustCompile(lead + `(odontoiatr|medico|dentista|professionista|curante)`)},
	{expensesSection, regexp.MustCompile(lead + `(dettaglio|elenco|spes[ae]|fattur|document[io] di spesa|prestazioni|riepilogo)`)},
	{otherSection, regexp.MustCompile(lead + `(allegat|documentazione|diagnosi|patologi|malatti|prestazione|firm[ae]|dichiarazion|avvertenz|istruzion)`)},
}

// sectionOf tells which section a heading begins.
func sectionOf(folded string) (section, bool) {
	for _, s := range sections {
		if s.pattern.MatchString(folded) {
			return s.section, true
		}
	}
	return "", false
}

// IsHeading tells that a text of at least two words is the heading of a part of a form that lists expenses, accounts, papers or consents.
func IsHeading(text string) bool {
	folded := strings.TrimSpace(strayLetter.ReplaceAllString(fold(text), ""))
	if !strings.Contains(folded, " ") {
		return false
	}
	switch section, _ := sectionOf(folded); section {
	case expensesSection, bankSection, consentSection, otherSection:
		return true
	}
	return false
}

// strayLetter is the letter or number of a part before its heading.
var strayLetter = regexp.MustCompile(`^([a-z]|\d{1,2})[.):]? `)

// meaning is what a label says about its zone.
type meaning struct {
	id      string
	kind    forms.FieldType
	content forms.Content
	// person tells that the id begins with whose it is: member, family or carer.
	person bool
}

func pattern(expression string) *regexp.Regexp { return regexp.MustCompile(expression) }

// vocabulary gives the meaning of labels outside tables, the most telling first. The synonyms are those of
// forms of Italian funds in general.
var vocabulary = []struct {
	pattern *regexp.Regexp
	meaning
}{
	{pattern(`\biban\b|coordinate bancarie`), meaning{"iban", forms.Comb, forms.IBAN, false}},
	{pattern(`codice fiscale|\bcod\.? ?fisc|\bc\.? ?f\.?$`), meaning{"tax_code", forms.Line, forms.Number, true}},
	{pattern(`codice ?(identificativo )?(faschim|iscritt|associat|soci|fondo|posizione)|\bcod\.? ?(faschim|iscr|assoc)|(n\.?|n[°º]|num\.?|numero)? ?(di )?(tessera|card|iscrizione|posizione)\b|matricola`), meaning{"code", forms.Comb, forms.Digits, true}},
	{pattern(`cartella clinica.*(rispedi|restitu|rend|mio carico)|(rispedi|restitu).*cartella`), meaning{"return_record", forms.Mark, "", false}},
	{pattern(`firma|sottoscri|in fede`), meaning{"signature", forms.Signature, "", false}},
	{pattern(`(cognome e nome|nome e cognome|nominativo|cognome.{0,3}/.{0,3}nome)`), meaning{"full_name", forms.Line, forms.Name, true}},
	{pattern(`\bcognome\b`), meaning{"surname", forms.Line, forms.Name, true}},
	{pattern(`\bnome\b`), meaning{"name", forms.Line, forms.Name, true}},
	{pattern(`e-? ?mail|posta elettronica|\bpec\b`), meaning{"email", forms.Line, forms.Email, true}},
	{pattern(`telefon|recapit|\bcell|\btel\b|\bmobile\b`), meaning{"phone", forms.Line, forms.Phone, true}},
	{pattern(`parentela|rapporto con`), meaning{"relation", forms.Line, forms.Words, true}},
	{pattern(`data di nascita|nat[oa] il`), meaning{"born_on", forms.Date, "", true}},
	{pattern(`dimission|dimess|data.*ricover`), meaning{"discharge.date", forms.Date, "", false}},
	{pattern(`totale.*(punt|scor)|punteggio`), meaning{"score.total", forms.Line, forms.Count, false}},
	{pattern(`\btotale\b|\bsomma\b|importo (complessivo|richiesto)`), meaning{"total", forms.Amount, "", false}},
	{pattern(`diagnosi|patologia|malattia diagnosticata`), meaning{"diagnosis", forms.Multiline, forms.Words, false}},
	{pattern(`altri (documenti|allegati)|documenti allegati|elenco (degli )?allegati`), meaning{"attachments", forms.Line, forms.Words, false}},
	{pattern(`infortunio`), meaning{"accident", forms.Mark, "", false}},
	{pattern(`\bdata\b|\bli\b|\bgiorno\b|^(del|il|in data)$`), meaning{"date", forms.Date, "", false}},
	{pattern(`fattura|ricevuta (n|fiscale)|(n[.°]?|numero) ricevuta`), meaning{"reference", forms.Line, forms.Number, false}},
	{pattern(`importo|euro\b|€`), meaning{"amount", forms.Amount, "", false}},
}

// columns gives the meaning of the headings of a table of expenses, the most telling first.
var columns = []struct {
	pattern *regexp.Regexp
	meaning
}{
	{pattern(`terzi|assicura|\bass\b|responsab|indicare con .?x|^x$|barrare`), meaning{"third_party", forms.Mark, "", false}},
	{pattern(`importo|euro\b|€|\bspesa\b|costo|onorario|totale`), meaning{"amount", forms.Amount, "", false}},
	{pattern(`struttura|medic[oi]|nominativo|fornitore|ente\b|centro|professionista|ragione sociale|emess[aoi] da|emittente|rilasciat[ao] da`), meaning{"issuer", forms.Line, forms.Issuer, false}},
	{pattern(`^data|\bdata\b|\bde[li1|]\b|emissione`), meaning{"date", forms.Date, "", false}},
	{pattern(`fattura|ricevuta|\bn\b|n[°º.]|numero|documento|\bdoc`), meaning{"number", forms.Line, forms.Number, false}},
	{pattern(`descrizione|prestazion|tipo`), meaning{"description", forms.Line, forms.Words, false}},
}

// treatmentColumns are those of a table of dental treatments, whose rows begin with a code.
var treatmentColumns = []struct {
	pattern *regexp.Regexp
	meaning
}{
	{pattern(`importo|euro\b|€|costo|onorario`), meaning{"amount", forms.Amount, "", false}},
	{pattern(`arcata|emiarcata|quadrante`), meaning{"arch", forms.Line, forms.Arch, false}},
	{pattern(`element|dent[ei]\b`), meaning{"tooth", forms.Line, forms.Tooth, false}},
	{pattern(`quantita|q\.?ta|numero|n[°º.]|sedute`), meaning{"count", forms.Line, forms.Count, false}},
}

// attachments are the papers a form asks to tick, by the words printed beside.
var attachments = []struct {
	pattern *regexp.Regexp
	code    string
}{
	{pattern(`\bd01\b`), "d01"}, {pattern(`ortopan|panoramica|\bopt\b`), "opt"}, {pattern(`foto|intraoral`), "photo"}, {pattern(`dentascan|tac\b|cone beam`), "dentascan"},
	{pattern(`\brx\b|radiograf|periapical`), "xray"}, {pattern(`laboratorio|odontotecnic`), "laboratory"}, {pattern(`^altr[oi]`), "other"},
}

// scores are the six sections of the questionnaire on dependency (Reg. 15.6), illnesses those of 15.7.
var scores = []struct {
	pattern *regexp.Regexp
	code    string
}{
	{pattern(`bagno|doccia`), "bathing"}, {pattern(`vestir|svestir|spogliar`), "dressing"}, {pattern(`igiene|cura della persona`), "hygiene"}, {pattern(`mobilita|spostar|camminar|deambul`), "mobility"},
	{pattern(`continenza|sfinter`), "continence"}, {pattern(`mangiare|bere\b|aliment`), "eating"},
}

var illnesses = []struct {
	pattern *regexp.Regexp
	code    string
}{
	{pattern(`tumor|neoplasi|cancro`), "tumour"}, {pattern(`infarto`), "infarction"}, {pattern(`by-? ?pass`), "coronary_bypass"}, {pattern(`valvol`), "heart_valve_surgery"},
	{pattern(`aorta`), "aortic_surgery"}, {pattern(`trapiant`), "organ_transplant"}, {pattern(`\bictus|\b\w?ctus\b`), "stroke"},
}

// meaningOf gives the meaning of a folded label; one letter of a single word, or of the fund's name, may be read wrong.
func meaningOf(folded string) (meaning, bool) {
	folded = strings.Trim(folded, " :;.…_*")
	m, known := look(vocabulary, folded)
	if known || len(folded) < 3 {
		return m, known
	}
	words := strings.Fields(folded)
	for i, word := range words {
		if likeness.Distance(word, fund) == 1 {
			words[i] = fund
			return look(vocabulary, strings.Join(words, " "))
		}
	}
	if len(folded) > 9 {
		return m, false
	}
	for _, word := range []string{"cognome", "nome", "telefono", "totale", "firma", "data", "iban", "email"} {
		if likeness.Distance(folded, word) == 1 {
			return look(vocabulary, word)
		}
	}
	return m, false
}

// fund is the name of the fund, which no other word of a form is near to.
const fund = "faschim"

// slug is an id made of a label nobody knows.
func slug(label string) string {
	words := strings.FieldsFunc(fold(label), func(r rune) bool { return !(r >= 'a' && r <= 'z' || r >= '0' && r <= '9') })
	var kept []string
	for _, w := range words {
		if len(w) > 2 && len(kept) < 4 && w != "del" && w != "della" && w != "dell" && w != "per" && w != "con" && w != "che" {
			kept = append(kept, w)
		}
	}
	if len(kept) == 0 {
		return "campo"
	}
	return strings.Join(kept, "_")
}
