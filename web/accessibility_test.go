package web

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
)

// rules are what can be checked of WCAG 2.2 AA without judgement, in the page itself; each gives the
// elements that break it.
var rules = map[string]string{
	"1.1.1 every picture has a text":          `document.querySelectorAll('img:not([alt])')`,
	"1.3.1 an id is there once":               `[...document.querySelectorAll('[id]')].filter((e, i, all) => all.findIndex(o => o.id === e.id) !== i)`,
	"1.3.1 headings do not skip a level":      `[...document.querySelectorAll('h1,h2,h3,h4')].filter((h, i, all) => +h.tagName[1] - (i ? +all[i - 1].tagName[1] : 0) > 1)`,
	"1.3.1 a list holds items":                `document.querySelectorAll('ul > :not(li), ol > :not(li)')`,
	"1.4.10 nothing is wider than the window": `document.documentElement.scrollWidth > innerWidth ? [document.body] : []`,
	"2.4.1 there is a way past the header":    `document.querySelector('a.skip[href="#content"]') && document.querySelector('main#content') ? [] : [document.body]`,
	"2.4.2 the page has a title":              `document.title.length > 10 ? [] : [document.body]`,
	"2.5.8 a target is 24 px, or in a text":   `[...document.querySelectorAll('button, input:not([type=file]), select, textarea')].filter(e => e.checkVisibility({visibilityProperty: true})).filter(e => { const b = e.getBoundingClientRect(); return b.width && Math.min(b.width, b.height) < 24 })`,
	"3.1.1 the language is told":              `document.documentElement.lang === 'it' ? [] : [document.body]`,
	"4.1.2 every control has a name in words": `[...document.querySelectorAll('a, button, input, select, textarea, progress, output, dialog, [role]')].filter(e => e.role !== 'status' && e.role !== 'alert' && e.role !== 'search')
		.filter(e => !/[\p{L}\p{N}]/u.test(e.labels?.[0]?.textContent || e.getAttribute('aria-label') || document.getElementById(e.getAttribute('aria-labelledby'))?.textContent || e.textContent))`,
	"4.1.2 a reference leads somewhere": `[...document.querySelectorAll('[aria-labelledby], [aria-describedby], label[for]')].filter(e => !document.getElementById(e.getAttribute('aria-labelledby') ?? e.getAttribute('aria-describedby') ?? e.htmlFor))`,
}

// windows are the sizes the pages are made for; screenshots are taken of more.
type window struct {
	width, height int64
	scheme        string
}

func TestThePagesKeepTheRulesOfAccessibility(t *testing.T) {
	d := openDesk(t)
	browser := openBrowser(t)
	do(t, browser, size(1920, 1080, "light"), chromedp.Navigate(d.URL+"/"))
	picture(t, browser, "empty-1920")

	found, stored := d.receive(sampleEnvelope("BERTOLINI"), "AP-0077")
	reading := d.arrive("scansione.pdf", 5, "")
	d.read(reading.ID, 1, sampleEnvelope("VERDI").pictures[0])
	d.read(reading.ID, 2, nil)
	windows := []window{{1920, 1080, "light"}, {360, 740, "dark"}}
	if os.Getenv("PRATICA_SCREENSHOTS") != "" {
		windows = append(windows, window{1920, 1080, "dark"}, window{360, 740, "light"}, window{1280, 800, "dark"}, window{820, 1180, "light"})
	}
	axe, _ := os.ReadFile(os.Getenv("PRATICA_AXE")) // axe.min.js, for who wants a second opinion
	for name, path := range map[string]string{"list": "/", "nothing-found": "/?q=nothing", "submission": "/submissions/" + found.ID, "reading": "/submissions/" + reading.ID,
		"claim": "/claims/" + stored.ID, "missing": "/nothing"} {
		for _, w := range windows {
			do(t, browser, size(w.width, w.height, w.scheme), chromedp.Navigate(d.URL+path), settled())
			broken := ask[map[string][]string](t, browser, allRules())
			for rule, elements := range broken {
				for _, element := range elements {
					t.Errorf("%s at %d px: %s: %s", path, w.width, rule, element)
				}
			}
			picture(t, browser, fmt.Sprintf("%s-%d-%s", name, w.width, w.scheme))
			if len(axe) > 0 {
				report, err := chromedp.Run(browser, chromedp.Evaluate[[]string](string(axe)+`;axe.run().then(r => r.violations.flatMap(v => v.nodes.map(n => v.id + ': ' + n.html.slice(0, 120) + ' ' + n.failureSummary)))`, chromedp.EvalAwaitPromise))
				d.must(err)
				for _, violation := range report {
					t.Errorf("%s at %d px %s: axe: %s", path, w.width, w.scheme, violation)
				}
			}
		}
	}
}

// allRules is one expression that gives what breaks each rule.
func allRules() string {
	var all strings.Builder
	all.WriteString("({")
	for rule, expression := range rules {
		fmt.Fprintf(&all, "%q: [...(%s)].map(e => e.outerHTML.slice(0, 160)),\n", rule, expression)
	}
	all.WriteString("})")
	return all.String()
}
