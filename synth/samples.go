package synth

import (
	"fmt"
	"path/filepath"

	"pratica/claim"
)

// WriteSamples draws the cases of the folder testdata into dir, each in a folder of its own. They are
// always the same.
func WriteSamples(dir string) error {
	for _, s := range samples {
		c, err := s.draw()
		if err != nil {
			return fmt.Errorf("draw sample %s: %w", s.name, err)
		}
		if err := c.write(filepath.Join(dir, c.name)); err != nil {
			return err
		}
	}
	return nil
}

// sample is the recipe of one case of testdata.
type sample struct {
	name  string
	seed  uint64
	fault claim.Code
	// invoices are the expense documents, by trade and layout.
	invoices []sampleInvoice
	// form is false for invoices alone.
	form bool
	// digital samples are vector PDFs, the others are scanned by batch.
	digital bool
	batch   batch
}

type sampleInvoice struct {
	trade  trade
	layout layout
}

var (
	// mailroom is a good scanner with all its small faults: 300 dpi, grey.
	mailroom = batch{scanner: scanner{DPI: 300, Strength: 0.4, Skew: 1.4, Blur: 0.5, Noise: 2.2, Paper: 246, Toner: 25, Speckles: 40,
		Streaks: []streak{{0.93, 1, 40}}, Border: true, JPEG: 42}, turnedPages: []int{4}}
	// bilevelTIFF is a fax-like scan as archives keep it: 200 dpi, Group 4.
	bilevelTIFF = batch{scanner: scanner{DPI: 200, Bilevel: true, Strength: 0.3, Skew: 1, Blur: 0.3, Noise: 3, Paper: 250, Toner: 15, Speckles: 40}, store: tiffFile}
	bilevelPDF  = batch{scanner: scanner{DPI: 200, Bilevel: true, Strength: 0.3, Skew: 0.8, Blur: 0.3, Noise: 3, Paper: 250, Toner: 10, Speckles: 30}}
	// grey200 is a grey scan at 200 dpi, strongly compressed.
	grey200 = batch{scanner: scanner{DPI: 200, Strength: 0.3, Skew: 1, Blur: 0.5, Noise: 1.3, Paper: 248, Toner: 20, Speckles: 25, JPEG: 31}}
)

var samples = []sample{
	{name: "sample", seed: 2300, form: true, batch: mailroom,
		invoices: []sampleInvoice{{clinic, bandLayout}, {specialist, letterLayout}, {publicHealth, receiptLayout}}},
	{name: "sample-g4", seed: 2300, form: true, batch: withTurned(bilevelTIFF, 4),
		invoices: []sampleInvoice{{clinic, bandLayout}, {specialist, letterLayout}, {publicHealth, receiptLayout}}},
	{name: "digital", seed: 12, digital: true, invoices: []sampleInvoice{{diagnostics, classicLayout}}},
	{name: "late-invoice", seed: 21, form: true, fault: "deadline.lapsed", batch: bilevelPDF, invoices: []sampleInvoice{{clinic, sheetLayout}}},
	{name: "sum-wrong", seed: 22, form: true, fault: "form.total_mismatch", batch: bilevelTIFF,
		invoices: []sampleInvoice{{diagnostics, rightLayout}, {publicHealth, counterLayout}}},
	{name: "row-without-invoice", seed: 23, form: true, fault: "form.row_without_invoice", batch: grey200,
		invoices: []sampleInvoice{{specialist, padLayout}, {clinic, classicLayout}}},
	{name: "invoice-without-row", seed: 24, form: true, fault: "form.invoice_without_row", batch: bilevelPDF,
		invoices: []sampleInvoice{{clinic, cardLayout}, {specialist, plainLayout}}},
	{name: "unsigned", seed: 25, form: true, fault: "form.unsigned", batch: bilevelTIFF, invoices: []sampleInvoice{{clinic, printerLayout}}},
	{name: "patient-mismatch", seed: 27, form: true, fault: "fiscal.patient_mismatch", batch: grey200,
		invoices: []sampleInvoice{{clinic, statementLayout}, {specialist, footerLayout}}},
	{name: "invalid-iban", seed: 27, form: true, fault: "member.iban_invalid", batch: bilevelPDF, invoices: []sampleInvoice{{specialist, listLayout}}},
	{name: "issuer-without-vat-number", seed: 28, form: true, fault: "fiscal.issuer_id_missing", batch: bilevelTIFF,
		invoices: []sampleInvoice{{clinic, classicLayout}}},
	{name: "missing-description", seed: 29, form: true, fault: "fiscal.description_missing", batch: grey200, invoices: []sampleInvoice{{clinic, rightLayout}}},
	{name: "deposit-alone", seed: 30, form: true, fault: "settlement.balance_missing", batch: bilevelPDF, invoices: []sampleInvoice{{specialist, classicLayout}}},
}

func withTurned(b batch, page int) batch {
	b.turnedPages = []int{page}
	return b
}

func (s sample) draw() (*labelled, error) {
	d := newDice(s.seed, "sample")
	channel := claim.Post
	if s.digital {
		channel = claim.Online
	}
	e := someEnvelope(d, 0, channel)
	if !s.form {
		e.Form = ""
	}
	for _, want := range s.invoices {
		inv := e.someInvoice(d, []trade{want.trade})
		inv.look.Layout = want.layout
		e.Invoices = append(e.Invoices, inv)
	}
	if s.form {
		e.fillRows(d)
	}
	if s.fault != "" {
		e.spoil(d, s.fault)
	}
	e.filling, e.Codeless = Typed, true
	if s.digital {
		return digitalCase(s.name, alone(e), newDice(s.seed, "draw"))
	}
	return scannedCase(s.name, alone(e), s.batch, newDice(s.seed, "draw"))
}
