package web

import (
	"net/http"
	"strings"
	"testing"

	"pratica/claim"
)

func TestEveryValueOfTheContractHasAnItalianName(t *testing.T) {
	e := sampleEnvelope("BERTOLINI")
	c := e.claim
	for pointer, value := range map[string]string{"/treatments/0/code": "2605", "/allowance/hospital": "X", "/allowance/sessions/0": "2026-01-01", "/dependency/diagnosis": "X",
		"/dependency/scores/eating": "5", "/serious_illness/illness": "stroke", "/expenses/0/billed_to/name": "X", "/attachments/0/document": "d1"} {
		e.must(c.Set(pointer, value))
	}
	data, err := c.MarshalJSON()
	if err != nil {
		t.Fatal(err)
	}
	leaves, err := claim.Leaves(data)
	if err != nil {
		t.Fatal(err)
	}
	technical := []string{"/schema", "/id", "/version", "/submission", "/protocol_number", "/external_number", "/created_at", "/produced_by", "/form_edition", "/sent_evidence",
		"/provenance", "/findings"}
	for pointer := range leaves {
		known := false
		for _, prefix := range technical {
			known = known || pointer == prefix || strings.HasPrefix(pointer, prefix+"/")
		}
		if name := claim.Label(pointer); !known && (name == "" || strings.HasPrefix(name, "/")) {
			t.Errorf("%s is shown as %q", pointer, name)
		}
	}
	for pointer, want := range map[string]string{"/expenses/1/date": "Spesa 2 · Data", "/expenses/0": "Spesa 1", "/member/iban": "IBAN", "/member": "Iscritto"} {
		if got := claim.LabelInContext(pointer); got != want {
			t.Errorf("%s is %q, want %q", pointer, got, want)
		}
	}
}

func TestEveryWordOfTheVocabularyHasAnItalianOne(t *testing.T) {
	for _, kind := range claim.DocumentKinds {
		if kind.Italian() == string(kind) {
			t.Errorf("document kind %s has no word", kind)
		}
	}
	for _, code := range claim.Codes() {
		if code.Severity().Italian() == string(code.Severity()) {
			t.Errorf("severity %s of %s has no word", code.Severity(), code)
		}
	}
	for _, outcome := range []claim.Outcome{claim.Admissible, claim.Suspended, claim.NeedsReview, claim.Inadmissible} {
		if outcome.Italian() == string(outcome) || outcomeSentences[outcome] == "" {
			t.Errorf("outcome %s has no words", outcome)
		}
	}
}

func TestAClaimIsShownAsItalianReadersWriteIt(t *testing.T) {
	d := openDesk(t)
	e := sampleEnvelope("BERTOLINI")
	e.must(e.claim.Set("/expenses/0/total", "1287.50"))
	iban := e.claim.Provenance["/member/iban"]
	iban.Text, iban.Accepted = "IT6OX05428I1101000000123456", ""
	e.claim.Provenance["/member/iban"] = iban
	_, stored := d.receive(e, "")
	_, _, page := d.get("/claims/" + stored.ID)
	contains(t, page, "1.287,50", "12/03/2026", "14 maggio 2026", "IT60 X054 2811 1010 0000 0123 456", "letto «IT6OX05428I1101000000123456»", "Regolamento, art. 18.2", "DPR 642/72",
		"Spesa 2 · Data", `href="#v-expenses-1-date"`, "presente", "riga 3 del modulo", "timbro postale")
	if strings.Contains(page, "Sconto") {
		t.Error("an amount of nothing that no paper states takes a line")
	}
}

func TestAValueThatDiffersBetweenFormAndInvoiceIsMarked(t *testing.T) {
	e := sampleEnvelope("BERTOLINI")
	view := newClaimView(&e.claim, claim.Ready)
	differs := map[string]bool{}
	for i, expense := range view.Expenses {
		for _, row := range expense.Rows {
			if row.Differs {
				differs[strings.Join([]string{"123"[i : i+1], row.Label}, " ")] = true
			}
		}
	}
	if len(differs) != 1 || !differs["3 Totale"] { // FE-771 and FE/771 are the same number
		t.Errorf("marked are %v", differs)
	}
}

func TestARowWithoutInvoiceAndAnInvoiceWithoutRowSaySo(t *testing.T) {
	e := sampleEnvelope("BERTOLINI")
	e.claim.Expenses[0].DocumentType = ""
	e.claim.Expenses[1].Declared, e.claim.Expenses[1].Row = nil, 0
	view := newClaimView(&e.claim, claim.Ready)
	if view.Expenses[0].Note != "manca la fattura" || view.Expenses[1].Note != "non indicata sul modulo" || view.Expenses[2].Note != "" {
		t.Errorf("notes are %q, %q, %q", view.Expenses[0].Note, view.Expenses[1].Note, view.Expenses[2].Note)
	}
}

func TestValuesThatShareABoxShareARectangle(t *testing.T) {
	e := sampleEnvelope("BERTOLINI")
	surname, name := e.claim.Provenance["/patient/surname"], e.claim.Provenance["/patient/name"]
	name.Box, name.Accepted = surname.Box, ""
	e.claim.Provenance["/patient/name"] = name
	view := newClaimView(&e.claim, claim.Ready)
	for _, box := range view.Pages[0].Boxes {
		if box.IDs == "v-patient-surname v-patient-name" {
			if box.Mark != "check" {
				t.Errorf("the shared box is %q", box.Mark)
			}
			return
		}
	}
	t.Errorf("boxes are %+v", view.Pages[0].Boxes)
}

func TestAPageThatCouldNotBeReadIsStillThere(t *testing.T) {
	d := openDesk(t)
	_, stored := d.receive(sampleEnvelope("BERTOLINI"), "")
	c := stored.Claim
	c.Documents[1].Pages[0].Object, c.Documents[1].Pages[0].Width = "", 0
	view := newClaimView(&c, claim.Ready)
	if len(view.Pages) != 4 || view.Pages[1].Picture != "" || view.Pages[2].Picture == "" {
		t.Errorf("pages are %+v", view.Pages)
	}
	c.Documents = nil
	if view = newClaimView(&c, claim.Ready); view.Current != 0 || len(view.Pages) != 0 {
		t.Errorf("a claim without pages shows page %d", view.Current)
	}
}

func TestAClaimOfNothingIsShownToo(t *testing.T) {
	d := openDesk(t)
	found := d.arrive("vuota.pdf", 0, "")
	d.assemble(found.ID, claim.Claim{Schema: claim.SchemaV1, ID: "01K9ZV6J4W8Q2M7T5R3X1N0BCE", Version: 1, Submission: found.ID, CreatedAt: noon, Channel: claim.Post,
		Outcome: claim.NeedsReview, Findings: []claim.Finding{claim.NewFinding("file.empty", "", "Il file vuota.pdf è vuoto.")}})
	claims, err := d.records.ClaimsOf(t.Context(), found.ID)
	d.must(err)
	status, _, page := d.get("/claims/" + claims[0].ID)
	contains(t, page, "Iscritto non letto", "senza modulo", "Questa pratica non ha pagine", "Il file vuota.pdf è vuoto.")
	if status != http.StatusOK {
		t.Errorf("status %d", status)
	}
}
