package web

import "pratica/claim"

// The words that only pages show; those of the claim itself are in claim/italian.go.

// word gives the Italian of a vocabulary value, and the value itself when it is a new one.
func word[T ~string](words map[T]string, value T) string {
	if w, ok := words[value]; ok {
		return w
	}
	return string(value)
}

var stateWords = map[claim.SubmissionState]string{
	claim.Received: "ricevuto", claim.Splitting: "in apertura", claim.Reading: "in lettura", claim.Assembling: "in verifica",
	claim.Assembled: "letto", claim.Failed: "non riuscito",
}

var claimStateWords = map[claim.State]string{
	claim.Extracted: "letta", claim.InReview: "in revisione", claim.WaitingForMember: "in attesa dell'iscritto", claim.Ready: "pronta",
	claim.Delivered: "consegnata alla liquidazione", claim.Acknowledged: "presa in carico dalla liquidazione", claim.Void: "annullata",
}

var outcomeSentences = map[claim.Outcome]string{
	claim.Admissible:   "I controlli non hanno trovato ostacoli: la pratica può andare alla liquidazione.",
	claim.Suspended:    "Mancano documenti o dati che l'iscritto deve fornire: vedi le osservazioni.",
	claim.Inadmissible: "Una regola esclude il rimborso: vedi le osservazioni.",
	claim.NeedsReview:  "Qualche valore o osservazione attende l'occhio di una persona.",
}

var severityOrder = map[claim.Severity]int{claim.Reject: 0, claim.Suspend: 1, claim.Review: 2, claim.Info: 3}

var methodWords = map[claim.Method]string{
	claim.FromTextLayer: "testo del PDF", claim.FromFormField: "campo del PDF", claim.FromCode: "codice a barre", claim.FromLine: "riga letta",
	claim.FromComb: "caselle", claim.FromMark: "segno", claim.FromRule: "regola",
}

var attachmentKindWords = map[claim.AttachmentKind]string{
	claim.XrayBefore: "Radiografia prima della cura", claim.XrayAfter: "Radiografia dopo la cura",
	claim.OralPhotoBefore: "Fotografia prima della cura", claim.OralPhotoAfter: "Fotografia dopo la cura",
}

func attachmentWord(kind claim.AttachmentKind) string {
	if w, ok := attachmentKindWords[kind]; ok {
		return w
	}
	return claim.DocumentKind(kind).Italian()
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
