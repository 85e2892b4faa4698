package web

import (
	"net/http"
	"net/url"
	"os/exec"
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"pratica/claim"
)

// suspendedClaim is a claim that waits for a signature and a prescription.
func suspendedClaim(d *desk) string {
	d.t.Helper()
	e := sampleEnvelope("D'AMICO")
	e.claim.ID, e.claim.Outcome = "01K9ZV6J4W8Q2M7T5R3X1N0BCD", claim.Suspended
	e.claim.Findings = []claim.Finding{
		claim.NewFinding("form.unsigned", "/signatures/member", "Sul modulo R01 manca la firma dell'iscritto (art. 17.1)."),
		claim.NewFinding("papers.prescription_missing", "/documents", "Manca la prescrizione del medico curante con la patologia per la fattura 2024/118 (art. 17.2 D).").Under("17.2 D"),
	}
	_, stored := d.receive(e, "")
	return stored.ID
}

// post sends a form as the page does.
func (d *desk) post(path string, form url.Values, header ...string) (int, http.Header, string) {
	return d.do(http.MethodPost, path, strings.NewReader(form.Encode()), append([]string{"Content-Type", "application/x-www-form-urlencoded", "Sec-Fetch-Site", "same-origin"}, header...)...)
}

// letterForm is a form as the page sends it, with little in it.
func letterForm(action string) url.Values {
	return url.Values{"action": {action}, "addressee": {"MARIA D'AMICO\r\nVia <Garibaldi> 12\r\n\r\n24121 Bergamo BG"}, "references": {""}, "email": {""}, "subject": {"Manca la firma"},
		"salutation": {"Gentile Maria,"}, "paragraphs": {"ci serve\r\nuna firma.\r\n\r\nGrazie."}, "item_text": {"", "Firma mancante, sì.", ""}, "item_request": {"", "Firmi.", ""}, "item_article": {"", "art. 17", ""},
		"expenses": {""}, "answering": {"Per posta."}, "return_address": {"Fondo\r\nRoma"}, "closing": {"Saluti"}, "email_items": {"1"}}
}

func TestAnEditedLetterIsPrintedAndMailed(t *testing.T) {
	d := openDesk(t)
	path := "/claims/" + suspendedClaim(d) + "/letter"
	status, header, body := d.post(path, letterForm("pdf"))
	if status != http.StatusOK || header.Get("Content-Type") != "application/pdf" || !strings.HasPrefix(header.Get("Content-Disposition"), "attachment;") {
		t.Fatalf("%d %v %.200s", status, header, body)
	}
	tool := exec.Command("pdftotext", "-layout", "-", "-")
	tool.Stdin = strings.NewReader(body)
	printed, err := tool.Output()
	if err != nil {
		t.Fatal(err)
	}
	contains(t, string(printed), "Via <Garibaldi> 12", "24121 Bergamo BG", "Oggetto: Manca la firma", "ci serve una firma.", "1.", "Firma mancante, sì.", "PRATICA:RISPOSTA:01K9ZV6J4W8Q2M7T5R3X1N0BCD:", "14 maggio 2026")

	status, _, body = d.post(path, letterForm("email"))
	if status != http.StatusOK {
		t.Fatalf("%d", status)
	}
	contains(t, body, "1. Firma mancante, sì. Firmi. (art. 17)", "Via &lt;Garibaldi&gt; 12", `value="[Nome del Fondo]: la sua richiesta 2026-000001"`)
	form := letterForm("email")
	delete(form, "email_items")
	if _, _, body = d.post(path, form); strings.Contains(body, "1. Firma mancante") || !strings.Contains(body, "Per riservatezza") {
		t.Errorf("items that must not be mailed are: %s", body)
	}
	if strings.Contains(d.log.String(), "D'AMICO") || strings.Contains(d.log.String(), "Garibaldi") {
		t.Errorf("the log names people: %s", d.log)
	}
}

func TestALetterIsRefusedInWords(t *testing.T) {
	d := openDesk(t)
	id := suspendedClaim(d)
	path := "/claims/" + id + "/letter"
	for _, test := range []struct {
		name, field string
		values      []string
		want        string
	}{
		{"without an addressee", "addressee", []string{""}, "Manca il destinatario."},
		{"without items", "item_text", nil, "serve almeno una voce"},
		{"with control characters", "closing", []string{"a\x07b"}, "caratteri di controllo"},
		{"with a book", "paragraphs", []string{strings.Repeat("a ", 1500)}, "al massimo 2000"},
	} {
		t.Run(test.name, func(t *testing.T) {
			form := letterForm("pdf")
			form[test.field] = test.values
			status, _, body := d.post(path, form)
			if status != http.StatusBadRequest {
				t.Errorf("status %d", status)
			}
			contains(t, body, test.want, `role="alert"`, "Manca la firma")
		})
	}
	if status, _, body := d.post(path, url.Values{"paragraphs": {strings.Repeat("a", mostForm)}}); status != http.StatusBadRequest {
		t.Errorf("a form of a megabyte: %d %.100s", status, body)
	}
	if status, _, _ := d.post(path, letterForm("pdf"), "Sec-Fetch-Site", "cross-site", "Origin", "https://elsewhere.example"); status != http.StatusForbidden {
		t.Errorf("a form of another site: %d", status)
	}
	form := letterForm("pdf") // what the form says of the code counts for nothing
	form["answer_code"], form["claim"] = []string{"x"}, []string{"x"}
	if status, _, _ := d.post(path, form); status != http.StatusOK {
		t.Errorf("status %d", status)
	}
	e := sampleEnvelope("VERDI")
	e.claim.ID = "01K9ZV6J4W8Q2M7T5R3X1N0BCE"
	_, admissible := d.receive(e, "")
	for path, want := range map[string]int{"/claims/" + admissible.ID + "/letter": http.StatusBadRequest, "/claims/01K9ZV5T9D6E4F2G8H7J3K1M0N/letter": http.StatusNotFound} {
		if status, _, _ := d.get(path); status != want {
			t.Errorf("%s: %d, want %d", path, status, want)
		}
	}
	if _, _, body := d.get("/claims/" + admissible.ID); strings.Contains(body, ">Lettera</a>") {
		t.Error("a claim that needs no letter offers one")
	}
}

func TestTextsOfAFormAreLinesAndParagraphs(t *testing.T) {
	if got := linesOf(" a \r\n\r\n b\n"); !slices.Equal(got, []string{"a", "b"}) {
		t.Errorf("%q", got)
	}
	if got := paragraphsOf("\n a\r\nb \r\n \r\n\r\nc\n"); !slices.Equal(got, []string{"a b", "c"}) {
		t.Errorf("%q", got)
	}
}

func TestAReviewerEditsALetterByKeyboard(t *testing.T) {
	d := openDesk(t)
	id := suspendedClaim(d)
	browser := openBrowser(t)
	do(t, browser, size(1920, 1080, "light"), chromedp.Navigate(d.URL+"/claims/"+id), settled())
	picture(t, browser, "claim-with-letter")
	do(t, browser, chromedp.Evaluate[chromedp.Void](`[...document.querySelectorAll('a')].find(a => a.textContent === 'Lettera').focus()`))
	follow(t, browser, press(kb.Enter))
	if got := ask[string](t, browser, `document.getElementById('item-2-text').value`); got != "Manca la prescrizione del medico curante con la patologia per la fattura 2024/118." {
		t.Errorf("the second item is %q", got)
	}
	for _, w := range []window{{1920, 1080, "light"}, {360, 740, "dark"}, {360, 740, "light"}} {
		do(t, browser, size(w.width, w.height, w.scheme), settled())
		for rule, elements := range ask[map[string][]string](t, browser, allRules()) {
			for _, element := range elements {
				t.Errorf("at %d px: %s: %s", w.width, rule, element)
			}
		}
	}
	// Tab reaches every field and button, and the focus is seen.
	do(t, browser, size(1920, 1080, "light"))
	fields := ask[int](t, browser, `document.querySelectorAll('form input, form textarea, form button, form a').length`)
	do(t, browser, chromedp.Focus(chromedp.ID("addressee")))
	for n := range fields {
		if !ask[bool](t, browser, `(s => s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) >= 2 && !!document.activeElement.closest('form'))(getComputedStyle(document.activeElement))`) {
			t.Errorf("the focus on field %d cannot be seen", n)
		}
		do(t, browser, press(kb.Tab))
	}
	// An added item is in the e-mail.
	do(t, browser, chromedp.Focus(chromedp.ID("item-3-text")), press("Manca altro."), chromedp.Evaluate[chromedp.Void](`document.querySelector("button[value=email]").focus()`))
	follow(t, browser, press(kb.Enter))
	body := ask[string](t, browser, `document.getElementById('email-body').value`)
	if !strings.Contains(body, "3. Manca altro.") || !strings.Contains(body, "1. Sul modulo R01 manca la firma dell'iscritto.") {
		t.Errorf("the e-mail is %s", body)
	}
	for _, w := range []window{{1920, 1080, "light"}, {360, 740, "dark"}} {
		do(t, browser, size(w.width, w.height, w.scheme), settled())
		for rule, elements := range ask[map[string][]string](t, browser, allRules()) {
			for _, element := range elements {
				t.Errorf("with the e-mail at %d px: %s: %s", w.width, rule, element)
			}
		}
	}
	do(t, browser, size(1920, 2200, "light"))
	picture(t, browser, "letter-email-1920")
	do(t, browser, chromedp.Navigate(d.URL+"/claims/"+id+"/letter"), settled())
	picture(t, browser, "letter-1920")
	do(t, browser, size(360, 3200, "light"), settled())
	picture(t, browser, "letter-360")
}
