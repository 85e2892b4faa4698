package web

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"pratica/claim"
	"pratica/validate"
)

// explainer is the one of the server.
type explainer func(ctx context.Context, c claim.Claim) (claim.Explanation, error)

func (e explainer) Explain(ctx context.Context, c claim.Claim) (claim.Explanation, error) {
	return e(ctx, c)
}

func explaining(c *Config) { c.Explain = explainer(validate.Explain) }

// checkedEnvelope is a sampleEnvelope with the findings and the outcome of the checks.
func checkedEnvelope(t *testing.T) *envelope {
	t.Helper()
	e := sampleEnvelope("BERTOLINI")
	e.claim.Findings = nil
	if err := validate.Check(t.Context(), &e.claim, validate.Inputs{Today: e.claim.ReceivedOn}); err != nil {
		t.Fatal(err)
	}
	return e
}

func TestTheClaimPageSaysWhyTheOutcomeIsWhatItIs(t *testing.T) {
	d := openDesk(t, explaining)
	_, stored := d.receive(checkedEnvelope(t), "")
	_, _, page := d.get("/claims/" + stored.ID)
	contains(t, page, `<details class="why"`, "Perché questo esito", "20 gennaio 2026 &#43; 3 mesi = 20 aprile 2026, lunedì lavorativo", "20 giorni dopo",
		"È esclusa solo questa spesa", "Serve e non è accettato", `href="#v-expenses-2-total"`, "rispettata", "Regolamento, art. 18.2", "da\u00a0controllare\u00a071\u00a0%", "Non si applicano")
	if strings.Contains(page, "non dice quello che danno queste regole") {
		t.Error("a claim just checked is said to differ")
	}
	if strings.Contains(page, `<details class="why" id="why" open`) {
		t.Error("it is open")
	}
}

func TestAClaimThatWasChangedIsSaidToDiffer(t *testing.T) {
	d := openDesk(t, explaining)
	e := checkedEnvelope(t)
	e.claim.Outcome = claim.Admissible
	_, stored := d.receive(e, "")
	_, _, page := d.get("/claims/" + stored.ID)
	contains(t, page, "La pratica non dice quello che danno queste regole", "l&#39;esito è «ammissibile»")
}

func TestAClaimThatCannotBeExplainedIsShownAllTheSame(t *testing.T) {
	d := openDesk(t, func(c *Config) {
		c.Explain = explainer(func(context.Context, claim.Claim) (claim.Explanation, error) {
			return claim.Explanation{}, errors.New("no rules")
		})
	})
	_, stored := d.receive(checkedEnvelope(t), "")
	status, _, page := d.get("/claims/" + stored.ID)
	if status != 200 || strings.Contains(page, "Perché questo esito") {
		t.Errorf("%d\n%.300s", status, page)
	}
	if !strings.Contains(d.log.String(), "no rules") {
		t.Error("nobody learns why")
	}
}

func TestTheReasonsOfAnOutcomeAreOpenedByKeyboardAndLeadToTheirValues(t *testing.T) {
	d := openDesk(t, explaining)
	_, stored := d.receive(checkedEnvelope(t), "")
	browser := openBrowser(t)
	for _, w := range []window{{1920, 1080, "light"}, {360, 740, "light"}, {360, 740, "dark"}} {
		do(t, browser, size(w.width, w.height, w.scheme), chromedp.Navigate(d.URL+"/claims/"+stored.ID), settled())
		picture(t, browser, fmt.Sprintf("why-closed-%d-%s", w.width, w.scheme))
		do(t, browser, chromedp.Focus(chromedp.CSS("#why > summary")), press(kb.Enter), await(`document.getElementById('why').open`))
		do(t, browser, await(`document.getElementById('why').scrollIntoView() || true`))
		picture(t, browser, fmt.Sprintf("why-%d-%s", w.width, w.scheme))
		do(t, browser, await(`document.querySelectorAll('#why details').forEach(e => e.open = true) || true`))
		for rule, elements := range ask[map[string][]string](t, browser, allRules()) {
			if len(elements) > 0 {
				t.Errorf("at %d px: %s: %s", w.width, rule, elements)
			}
		}
		for i := range 3 {
			do(t, browser, await(fmt.Sprintf(`document.querySelectorAll('#why .part')[%d].scrollIntoView() || true`, i)))
			picture(t, browser, fmt.Sprintf("why-part%d-%d-%s", i, w.width, w.scheme))
		}
	}
	do(t, browser, size(1920, 1080, "light"), chromedp.Focus(chromedp.CSS(`#why .inputs a[href="#v-expenses-1-date"]`)), press(kb.Enter))
	if at, page := ask[string](t, browser, `document.activeElement.id`), ask[string](t, browser, `document.querySelector('.sheet:not([hidden])').dataset.page`); at != "v-expenses-1-date" || page != "3" {
		t.Errorf("the date that the term ran from leads to %q on page %s", at, page)
	}
}
