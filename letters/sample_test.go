package letters

import (
	"fmt"
	"strings"
	"testing"

	"pratica/claim"
)

const sampleID = "01K9ZV6J4W8Q2M7T5R3X1N0BCD"

var today = claim.MustDate("2026-05-20")

// sampleClaim is a suspended claim of two invoices for the member's son; of one the prescription is missing, the form is
// not signed, and an observation and a doubt must not be told.
func sampleClaim() claim.Claim {
	return claim.Claim{Schema: claim.SchemaV1, ID: sampleID, Version: 2, Submission: "01K9ZV5T9D6E4F2G8H7J3K1M0N", ProtocolNumber: "2026-000123", Channel: claim.Post,
		Form: claim.R01, Kind: claim.Private, RuleSet: "2024-01-01", ReceivedOn: claim.MustDate("2026-05-14"), Outcome: claim.Suspended,
		Member:  claim.Member{Code: "1047823", Surname: "D'AMICO BERTOLINI", Name: "MARIA GRAZIA", Email: "mg@example.it"},
		Patient: claim.Patient{Relation: claim.Family, Surname: "ROSSI", Name: "LUCA"},
		Expenses: []claim.Expense{
			{Row: 1, Kind: claim.Private, DocumentType: claim.InvoiceType, Number: "2024/118", Date: claim.MustDate("2026-03-12"),
				Issuer: claim.Issuer{Name: "Poliambulatorio San Marco Srl"}, Description: "Psicomotricità", Currency: "EUR", Total: money("87.50")},
			{Row: 2, Kind: claim.Private, DocumentType: claim.InvoiceType, Number: "2024/1184", Date: claim.MustDate("2026-03-11"), Currency: "EUR", Total: money("40.00")},
		},
		Findings: []claim.Finding{
			claim.NewFinding("fiscal.stamp_duty_missing", "/expenses/0/stamp_duty", "Sulla fattura 2024/118 non si vede la marca da bollo."),
			claim.NewFinding("form.unsigned", "/signatures/member", "Sul modulo R01 manca la firma dell'iscritto (art. 17.1)."),
			claim.NewFinding("papers.prescription_missing", "/documents", "Manca la prescrizione del medico curante con la patologia per la fattura 2024/118 (art. 17.2 D).").Under("17.2 D"),
			claim.NewFinding("fiscal.hand_corrected", "/expenses/1/total", "Sulla fattura 2024/1184 il totale è corretto a mano."),
		}}
}

// refusedClaim has an invoice that was sent too late.
func refusedClaim() claim.Claim {
	c := sampleClaim()
	c.Outcome, c.Expenses, c.Patient = claim.Inadmissible, c.Expenses[:1], claim.Patient{Relation: claim.Self, Surname: c.Member.Surname, Name: c.Member.Name}
	c.Findings = []claim.Finding{c.Findings[1], claim.NewFinding("deadline.lapsed", "/expenses/0/date",
		"La fattura 2024/118 dell'8 agosto 2026 è stata inviata l'11 novembre 2026: il termine di 3 mesi scadeva il 9 novembre 2026, primo giorno lavorativo dopo l'8 novembre 2026 (art. 18.2).")}
	return c
}

// longClaim lacks n papers of as many invoices, some of issuers with long names.
func longClaim(n int) claim.Claim {
	c := sampleClaim()
	c.Expenses, c.Findings = nil, nil
	for i := range n {
		e := claim.Expense{Row: claim.Count(i + 1), Kind: claim.Private, DocumentType: claim.InvoiceType, Number: claim.Text(fmt.Sprintf("2026/%d/FE", 100+i)),
			Date: claim.MustDate("2026-03-12"), Issuer: claim.Issuer{Name: "Istituto di Ricovero e Cura a Carattere Scientifico Santa Maria della Misericordia Società Cooperativa"}, Total: money("1234.50")}
		c.Expenses = append(c.Expenses, e)
		c.Findings = append(c.Findings, claim.NewFinding("papers.medical_record_missing", "/documents",
			fmt.Sprintf("Manca il diario clinico, la cartella clinica o il certificato del medico con la diagnosi per la fattura %s (art. 17.2 D).", e.Number)).Under("17.2 D"))
	}
	return c
}

func money(s string) claim.Money {
	m, err := claim.ParseMoney(s)
	if err != nil {
		panic(err)
	}
	return m
}

// sampleConfig is a fund that exists nowhere.
func sampleConfig() Config {
	return Config{Fund: Fund{Name: "Fondo Sanitario Esempio", Address: []string{"Via dei Pioppi 11", "20149 Milano MI"}, Phone: "800 000 000", Email: "info@fondo.example", Website: "www.fondo.example"},
		Place: "Milano", Signature: Signature{Role: "Ufficio Rimborsi"}, OnlineAddress: "https://rimborsi.fondo.example",
		ReturnAddresses: map[string][]string{"R01": {"Fondo Sanitario Esempio c/o Centro Postale", "Via del Porto 5", "00144 Roma RM"}, "other": {"Fondo Sanitario Esempio", "Via dei Pioppi 11", "20149 Milano MI"}}}
}

func composed(t *testing.T, c claim.Claim, config Config) Letter {
	t.Helper()
	l, err := Compose(c, config, today, Recipient{Lines: []string{"MARIA GRAZIA D'AMICO BERTOLINI", "Via Garibaldi 12", "24121 Bergamo BG"}})
	if err != nil {
		t.Fatal(err)
	}
	return l
}

func texts(l Letter) string {
	var b strings.Builder
	for _, p := range l.parts() {
		b.WriteString(p.text + "\n")
	}
	return b.String()
}
