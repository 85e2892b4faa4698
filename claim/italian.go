package claim

import (
	"strconv"
	"strings"
)

// This file is the one place that names things in Italian, for pages, letters and explanations: the values of a claim by JSON
// pointer, and every word of the vocabulary that people see.

// Label names the value at a JSON pointer; an index is looked up as "*". A pointer without a name of
// its own takes the name of the nearest value around it.
func Label(pointer string) string {
	steps := strings.Split(pointer, "/")
	for i, step := range steps {
		if _, err := strconv.Atoi(step); err == nil {
			steps[i] = "*"
		}
	}
	for n := len(steps); n > 1; n-- {
		if name, ok := pointerLabels[strings.Join(steps[:n], "/")]; ok {
			return name
		}
	}
	return pointer
}

// LabelInContext adds the expense a value belongs to: "Spesa 2 · Data".
func LabelInContext(pointer string) string {
	name := Label(pointer)
	steps := strings.Split(pointer, "/")
	if len(steps) < 3 {
		return name
	}
	index, err := strconv.Atoi(steps[2])
	if err != nil {
		return name
	}
	if owner, ok := ownerLabels[steps[1]]; ok {
		if len(steps) == 3 {
			return owner + " " + strconv.Itoa(index+1)
		}
		return owner + " " + strconv.Itoa(index+1) + " · " + name
	}
	return name
}

var ownerLabels = map[string]string{"expenses": "Spesa", "treatments": "Cura", "documents": "Documento", "attachments": "Allegato"}

var pointerLabels = map[string]string{
	"/form":                  "Modulo",
	"/kind":                  "Tipo di pratica",
	"/channel":               "Canale",
	"/sent_on":               "Data d'invio",
	"/sent_at":               "Istante d'invio",
	"/received_on":           "Data d'arrivo",
	"/rule_set":              "Regole applicate",
	"/outcome":               "Esito",
	"/return_medical_record": "Restituzione della cartella clinica",

	"/member":          "Iscritto",
	"/member/code":     "Codice FASCHIM",
	"/member/surname":  "Cognome",
	"/member/name":     "Nome",
	"/member/tax_code": "Codice fiscale",
	"/member/phone":    "Telefono",
	"/member/email":    "E-mail",
	"/member/iban":     "IBAN",

	"/patient":          "Assistito",
	"/patient/relation": "Richiesta per",
	"/patient/surname":  "Cognome",
	"/patient/name":     "Nome",
	"/patient/tax_code": "Codice fiscale",
	"/patient/born_on":  "Data di nascita",

	"/expenses":                               "Spese",
	"/expenses/*":                             "Spesa",
	"/expenses/*/row":                         "Riga del modulo",
	"/expenses/*/kind":                        "Tipo di spesa",
	"/expenses/*/document_type":               "Documento",
	"/expenses/*/settlement":                  "Pagamento",
	"/expenses/*/number":                      "Numero",
	"/expenses/*/date":                        "Data",
	"/expenses/*/issuer":                      "Struttura o medico",
	"/expenses/*/issuer/name":                 "Struttura o medico",
	"/expenses/*/issuer/vat_number":           "Partita IVA",
	"/expenses/*/issuer/tax_code":             "Codice fiscale dell'emittente",
	"/expenses/*/issuer/country":              "Paese",
	"/expenses/*/patient":                     "Intestata a",
	"/expenses/*/patient/surname":             "Cognome dell'assistito",
	"/expenses/*/patient/name":                "Nome dell'assistito",
	"/expenses/*/patient/tax_code":            "Codice fiscale dell'assistito",
	"/expenses/*/billed_to":                   "Pagata da",
	"/expenses/*/billed_to/surname":           "Cognome di chi paga",
	"/expenses/*/billed_to/name":              "Nome di chi paga",
	"/expenses/*/billed_to/tax_code":          "Codice fiscale di chi paga",
	"/expenses/*/description":                 "Prestazione",
	"/expenses/*/lines":                       "Voci",
	"/expenses/*/lines/*":                     "Voce",
	"/expenses/*/lines/*/description":         "Voce",
	"/expenses/*/lines/*/quantity":            "Quantità",
	"/expenses/*/lines/*/amount":              "Importo della voce",
	"/expenses/*/currency":                    "Valuta",
	"/expenses/*/total":                       "Totale",
	"/expenses/*/vat":                         "IVA",
	"/expenses/*/stamp_duty":                  "Marca da bollo",
	"/expenses/*/stamp_duty_number":           "Numero della marca da bollo",
	"/expenses/*/contribution":                "Contributo previdenziale",
	"/expenses/*/discount":                    "Sconto",
	"/expenses/*/withholding":                 "Ritenuta d'acconto",
	"/expenses/*/excluded":                    "Voci escluse",
	"/expenses/*/excluded/administrative":     "Spese amministrative",
	"/expenses/*/excluded/record_copy":        "Copia della cartella",
	"/expenses/*/excluded/digitisation":       "Digitalizzazione",
	"/expenses/*/excluded/other":              "Altre voci escluse",
	"/expenses/*/reimbursable":                "Base rimborsabile",
	"/expenses/*/reimbursable_eur":            "Base rimborsabile in euro",
	"/expenses/*/exchange_rate":               "Cambio",
	"/expenses/*/third_party":                 "Terzi o assicurazione",
	"/expenses/*/third_party/marked":          "Casella X (terzi)",
	"/expenses/*/third_party/refunded_amount": "Già rimborsato da terzi",
	"/expenses/*/declared":                    "Riga del modulo",
	"/expenses/*/declared/number":             "Numero sul modulo",
	"/expenses/*/declared/issuer":             "Struttura o medico sul modulo",
	"/expenses/*/declared/date":               "Data sul modulo",
	"/expenses/*/declared/amount":             "Importo sul modulo",
	"/expenses/*/deadline":                    "Ultimo giorno per l'invio",

	"/declared_total": "Totale sul modulo",

	"/signatures":                "Firme",
	"/signatures/date":           "Data della firma",
	"/signatures/member":         "Firma dell'iscritto",
	"/signatures/privacy_member": "Consenso: firma dell'iscritto",
	"/signatures/privacy_family": "Consenso: firma del familiare",

	"/attachments":   "Allegati",
	"/attachments/*": "Allegato",
	"/documents":     "Documenti",
	"/documents/*":   "Documento",

	"/treatments":                  "Cure odontoiatriche",
	"/treatments/*":                "Cura",
	"/treatments/*/code":           "Codice",
	"/treatments/*/description":    "Descrizione",
	"/treatments/*/tooth":          "Elemento",
	"/treatments/*/arch":           "Arcata",
	"/treatments/*/quantity":       "Quantità",
	"/treatments/*/amount":         "Importo",
	"/treatments/*/invoice_number": "Fattura n.",

	"/allowance":               "Diaria",
	"/allowance/hospital":      "Ospedale",
	"/allowance/admitted_on":   "Ricovero",
	"/allowance/discharged_on": "Dimissione",
	"/allowance/nights":        "Notti",
	"/allowance/sessions":      "Sedute",
	"/allowance/sessions/*":    "Seduta",
	"/allowance/deadline":      "Ultimo giorno per l'invio",

	"/dependency":                   "Non autosufficienza",
	"/dependency/carer":             "Chi assiste",
	"/dependency/carer/surname":     "Cognome di chi assiste",
	"/dependency/carer/name":        "Nome di chi assiste",
	"/dependency/carer/relation":    "Grado di parentela",
	"/dependency/carer/phone":       "Telefono di chi assiste",
	"/dependency/accident":          "Infortunio",
	"/dependency/diagnosis":         "Diagnosi",
	"/dependency/scores/bathing":    "Bagno o doccia",
	"/dependency/scores/dressing":   "Vestirsi e svestirsi",
	"/dependency/scores/hygiene":    "Igiene del corpo",
	"/dependency/scores/mobility":   "Mobilità",
	"/dependency/scores/continence": "Continenza",
	"/dependency/scores/eating":     "Bere e mangiare",
	"/dependency/total":             "Punteggio totale",

	"/serious_illness":                "Grave malattia",
	"/serious_illness/carer":          "Chi assiste",
	"/serious_illness/carer/surname":  "Cognome di chi assiste",
	"/serious_illness/carer/name":     "Nome di chi assiste",
	"/serious_illness/carer/relation": "Grado di parentela",
	"/serious_illness/carer/phone":    "Telefono di chi assiste",
	"/serious_illness/illness":        "Malattia",
	"/serious_illness/diagnosis":      "Diagnosi",
	"/serious_illness/discharged_on":  "Dimissione",
	"/serious_illness/diagnosed_on":   "Data della diagnosi",
	"/serious_illness/deadline":       "Ultimo giorno per l'invio",
}

// word gives the Italian of a vocabulary value, and the value itself when it is a new one.
func word[T ~string](words map[T]string, value T) string {
	if w, ok := words[value]; ok {
		return w
	}
	return string(value)
}

var channelWords = map[Channel]string{Post: "posta", Online: "online", Provider: "struttura", API: "API"}

// Italian is the word that people see.
func (c Channel) Italian() string { return word(channelWords, c) }

var outcomeWords = map[Outcome]string{
	Admissible: "ammissibile", Suspended: "da sospendere", Inadmissible: "non ammissibile", NeedsReview: "da controllare",
}

// Italian is the word that people see.
func (o Outcome) Italian() string { return word(outcomeWords, o) }

var severityWords = map[Severity]string{Reject: "esclude", Suspend: "sospende", Review: "da controllare", Info: "nota"}

// Italian is the word that people see.
func (s Severity) Italian() string { return word(severityWords, s) }

var evidenceWords = map[SentEvidence]string{
	Postmark: "timbro postale", OnlineSubmission: "invio online", Operator: "indicata dall'operatore",
	AssumedReceived: "presunta dal giorno d'arrivo",
}

// Italian is the word that people see.
func (s SentEvidence) Italian() string { return word(evidenceWords, s) }

var kindWords = map[Kind]string{
	Copayment: "ticket", Private: "spese sanitarie private", Dental: "odontoiatria", AllowanceStay: "diaria di ricovero",
	AllowanceDaySurgery: "diaria di day surgery", AllowanceOncology: "diaria oncologica", DependencyAid: "non autosufficienza",
	SeriousIllnessCare: "grave malattia", OtherKind: "altro", Mixed: "spese di più tipi",
}

// Italian is the word that people see.
func (k Kind) Italian() string { return word(kindWords, k) }

var relationWords = map[Relation]string{Self: "sé stesso", Family: "un familiare"}

// Italian is the word that people see.
func (r Relation) Italian() string { return word(relationWords, r) }

var documentTypeWords = map[DocumentType]string{
	InvoiceType: "fattura", CopaymentReceiptType: "ricevuta di ticket", TillSlipType: "scontrino",
	CreditNoteType: "nota di credito", OtherDocumentType: "altro documento",
}

// Italian is the word that people see.
func (d DocumentType) Italian() string { return word(documentTypeWords, d) }

var settlementWords = map[Settlement]string{Single: "unico", Deposit: "acconto", Balance: "saldo"}

// Italian is the word that people see.
func (s Settlement) Italian() string { return word(settlementWords, s) }

var archWords = map[Arch]string{
	UpperArch: "superiore", LowerArch: "inferiore", UpperRight: "superiore destra", UpperLeft: "superiore sinistra",
	LowerLeft: "inferiore sinistra", LowerRight: "inferiore destra",
}

// Italian is the word that people see.
func (a Arch) Italian() string { return word(archWords, a) }

var illnessWords = map[Text]string{
	"tumour": "tumore", "infarction": "infarto", "coronary_bypass": "by-pass aorto-coronarico", "heart_valve_surgery": "chirurgia delle valvole cardiache",
	"aortic_surgery": "chirurgia dell'aorta", "organ_transplant": "trapianto d'organo", "stroke": "ictus",

	// Reg. 15.7 adds to the seven of the form.
	"aneurysm": "aneurisma", "cardiorespiratory_failure": "insufficienza cardiorespiratoria scompensata", "polytrauma": "politraumatismo grave",
	"coma": "stato di coma", "burns": "ustioni di terzo grado", "cerebral_vasculopathy": "vasculopatia cerebrale acuta",
	"paediatric_surgery": "chirurgia pediatrica",
}

// IllnessItalian is an illness of GM01 in words: "ictus".
func IllnessItalian(illness Text) string { return word(illnessWords, illness) }

var documentKindWords = map[DocumentKind]string{
	R01Document: "Modulo R01", R02Document: "Modulo R02", D01Document: "Modulo D01", NA1Document: "Modulo NA1",
	GM01Document: "Modulo GM01", RGM01Document: "Modulo RGM01", I07Document: "Modulo I07", Invoice: "Fattura",
	CopaymentReceipt: "Ricevuta di ticket", TillSlip: "Scontrino", CreditNote: "Nota di credito", Proforma: "Proforma",
	Estimate: "Preventivo", DischargeLetter: "Lettera di dimissione", MedicalRecord: "Cartella clinica",
	HospitalCertificate: "Certificato dell'ospedale", Prescription: "Prescrizione", Xray: "Radiografia", Photo: "Fotografia",
	LabCertificate: "Certificazione del laboratorio", DentistStatement: "Dichiarazione del dentista",
	QualificationCertificate: "Attestato di qualifica", Translation: "Traduzione", HealthCard: "Tessera sanitaria",
	IdentityPaper: "Documento d'identità", Envelope: "Busta", Separator: "Foglio separatore", Letter: "Lettera",
	Blank: "Pagina bianca", Other: "Altro",
}

// Italian is the word that people see.
func (d DocumentKind) Italian() string { return word(documentKindWords, d) }

// Would says what a finding of this severity would do: "Escluderebbe la richiesta".
func (s Severity) Would() string {
	switch s {
	case Reject:
		return "Escluderebbe la spesa"
	case Suspend:
		return "Sospenderebbe la pratica"
	default:
		return "Sarebbe da guardare"
	}
}
