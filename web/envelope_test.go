package web

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"strconv"
	"sync"

	"codeberg.org/go-fonts/liberation/liberationsansregular"
	"golang.org/x/image/font"
	"golang.org/x/image/font/opentype"
	"golang.org/x/image/math/fixed"

	"pratica/claim"
)

// sheet is a page picture being drawn: 150 dpi A4, white.
type sheet struct {
	*image.Gray
	face map[int]font.Face
}

const sheetWidth, sheetHeight = 1240, 1754

var regular = sync.OnceValue(func() *opentype.Font {
	f, err := opentype.Parse(liberationsansregular.TTF)
	if err != nil {
		panic(err)
	}
	return f
})

func newSheet() *sheet {
	s := &sheet{image.NewGray(image.Rect(0, 0, sheetWidth, sheetHeight)), map[int]font.Face{}}
	for i := range s.Pix {
		s.Pix[i] = 250
	}
	return s
}

// text writes with the base line at y, in a size of pixels, and returns the box of the ink.
func (s *sheet) text(x, y, size int, text string) claim.Box {
	if s.face[size] == nil {
		face, err := opentype.NewFace(regular(), &opentype.FaceOptions{Size: float64(size), DPI: 72})
		if err != nil {
			panic(err)
		}
		s.face[size] = face
	}
	drawer := font.Drawer{Dst: s.Gray, Src: image.NewUniform(color.Gray{40}), Face: s.face[size], Dot: fixed.P(x, y)}
	bounds, _ := drawer.BoundString(text)
	drawer.DrawString(text)
	return claim.Box{X: bounds.Min.X.Floor() - 4, Y: bounds.Min.Y.Floor() - 4, W: (bounds.Max.X - bounds.Min.X).Ceil() + 8, H: (bounds.Max.Y - bounds.Min.Y).Ceil() + 8}
}

func (s *sheet) rule(x, y, w int) {
	for i := range w {
		s.SetGray(x+i, y, color.Gray{120})
	}
}

func (s *sheet) png() []byte {
	var out bytes.Buffer
	if err := png.Encode(&out, s.Gray); err != nil {
		panic(err)
	}
	return out.Bytes()
}

// envelope draws a form and its invoices while it fills the claim they hold.
type envelope struct {
	claim    claim.Claim
	pictures [][]byte
	sheet    *sheet
	document int
}

// open begins a new page of a new document.
func (e *envelope) open(kind claim.DocumentKind, title string) {
	e.close()
	e.document++
	e.sheet = newSheet()
	e.sheet.text(90, 130, 40, title)
	e.sheet.rule(90, 160, sheetWidth-180)
	e.claim.Documents = append(e.claim.Documents, claim.Document{ID: fmt.Sprintf("d%d", e.document), Kind: kind, Pages: []claim.Page{
		{File: "busta.pdf", FilePage: e.document, Width: sheetWidth, Height: sheetHeight, DPI: 150, Transform: claim.Identity}}})
}

func (e *envelope) close() {
	if e.sheet != nil {
		e.pictures = append(e.pictures, e.sheet.png())
		e.sheet = nil
	}
}

// write draws a label and a value, and reads the value into the claim.
func (e *envelope) write(x, y int, name, shown, pointer, value string, confidence float64) {
	e.sheet.text(x, y-26, 17, name)
	e.read(e.sheet.text(x, y, 26, shown), shown, pointer, value, confidence)
}

func (e *envelope) read(box claim.Box, shown, pointer, value string, confidence float64) {
	if err := e.claim.Set(pointer, value); err != nil {
		panic(err)
	}
	from := claim.Provenance{Document: claim.Text(fmt.Sprintf("d%d", e.document)), Page: 1, Box: box, Text: claim.Text(shown), Method: claim.FromLine, Confidence: confidence}
	if confidence >= .995 {
		from.Accepted = claim.AcceptedAuto
	}
	e.claim.Provenance[pointer] = from
}

// sampleEnvelope is an R01 with three rows and three invoices: one agrees, one is late, and one row
// differs from its invoice. surname is the member's.
func sampleEnvelope(surname string) *envelope {
	e := &envelope{claim: claim.Claim{Schema: claim.SchemaV1, ID: "01K9ZV6J4W8Q2M7T5R3X1N0BCD", Version: 1, CreatedAt: noon, Channel: claim.Post, Form: claim.R01,
		FormEdition: "2012-06", Kind: claim.Private, RuleSet: "2024-01-01", ReceivedOn: claim.MustDate("2026-05-14"), SentOn: claim.MustDate("2026-05-10"),
		SentEvidence: claim.Postmark, Outcome: claim.NeedsReview, ProducedBy: claim.ProducedBy{Software: "test", Forms: "sha256:9b1c", Calibration: "2026-05-02"},
		Provenance: map[string]claim.Provenance{}}}
	e.open(claim.R01Document, "R01 · Domanda di rimborso per spese sanitarie")
	e.write(90, 260, "codice FASCHIM", "1 0 4 7 8 2 3", "/member/code", "1047823", .999)
	e.write(420, 260, "recapito telefonico", "340 1278845", "/member/phone", "3401278845", .97)
	e.write(90, 350, "cognome dell'iscritto", surname, "/member/surname", surname, .998)
	e.write(620, 350, "nome dell'iscritto", "MARIA GRAZIA", "/member/name", "MARIA GRAZIA", .999)
	e.write(90, 440, "cognome del familiare", "ROSSI", "/patient/surname", "ROSSI", .999)
	e.write(620, 440, "nome del familiare", "LUCA", "/patient/name", "LUCA", .998)
	e.must(e.claim.Set("/patient/relation", "family"))
	rows := []struct{ number, issuer, date, amount, shownDate, shownAmount string }{
		{"2024/118", "Poliamb. San Marco", "2026-03-12", "87.50", "12/03/2026", "87,50"},
		{"45/A", "Dott.ssa Anna Ferri", "2026-01-20", "150.00", "20/01/2026", "150,00"},
		{"FE-771", "Lab. Analisi Centro", "2026-04-02", "64.00", "2/4/2026", "64,00"},
	}
	for i, r := range rows {
		at, y := "/expenses/"+strconv.Itoa(i), 600+i*80
		e.must(e.claim.Set(at+"/row", strconv.Itoa(i+1)))
		e.write(90, y, "n. fattura", r.number, at+"/declared/number", r.number, .996)
		e.write(300, y, "struttura o medico", r.issuer, at+"/declared/issuer", r.issuer, .93)
		e.write(700, y, "data", r.shownDate, at+"/declared/date", r.date, .997)
		e.write(960, y, "importo", r.shownAmount, at+"/declared/amount", r.amount, .998)
		e.sheet.rule(90, y+16, sheetWidth-180)
	}
	e.write(960, 860, "TOTALE", "301,50", "/declared_total", "301.50", .999)
	e.write(90, 1000, "IBAN", "IT60X0542811101000000123456", "/member/iban", "IT60X0542811101000000123456", .997)
	e.write(90, 1120, "data", "10/05/2026", "/signatures/date", "2026-05-10", .996)
	e.write(620, 1120, "firma dell'iscritto", "M. G. Bertolini", "/signatures/member", "true", .999)

	e.invoice(0, "Poliambulatorio San Marco Srl", "2024/118", "12/03/2026", "2026-03-12", "Visita specialistica ortopedica", "85.50", "87.50", "2.00", .998)
	e.invoice(1, "Dott.ssa Anna Ferri", "45/A", "20/01/2026", "2026-01-20", "Seduta di fisioterapia", "150.00", "150.00", "0.00", .999)
	e.invoice(2, "Laboratorio Analisi Centro", "FE/771", "02/04/2026", "2026-04-02", "Esami del sangue", "68.00", "68.00", "0.00", .71)
	e.close()

	e.claim.Findings = []claim.Finding{
		claim.NewFinding("fiscal.stamp_duty_missing", "/expenses/1/stamp_duty", "Sulla fattura 45/A non si vede la marca da bollo; potrebbe essere solo sull'originale."),
		claim.NewFinding("form.row_differs_from_invoice", "/expenses/2/declared/amount", "Alla riga 3 il modulo indica 64,00 €, la fattura FE/771 indica 68,00 €."),
		claim.NewFinding("deadline.lapsed", "/expenses/1/date", "La fattura 45/A del 20 gennaio 2026 andava inviata entro il 20 aprile 2026; è stata inviata il 10 maggio 2026."),
		claim.NewFinding("check.not_run", "", "Il registro degli iscritti non è caricato: il codice FASCHIM non è stato confrontato."),
	}
	return e
}

func (e *envelope) invoice(i int, issuer, number, shownDate, date, what, net, total, stamp string, confidence float64) {
	at := "/expenses/" + strconv.Itoa(i)
	e.open(claim.Invoice, issuer)
	for pointer, value := range map[string]string{"/kind": "private", "/document_type": "invoice", "/settlement": "single", "/currency": "EUR", "/issuer/country": "IT",
		"/vat": "0.00", "/contribution": "0.00", "/discount": "0.00", "/withholding": "0.00", "/excluded/administrative": "0.00", "/excluded/record_copy": "0.00",
		"/excluded/digitisation": "0.00", "/excluded/other": "0.00", "/reimbursable": net, "/reimbursable_eur": net,
		"/deadline": claim.MustDate(date).AddMonths(3).String()} {
		e.must(e.claim.Set(at+pointer, value))
	}
	e.write(90, 230, "emessa da", issuer, at+"/issuer/name", issuer, .97)
	e.write(620, 230, "partita IVA", "01234560157", at+"/issuer/vat_number", "01234560157", .999)
	e.write(90, 330, "fattura n.", number, at+"/number", number, confidence)
	e.write(420, 330, "del", shownDate, at+"/date", date, .998)
	e.write(90, 430, "intestata a", "ROSSI", at+"/patient/surname", "ROSSI", .999)
	e.write(260, 430, "", "LUCA", at+"/patient/name", "LUCA", .999)
	e.write(560, 430, "codice fiscale", "RSSLCU12A01F205W", at+"/patient/tax_code", "RSSLCU12A01F205W", .999)
	e.must(e.claim.Set(at+"/description", what))
	e.must(e.claim.Set(at+"/lines/0/quantity", "1"))
	e.write(90, 560, "prestazione", what, at+"/lines/0/description", what, .99)
	e.write(960, 560, "importo", italian(net), at+"/lines/0/amount", net, .998)
	e.write(960, 640, "marca da bollo", italian(stamp), at+"/stamp_duty", stamp, .996)
	e.write(960, 730, "totale", italian(total), at+"/total", total, confidence)
}

func (e *envelope) must(err error) {
	if err != nil {
		panic(err)
	}
}

func italian(money string) string { return claim.MustMoney(money).Italian() }
