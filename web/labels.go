package web

import (
	"strconv"
	"strings"

	"pratica/claim"
)

// This file is the one place that names things in Italian: the values of a claim by JSON pointer, and
// every word of the vocabulary that a page shows.

// label names the value at a JSON pointer; an index is looked up as "*". A pointer without a name of
// its own takes the name of the nearest value around it.
func label(pointer string) string {
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

// labelInContext adds the expense a value belongs to: "Spesa 2 · Data".
func labelInContext(pointer string) string {
	name := label(pointer)
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

var channelWords = map[claim.Channel]string{claim.Post: "posta", claim.Online: "online", claim.Provider: "struttura", claim.API: "API"}

var stateWords = map[claim.SubmissionState]string{
	claim.Received: "ricevuto", claim.Splitting: "in apertura", claim.Reading: "in lettura", claim.Assembling: "in verifica",
	claim.Assembled: "letto", claim.Failed: "non riuscito",
}

var claimStateWords = map[claim.State]string{
	claim.Extracted: "letta", claim.InReview: "in revisione", claim.WaitingForMember: "in attesa dell'iscritto", claim.Ready: "pronta",
	claim.Delivered: "consegnata alla liquidazione", claim.Acknowledged: "presa in carico dalla liquidazione", claim.Void: "annullata",
}

var outcomeWords = map[claim.Outcome]string{
	claim.Admissible: "ammissibile", claim.Suspended: "da sospendere", claim.Inadmissible: "non ammissibile", claim.NeedsReview: "da controllare",
}

var outcomeSentences = map[claim.Outcome]string{
	claim.Admissible:   "I controlli non hanno trovato ostacoli: la pratica può andare alla liquidazione.",
	claim.Suspended:    "Mancano documenti o dati che l'iscritto deve fornire: vedi le osservazioni.",
	claim.Inadmissible: "Una regola esclude il rimborso: vedi le osservazioni.",
	claim.NeedsReview:  "Qualche valore o osservazione attende l'occhio di una persona.",
}

var severityWords = map[claim.Severity]string{claim.Reject: "esclude", claim.Suspend: "sospende", claim.Review: "da controllare", claim.Info: "nota"}

var severityOrder = map[claim.Severity]int{claim.Reject: 0, claim.Suspend: 1, claim.Review: 2, claim.Info: 3}

var evidenceWords = map[claim.SentEvidence]string{
	claim.Postmark: "timbro postale", claim.OnlineSubmission: "invio online", claim.Operator: "indicata dall'operatore",
	claim.AssumedReceived: "presunta dal giorno d'arrivo",
}

var kindWords = map[claim.Kind]string{
	claim.Copayment: "ticket", claim.Private: "spese sanitarie private", claim.Dental: "odontoiatria", claim.AllowanceStay: "diaria di ricovero",
	claim.AllowanceDaySurgery: "diaria di day surgery", claim.AllowanceOncology: "diaria oncologica", claim.DependencyAid: "non autosufficienza",
	claim.SeriousIllnessCare: "grave malattia", claim.OtherKind: "altro", claim.Mixed: "spese di più tipi",
}

var relationWords = map[claim.Relation]string{claim.Self: "sé stesso", claim.Family: "un familiare"}

var documentTypeWords = map[claim.DocumentType]string{
	claim.InvoiceType: "fattura", claim.CopaymentReceiptType: "ricevuta di ticket", claim.TillSlipType: "scontrino",
	claim.CreditNoteType: "nota di credito", claim.OtherDocumentType: "altro documento",
}

var settlementWords = map[claim.Settlement]string{claim.Single: "unico", claim.Deposit: "acconto", claim.Balance: "saldo"}

var archWords = map[claim.Arch]string{
	claim.UpperArch: "superiore", claim.LowerArch: "inferiore", claim.UpperRight: "superiore destra", claim.UpperLeft: "superiore sinistra",
	claim.LowerLeft: "inferiore sinistra", claim.LowerRight: "inferiore destra",
}

var illnessWords = map[claim.Text]string{
	"tumour": "tumore", "infarction": "infarto", "coronary_bypass": "by-pass aorto-coronarico", "heart_valve_surgery": "chirurgia delle valvole cardiache",
	"aortic_surgery": "chirurgia dell'aorta", "organ_transplant": "trapianto d'organo", "stroke": "ictus",
}

var methodWords = map[claim.Method]string{
	claim.FromTextLayer: "testo del PDF", claim.FromFormField: "campo del PDF", claim.FromCode: "codice a barre", claim.FromLine: "riga letta",
	claim.FromComb: "caselle", claim.FromMark: "segno", claim.FromRule: "regola",
}

var documentKindWords = map[claim.DocumentKind]string{
	claim.R01Document: "Modulo R01", claim.R02Document: "Modulo R02", claim.D01Document: "Modulo D01", claim.NA1Document: "Modulo NA1",
	claim.GM01Document: "Modulo GM01", claim.RGM01Document: "Modulo RGM01", claim.I07Document: "Modulo I07", claim.Invoice: "Fattura",
	claim.CopaymentReceipt: "Ricevuta di ticket", claim.TillSlip: "Scontrino", claim.CreditNote: "Nota di credito", claim.Proforma: "Proforma",
	claim.Estimate: "Preventivo", claim.DischargeLetter: "Lettera di dimissione", claim.MedicalRecord: "Cartella clinica",
	claim.HospitalCertificate: "Certificato dell'ospedale", claim.Prescription: "Prescrizione", claim.Xray: "Radiografia", claim.Photo: "Fotografia",
	claim.LabCertificate: "Certificazione del laboratorio", claim.DentistStatement: "Dichiarazione del dentista",
	claim.QualificationCertificate: "Attestato di qualifica", claim.Translation: "Traduzione", claim.HealthCard: "Tessera sanitaria",
	claim.IdentityPaper: "Documento d'identità", claim.Envelope: "Busta", claim.Separator: "Foglio separatore", claim.Letter: "Lettera",
	claim.Blank: "Pagina bianca", claim.Other: "Altro",
}

var attachmentKindWords = map[claim.AttachmentKind]string{
	claim.XrayBefore: "Radiografia prima della cura", claim.XrayAfter: "Radiografia dopo la cura",
	claim.OralPhotoBefore: "Fotografia prima della cura", claim.OralPhotoAfter: "Fotografia dopo la cura",
}

func attachmentWord(kind claim.AttachmentKind) string {
	if w, ok := attachmentKindWords[kind]; ok {
		return w
	}
	return word(documentKindWords, claim.DocumentKind(kind))
}

// yesNo is the word for a mark or signature; nil, not looked at, is "".
func yesNo(b *bool) string {
	switch {
	case b == nil:
		return ""
	case *b:
		return "sì"
	default:
		return "no"
	}
}
