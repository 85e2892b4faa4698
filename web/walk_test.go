package web

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"pratica/claim"
	"pratica/storage"
)

// press sends keys to whatever has the focus.
func press(keys ...string) action {
	var steps []action
	for _, key := range keys {
		steps = append(steps, chromedp.KeyEvent(key))
	}
	return chromedp.Steps(steps...)
}

// follow does what leads to another page, and waits for that page.
func follow(t *testing.T, browser context.Context, step action) {
	t.Helper()
	if _, err := chromedp.RunResponse(browser, step); err != nil {
		t.Fatal(err)
	}
}

func TestAReviewerWalksThroughAClaimByKeyboardAlone(t *testing.T) {
	d := openDesk(t)
	_, stored := d.receive(sampleEnvelope("BERTOLINI"), "")
	browser := openBrowser(t)
	do(t, browser, size(1920, 1080, "light"), chromedp.Navigate(d.URL+"/claims/"+stored.ID), settled())

	focused := func() string { return ask[string](t, browser, `document.activeElement.id`) }
	lit := func() string {
		return ask[string](t, browser, `[...document.querySelectorAll('rect.now')].map(r => r.dataset.for).join()`)
	}
	page := func() string {
		return ask[string](t, browser, `document.querySelector('.sheet:not([hidden])').dataset.page`)
	}

	// Tab reaches everything, in an order that makes sense, and the focus can be seen.
	seen := []string{}
	for range 200 {
		do(t, browser, press(kb.Tab))
		name := ask[string](t, browser, `(e => e === document.body ? '' : e.id || e.dataset.page && 'page' + e.dataset.page || e.textContent.trim())(document.activeElement)`)
		if name == "" {
			break
		}
		seen = append(seen, name)
		if !ask[bool](t, browser, `(s => s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) >= 2 || document.activeElement.classList.contains('now'))(getComputedStyle(document.activeElement))`) {
			t.Errorf("the focus on %s cannot be seen", name)
		}
	}
	order := strings.Join(seen, " ")
	at := -1
	for _, want := range []string{"Vai al contenuto", "pratica", "Scarica JSON", "page1", "page4", "page-back", "zoom-in", "scroll", "Spesa 2 · Data", "next-check",
		"v-member-surname", "v-expenses-0-number", "v-expenses-2-total", "v-declared_total", "v-signatures-member"} {
		i := strings.Index(order, want)
		if i <= at {
			t.Errorf("%s comes at %d, after %d of: %s", want, i, at, order)
		}
		at = i
	}

	// The skip link leads to the content.
	do(t, browser, chromedp.Navigate(d.URL+"/claims/"+stored.ID), settled(), press(kb.Tab, kb.Enter), await(`document.activeElement.id === 'content'`))

	// "Next to check" goes to the first value that asks for it, lights its box and shows its page.
	do(t, browser, chromedp.Focus(chromedp.ID("next-check")), press(kb.Enter))
	if focused() != "v-member-phone" || lit() != "v-member-phone" || page() != "1" {
		t.Errorf("the first to check is %s, box %s, page %s", focused(), lit(), page())
	}
	do(t, browser, press("n", "n"))
	if focused() != "v-expenses-0-declared-issuer" || page() != "1" || lit() != focused() {
		t.Errorf("two further it is %s, box %s, page %s", focused(), lit(), page())
	}
	do(t, browser, press(kb.ArrowUp))
	if focused() != "v-expenses-0-issuer-name" || page() != "2" {
		t.Errorf("the arrow goes to %s on page %s", focused(), page())
	}
	do(t, browser, press(kb.ArrowDown, kb.ArrowDown))
	if focused() != "v-expenses-0-total" {
		t.Errorf("two arrows down go to %s", focused())
	}
	// The picture turns and zooms by keys; the box in question is in sight.
	do(t, browser, chromedp.Focus(chromedp.ID("scroll")), press(kb.PageDown))
	if page() != "3" {
		t.Errorf("page down shows page %s", page())
	}
	before := ask[float64](t, browser, `document.querySelector('.sheet:not([hidden])').clientWidth`)
	do(t, browser, press("+", "+"))
	if after := ask[float64](t, browser, `document.querySelector('.sheet:not([hidden])').clientWidth`); after < before*1.5 {
		t.Errorf("two plus keys zoom from %v to %v", before, after)
	}
	do(t, browser, chromedp.Focus(chromedp.ID("v-signatures-member")))
	if !ask[bool](t, browser, `(b => { const f = document.getElementById('scroll').getBoundingClientRect(); return b.top >= f.top && b.bottom <= f.bottom && b.left >= f.left && b.right <= f.right })(document.querySelector('rect.now').getBoundingClientRect())`) {
		t.Error("the box of the signature is out of sight at a high zoom")
	}
	// A finding leads to its value.
	do(t, browser, chromedp.Click(chromedp.ID("zoom-width")), chromedp.Focus(chromedp.CSS(`.finding a`)), press(kb.Enter))
	if focused() != "v-expenses-1-date" || page() != "3" {
		t.Errorf("the finding leads to %s on page %s", focused(), page())
	}
	picture(t, browser, "walk")
}

func TestABoxAndItsValuePointAtEachOther(t *testing.T) {
	d := openDesk(t)
	_, stored := d.receive(sampleEnvelope("BERTOLINI"), "")
	browser := openBrowser(t)
	do(t, browser, size(1600, 1000, "light"), chromedp.Navigate(d.URL+"/claims/"+stored.ID+"?page=2"), settled())

	const box = `document.querySelector('rect[data-for="v-expenses-0-total"]')`
	do(t, browser, chromedp.Evaluate[chromedp.Void](box+`.scrollIntoView({block: 'center'})`))
	place := ask[struct{ X, Y float64 }](t, browser, `(b => ({X: b.left + b.width / 2, Y: b.top + b.height / 2}))(`+box+`.getBoundingClientRect())`)
	do(t, browser, chromedp.MouseEvent("mouseMoved", place.X, place.Y), await(`document.getElementById('v-expenses-0-total').classList.contains('near')`))
	do(t, browser, chromedp.MouseClickXY(place.X, place.Y), await(`document.activeElement.id === 'v-expenses-0-total'`))

	// The picture lies exactly under its boxes, at any zoom.
	for _, button := range []string{"zoom-fit", "zoom-width", "zoom-in"} {
		do(t, browser, chromedp.Click(chromedp.ID(button)))
		if !ask[bool](t, browser, `(s => { const i = s.querySelector('img').getBoundingClientRect(), v = s.querySelector('svg').getBoundingClientRect();
			return Math.abs(i.width - v.width) < 1 && Math.abs(i.height - v.height) < 1 && Math.abs(i.left - v.left) < 1 && Math.abs(i.top - v.top) < 1 })(document.querySelector('.sheet:not([hidden])'))`) {
			t.Errorf("after %s the boxes do not lie on the picture", button)
		}
	}
	do(t, browser, chromedp.Click(chromedp.ID("boxes")))
	if ask[string](t, browser, `getComputedStyle(document.querySelector('.sheet:not([hidden]) rect:not(.now)')).visibility`) != "hidden" {
		t.Error("the boxes cannot be hidden")
	}
}

func TestAnUploadIsSeenArrivingAndBeingRead(t *testing.T) {
	d := openDesk(t)
	browser := openBrowser(t)
	path := filepath.Join(t.TempDir(), "busta.pdf")
	d.must(os.WriteFile(path, []byte("%PDF"), 0o600))
	do(t, browser, size(1280, 800, "light"), chromedp.Navigate(d.URL+"/"), settled(), chromedp.Click(chromedp.CSS(`#upload button.primary`)),
		await(`document.getElementById('upload-status').textContent.includes('almeno un file')`),
		chromedp.SetUploadFiles(chromedp.ID("files"), []string{path}), await(`document.querySelectorAll('#chosen li').length === 1`),
		chromedp.Evaluate[chromedp.Void](`document.getElementById('sent').value = '2026-05-10'`),
		chromedp.SendKeys(chromedp.ID("external"), "AP-1"+kb.Enter),
		await(`document.getElementById('upload-status').textContent.includes('Ricevuto')`),
		await(`document.querySelector('.rows tbody tr')?.textContent.includes('in arrivo')`))
	stored := d.arrivals()
	if len(stored) != 1 || stored[0].Channel != claim.Post || stored[0].SentOn.String() != "2026-05-10" || stored[0].ExternalNumber != "AP-1" || stored[0].IdempotencyKey == "" {
		t.Fatalf("stored %+v", stored)
	}

	// The list follows by itself, and what has the focus keeps it.
	do(t, browser, chromedp.Focus(chromedp.CSS(`.rows a`)))
	_, err := d.records.FinishSplit(t.Context(), d.steps(storage.SplitArrival)[0].StepRef, []storage.Envelope{
		{Pages: []storage.PageRef{{File: "busta.pdf", FilePage: 1}, {File: "busta.pdf", FilePage: 2}}}})
	d.must(err)
	do(t, browser, await(`document.querySelector('.rows tbody tr').textContent.includes('2026-000001')`), await(`document.querySelector('.rows progress')?.max === 2`),
		chromedp.Focus(chromedp.CSS(`.rows a`)))
	found, err := d.records.Submissions(t.Context(), storage.Query{})
	d.must(err)
	d.read(found.Submissions[0].ID, 1, nil)
	do(t, browser, await(`document.querySelector('.rows progress')?.value === 1`), await(`document.activeElement.textContent === '2026-000001'`))

	// So does the page of the submission.
	id := found.Submissions[0].ID
	follow(t, browser, press(kb.Enter))
	do(t, browser, settled())
	d.read(id, 2, nil)
	e := sampleEnvelope("BERTOLINI")
	e.claim.Submission = id
	d.assemble(id, e.claim)
	do(t, browser, await(`document.querySelector('.card')?.textContent.includes('BERTOLINI')`))

	// The sent date and a note are corrected, and the submission taken back, by keyboard.
	do(t, browser, chromedp.Focus(chromedp.ID("note")), press("a", "b"), chromedp.Focus(chromedp.CSS(`#edit button.primary`)), press(kb.Enter),
		await(`document.getElementById('edit-status').textContent === 'Salvato.' && document.querySelector('.audit')?.textContent.includes('ab')`),
		chromedp.Focus(chromedp.ID("void-open")), press(kb.Enter), await(`document.getElementById('void-dialog').open`), press(kb.Escape),
		await(`!document.getElementById('void-dialog').open && document.activeElement.id === 'void-open'`), press(kb.Enter), await(`document.getElementById('void-dialog').open`),
		chromedp.SendKeys(chromedp.ID("reason"), "prova"), chromedp.Focus(chromedp.CSS(`#void .danger`)))
	follow(t, browser, press(kb.Enter))
	do(t, browser, await(`document.querySelector('.banner')?.textContent.includes('prova')`))
	if claims, err := d.records.ClaimsOf(t.Context(), id); err != nil || claims[0].State != claim.Void {
		t.Errorf("the claim is %+v, %v", claims, err)
	}
}

func TestAPrintedClaimIsCutOffNowhere(t *testing.T) {
	d := openDesk(t)
	_, stored := d.receive(sampleEnvelope("BERTOLINI"), "")
	browser := openBrowser(t)
	do(t, browser, size(1280, 600, "light"), chromedp.Navigate(d.URL+"/claims/"+stored.ID), settled(), media("print"))
	for what, expression := range map[string]string{
		"the pictures are left out":        `getComputedStyle(document.getElementById('viewer')).display === 'none'`,
		"no value is inside a scroll area": `(v => v.clientHeight + 1 >= v.scrollHeight && document.documentElement.scrollHeight >= v.scrollHeight)(document.getElementById('values'))`,
		"the sheet scrolls as a whole":     `document.documentElement.scrollHeight > 1000 && getComputedStyle(document.body).overflowY === 'visible'`,
	} {
		if !ask[bool](t, browser, expression) {
			t.Errorf("it is not so that %s", what)
		}
	}
}
