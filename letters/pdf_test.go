package letters

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode"

	"github.com/pdfcpu/pdfcpu/pkg/api"
	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/model"
)

// printed writes a letter and gives its text as poppler sees it, and how many pages it has.
func printed(t *testing.T, l Letter, config Config) (text string, pages int) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "letter.pdf")
	file, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	if err := WritePDF(file, l, config); err != nil {
		t.Fatal(err)
	}
	out, err := exec.Command("pdftotext", "-layout", path, "-").Output()
	if err != nil {
		t.Fatalf("pdftotext, of the Debian package poppler-utils: %v", err)
	}
	if pages, err = api.PageCountFile(path); err != nil {
		t.Fatal(err)
	}
	return string(out), pages
}

// bare is a text without what lines, and the signs of print, change.
func bare(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) {
			return -1
		}
		return r
	}, strings.ReplaceAll(s, "'", "’"))
}

func TestNothingOfALetterIsCutOff(t *testing.T) {
	short, long := composed(t, sampleClaim(), sampleConfig()), composed(t, longClaim(14), sampleConfig())
	wide := composed(t, refusedClaim(), sampleConfig())
	wide.Items[0].Text = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft" + strings.Repeat("x", 200) + "."
	wide.Addressee = []string{"MARIA GRAZIA " + strings.Repeat("BERTOLINI", 9), strings.Repeat("Via lunga ", 10), "c", "d", "e", "f"}
	wide.ReturnAddress = []string{strings.Repeat("Centro Postale ", 6), "b", "c", "d", "e", "00144 Roma RM"}
	book := composed(t, sampleClaim(), sampleConfig())
	book.Paragraphs = []string{strings.Repeat("Parola per parola. ", 100), "Fine."}
	book.Items[0].Text = strings.Repeat("Una voce lunga. ", 120)
	for _, test := range []struct {
		name   string
		letter Letter
		pages  int
	}{{"short", short, 1}, {"fourteen items", long, 3}, {"long words", wide, 2}, {"long paragraphs", book, 2}} {
		t.Run(test.name, func(t *testing.T) {
			text, pages := printed(t, test.letter, sampleConfig())
			if pages != test.pages {
				t.Errorf("%d pages, want %d", pages, test.pages)
			}
			if strings.Contains(text, "Pagina") != (pages > 1) {
				t.Errorf("pages are numbered: %s", text)
			}
			// what a page's foot and head part is put together again
			seen := bare(regexp.MustCompile(`(?m)^ *(Pagina \d di \d|\f?Prot\. .*maggio 2026)$`).ReplaceAllString(text, ""))
			l := test.letter
			for _, words := range slices.Concat(l.Addressee, l.References, []string{l.Subject, l.Salutation, l.Closing, l.AnswerCode}, l.Paragraphs, l.Expenses, l.Answering, l.ReturnAddress) {
				for _, word := range strings.Fields(words) {
					if !strings.Contains(seen, bare(word)) {
						t.Fatalf("%q of %q is not in %s", word, words, text)
					}
				}
			}
			for _, item := range l.Items {
				if !strings.Contains(seen, bare(item.Text+item.Request+string(item.Article))) {
					t.Errorf("the item %q is not whole in %s", item.Text, text)
				}
			}
			if !strings.Contains(text, "Metta questa pagina sopra i documenti che invia.") || !strings.Contains(seen, test.letter.AnswerCode) {
				t.Errorf("the answer is not explained: %s", text)
			}
		})
	}
}

func TestThePDFSaysItsLanguageAndTitle(t *testing.T) {
	var out bytes.Buffer
	if err := WritePDF(&out, composed(t, sampleClaim(), sampleConfig()), sampleConfig()); err != nil {
		t.Fatal(err)
	}
	ctx, err := api.ReadAndValidate(bytes.NewReader(out.Bytes()), model.NewDefaultConfiguration())
	if err != nil {
		t.Fatal(err)
	}
	catalog, err := ctx.Catalog()
	if err != nil {
		t.Fatal(err)
	}
	if lang := catalog.StringEntry("Lang"); lang == nil || *lang != "it-IT" {
		t.Errorf("the language is %v", lang)
	}
	if !strings.Contains(ctx.Title, "Richiesta sospesa") || !strings.Contains(ctx.Title, "2026-000123") {
		t.Errorf("the title is %q", ctx.Title)
	}
}

func TestALetterThatCheckRefusesIsNotPrinted(t *testing.T) {
	l := composed(t, sampleClaim(), sampleConfig())
	l.Items = nil
	var out bytes.Buffer
	if err := WritePDF(&out, l, sampleConfig()); err == nil || out.Len() > 0 {
		t.Errorf("%d bytes, %v", out.Len(), err)
	}
}
