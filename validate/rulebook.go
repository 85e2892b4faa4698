package validate

import "pratica/claim"

// ruleEntry is a rule that the code checks: its title and article for people, and the findings it may give. A needed value that was
// not read (value.unreadable) may come of any.
type ruleEntry struct {
	title   string
	article claim.Text
	codes   []claim.Code
}

// ruleBook are the rules by name. Articles that the rule set states, and titles of papers and services, are given by the check.
var ruleBook = map[string]ruleEntry{
	"form.kind":             {"Che cosa si chiede di rimborsare", "17.1", []claim.Code{"claim.kind_unclear"}},
	"form.signature":        {"Modulo: firma dell'iscritto", "17.1", []claim.Code{"form.unsigned"}},
	"form.date":             {"Modulo: data accanto alla firma", "17.1", []claim.Code{"form.date_missing"}},
	"form.fields":           {"Modulo: campi obbligatori", "17.1", []claim.Code{"form.field_missing"}},
	"form.row":              {"Modulo: campi della riga", "17.1", []claim.Code{"form.field_missing"}},
	"form.row_has_invoice":  {"Modulo: ogni riga ha il suo documento", "17.1", []claim.Code{"form.row_without_invoice"}},
	"form.invoice_has_row":  {"Modulo: ogni documento ha la sua riga", "17.1", []claim.Code{"form.invoice_without_row"}},
	"form.row_agrees":       {"Modulo: la riga dice quello che dice il documento", "17.1", []claim.Code{"form.row_differs_from_invoice"}},
	"form.total":            {"Modulo: totale delle righe", "17.1", []claim.Code{"form.total_mismatch"}},
	"form.right":            {"Il modulo giusto per la spesa", "17.1", []claim.Code{"form.wrong_form"}},
	"form.one_patient":      {"Un modulo per ogni persona", "17.1", []claim.Code{"form.two_patients"}},
	"liability.third_party": {"Terzi e assicurazioni", "17.3", []claim.Code{"liability.third_party"}},

	"member.iban":     {"IBAN", "17.8", []claim.Code{"member.iban_invalid"}},
	"member.tax_code": {"Codice fiscale", "", []claim.Code{"member.tax_code_invalid"}},

	"fiscal.document":       {"Validità fiscale", "17.2", nil},
	"fiscal.legible":        {"Validità fiscale: documento leggibile", "17.2", []claim.Code{"fiscal.illegible"}},
	"fiscal.patient":        {"Validità fiscale: nome del paziente", "17.2", []claim.Code{"fiscal.patient_missing"}},
	"fiscal.description":    {"Validità fiscale: descrizione della prestazione", "17.2", []claim.Code{"fiscal.description_missing"}},
	"fiscal.date":           {"Validità fiscale: data", "17.2", []claim.Code{"fiscal.date_missing"}},
	"fiscal.number":         {"Validità fiscale: numero", "DPR 633/72 art. 21", []claim.Code{"fiscal.number_missing"}},
	"fiscal.issuer":         {"Validità fiscale: partita IVA o codice fiscale di chi emette", "17.2", []claim.Code{"fiscal.issuer_id_missing", "fiscal.issuer_id_invalid"}},
	"fiscal.date_in_future": {"Data non successiva all'arrivo", "17.2", []claim.Code{"fiscal.date_in_future"}},
	"fiscal.not_an_invoice": {"Documenti di spesa", "17.2", []claim.Code{"fiscal.not_an_invoice"}},
	"fiscal.patient_same":   {"La persona in cura è quella della richiesta", "17.2", []claim.Code{"fiscal.patient_mismatch"}},

	"amounts.sum":          {"Somma delle voci", "", []claim.Code{"fiscal.amounts_do_not_add_up"}},
	"amounts.reimbursable": {"Base rimborsabile", "18.1", []claim.Code{"fiscal.amounts_do_not_add_up"}},
	"amounts.rate":         {"Cambio del giorno della fattura", "17.7", []claim.Code{"currency.rate_missing", "check.not_run"}},
	"amounts.stamp_duty":   {"Marca da bollo", "DPR 642/72", []claim.Code{"fiscal.stamp_duty_missing"}},

	"services.not_covered": {"Prestazioni escluse", "18.1", []claim.Code{"service.not_covered"}},
	"services.others":      {"Altre prestazioni escluse", "18.1", nil},
	"papers.required":      {"Documenti da allegare", "17.2", papersCodes()},
	"papers.age":           {"Data dei documenti da allegare", "Guida 2012", []claim.Code{"papers.prescription_expired"}},
	"papers.shared":        {"Un documento per ogni cura", "17.2", papersCodes()},
	"papers.others":        {"Altri documenti da allegare", "17.2", nil},

	"allowance.letter":   {"Diaria: lettera di dimissioni o certificazione delle sedute", "17.2 B", papersCodes()},
	"allowance.excludes": {"Diaria e spese dello stesso ricovero", "15.3", []claim.Code{"claim.kind_unclear"}},

	"dental.treatments": {"Prestazioni del modulo D01", "17.2", nil},
	"dental.treatment":  {"Prestazione del modulo D01: codice, elemento e arcata", "17.2", []claim.Code{"dental.unknown_code", "dental.tooth_missing", "dental.tooth_impossible"}},
	"dental.age":        {"Età per l'ortodonzia", "17.2", []claim.Code{"dental.age_limit"}},
	"dental.amounts":    {"Prestazioni del modulo D01 e fatture: somme", "17.2", []claim.Code{"dental.amounts_do_not_match_invoice"}},

	"dependency.scores":   {"Punteggi del modulo NA1", "15.6", []claim.Code{"dependency.score_inconsistent"}},
	"dependency.eligible": {"Non autosufficienza: punteggio minimo", "15.6", []claim.Code{"dependency.score_not_eligible"}},
	"illness.one":         {"Grave malattia: una sola", "15.7", []claim.Code{"illness.none_or_many_marked"}},

	"credit_note":        {"Note di credito", "DPR 633/72 art. 26", []claim.Code{"invoice.cancelled"}},
	"settlement.balance": {"Acconto e saldo", "Guida 2012", []claim.Code{"settlement.balance_missing"}},
	"settlement.late":    {"Acconto inviato con il suo saldo", "18.2", []claim.Code{"settlement.late_deposit"}},
	"deadline":           {"Termine di invio", "18.2", []claim.Code{"deadline.lapsed", "deadline.sent_date_unknown"}},
	"channel":            {"Canale di invio", "17.5", []claim.Code{"channel.not_allowed"}},

	"needed.claim":    {"Valori che servono: pratica", "", nil},
	"needed.document": {"Valori che servono: documento", "", nil},
	"needed.row":      {"Valori che servono: riga del modulo", "", nil},

	"outside.register": {"Confronto con l'anagrafica degli iscritti", "", nil},
	"outside.ledger":   {"Spese già inviate", "", nil},
	"outside.other":    {"Altri confronti", "", nil},
	"reading":          {"Notato durante la lettura", "", nil},
}

// papersCodes are all findings of missing papers.
func papersCodes() []claim.Code {
	var codes []claim.Code
	for _, code := range claim.Codes() {
		if isPaper(code) {
			codes = append(codes, code)
		}
	}
	return codes
}
