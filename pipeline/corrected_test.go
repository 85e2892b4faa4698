package pipeline

import (
	"testing"

	"pratica/claim"
)

func TestACorrectionIsSaidOfTheValueThatLiesThereAndOfTheDocumentOtherwise(t *testing.T) {
	value := func(x, y, w int) claim.Provenance {
		return claim.Provenance{Document: "d1", Page: 1, Box: claim.Box{X: x, Y: y, W: w, H: 20}, Confidence: 0.999}
	}
	for _, c := range []struct {
		name      string
		corrected []claim.Box
		want      []string
	}{
		{"the total", []claim.Box{{X: 695, Y: 898, W: 110, H: 24}}, []string{"/expenses/0/total Sulla fattura 12/A il totale è corretto a mano: va controllato (art. 17.2)."}},
		{"the date beside what was read", []claim.Box{{X: 515, Y: 100, W: 90, H: 24}}, []string{"/expenses/0/date Sulla fattura 12/A la data è corretta a mano: va controllata (art. 17.2)."}},
		{"the number is not named by itself", []claim.Box{{X: 200, Y: 100, W: 90, H: 24}}, []string{"/expenses/0/number Sulla fattura il numero è corretto a mano: va controllato (art. 17.2)."}},
		{"nothing that was read", []claim.Box{{X: 100, Y: 500, W: 90, H: 24}}, []string{"/expenses/0 Sulla fattura 12/A qualcosa è cancellato a penna: la correzione va controllata (art. 17.2)."}},
		{"another document on the page", []claim.Box{{X: 900, Y: 1500, W: 90, H: 20}}, []string{"/expenses/1/total Sulla ricevuta del ticket 77 il totale è corretto a mano: va controllato (art. 17.2)."}},
		{"once for a document", []claim.Box{{X: 695, Y: 898, W: 110, H: 24}, {X: 515, Y: 100, W: 90, H: 24}}, []string{"/expenses/0/total Sulla fattura 12/A il totale è corretto a mano: va controllato (art. 17.2)."}},
		{"nothing", nil, nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			a := assembly{corrected: map[int]bool{}, batch: []*paper{{pages: []*paperPage{{reading: &Reading{Corrected: c.corrected}}}}}}
			a.claim.Documents = []claim.Document{{ID: "d1", Kind: claim.Invoice}}
			a.claim.Expenses = []claim.Expense{{DocumentType: claim.InvoiceType, Number: "12/A"}, {DocumentType: claim.CopaymentReceiptType, Number: "77"}}
			a.claim.Provenance = map[string]claim.Provenance{"/expenses/0/number": value(210, 100, 70), "/expenses/0/date": value(400, 100, 100),
				"/expenses/0/total": value(700, 900, 100), "/expenses/1/total": value(900, 1500, 80), "/expenses/0/declared/date": value(100, 500, 90),
				"/expenses/0/issuer/name": value(100, 20, 300)}
			a.noteCorrections()
			var got []string
			for _, f := range a.claim.Findings {
				got = append(got, string(f.Pointer)+" "+f.Message)
			}
			if len(got) != len(c.want) || len(got) > 0 && got[0] != c.want[0] {
				t.Fatalf("%q, want %q", got, c.want)
			}
			a.doubtCorrected()
			for pointer, from := range a.claim.Provenance {
				i, member, ok := ofExpense(pointer)
				_, may := correctable(member)
				if doubted := from.Confidence <= mostOfPart; doubted != (ok && may && a.corrected[i]) {
					t.Errorf("%s is believed to %v", pointer, from.Confidence)
				}
			}
		})
	}
}
