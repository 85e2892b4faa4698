package pipeline

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

func TestTextAndPictureSayTheSameDigits(t *testing.T) {
	for _, c := range []struct {
		text, seen string
		same       bool
	}{
		{"IT06149010412", "|T06149010412", true}, // the country read as signs
		{"IT06149010412", "IT06149010412", true},
		{"06149010412", "P.IVA 06149010412", true},
		{"IT06149010412", "IT06149010413", false},
		{"€ 87,50", "€ 87,5O", true},
		{"87,50", "187,50", true}, // what stands before it may be read too
		{"87,50", "78,50", false},
		{"12 marzo 2026", "12 marzo 2026", true},
	} {
		if got := sameDigits(c.text, c.seen); got != c.same {
			t.Errorf("%q and %q: %v", c.text, c.seen, got)
		}
	}
}

// lyingPDF is an invoice as a PDF with text whose last line is set in a font that draws 7 and 8 each as the other and says so of neither.
func lyingPDF() []byte {
	var content strings.Builder
	content.WriteString("BT /F1 11 Tf 70 780 Td 18 TL ")
	for _, line := range []string{"Studio Medico Aurora S.r.l.", "Via Roma 1, 20100 Milano", "Partita IVA 01234560157", "", "Fattura n. 45 del 12/03/2026", "Paziente: Rossi Luca",
		"Codice fiscale RSSLCU12A01F205W", "", "Visita ortopedica                                      78,50", ""} {
		fmt.Fprintf(&content, "(%s) Tj T* ", line)
	}
	content.WriteString("(Totale                                                        ) Tj /F2 11 Tf (78,50) Tj ET")
	cmap := "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapType 2 def 1 begincodespacerange <00> <FF> endcodespacerange\n" +
		"1 beginbfrange <20> <7E> <0020> endbfrange endcmap end end"
	return pdfOf("<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Count 1/Kids[3 0 R]>>",
		"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R/F2 6 0 R>>>>>>",
		stream("", content.String()), "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
		"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding<</Type/Encoding/Differences[55/eight/seven]>>/ToUnicode 7 0 R>>", stream("", cmap))
}

func TestATotalThatIsDrawnOtherwiseThanItsTextIsNoted(t *testing.T) {
	path := filepath.Join(t.TempDir(), "fattura.pdf")
	if err := os.WriteFile(path, lyingPDF(), 0o600); err != nil {
		t.Fatal(err)
	}
	c := processed(t, newPipeline(t), path)
	if !slices.Contains(codesOf(c), "fiscal.text_differs_from_picture") {
		t.Errorf("total %v: %v", c.Expenses, codesOf(c))
	}
	honest := bytes.ReplaceAll(lyingPDF(), []byte("55/eight/seven"), []byte("55/seven/eight"))
	if err := os.WriteFile(path, honest, 0o600); err != nil {
		t.Fatal(err)
	}
	c = processed(t, newPipeline(t), path)
	if len(c.Expenses) != 1 || c.Expenses[0].Total.String() != "78.50" || slices.Contains(codesOf(c), "fiscal.text_differs_from_picture") {
		t.Errorf("%v %v", c.Expenses, codesOf(c))
	}
}
