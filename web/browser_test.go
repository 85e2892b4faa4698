package web

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

// openBrowser starts the distribution's Chromium. Anything a page logs as an error, a violation of the
// content policy for one, fails the test.
func openBrowser(t *testing.T) context.Context {
	t.Helper()
	program := ""
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome"} {
		if path, err := exec.LookPath(name); err == nil {
			program = path
			break
		}
	}
	if program == "" {
		t.Fatal("the pages are tested in Chromium, which is not installed: install the Debian package chromium (make test does it)")
	}
	options := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(program), chromedp.NoSandbox, chromedp.UserDataDir(t.TempDir()),
		chromedp.Flag("disable-quic", true), chromedp.Flag("disable-component-update", true), chromedp.Flag("hide-scrollbars", true))
	allocator, stop := chromedp.NewExecAllocator(t.Context(), options...)
	browser, closeTab := chromedp.NewContext(allocator, chromedp.WithListener(func(event any) {
		switch event := event.(type) {
		case *runtime.EventExceptionThrown:
			t.Errorf("the page threw: %s", event.ExceptionDetails.Text)
		case *log.EventEntryAdded:
			if event.Entry.Level == log.EntryLevelError && !strings.Contains(event.Entry.Text, "404") {
				t.Errorf("the page logged an error: %s", event.Entry.Text)
			}
		}
	}))
	browser, cancel := context.WithTimeout(browser, 2*time.Minute)
	t.Cleanup(func() {
		cancel()
		closeTab()
		stop()
	})
	do(t, browser, func(ctx context.Context, _ *chromedp.Target) (chromedp.Void, error) {
		_, err := chromedp.Call(ctx, log.Enable, cdp.Empty{})
		return chromedp.Void{}, err
	})
	return browser
}

type action = chromedp.Action[chromedp.Void]

func do(t *testing.T, browser context.Context, actions ...action) {
	t.Helper()
	if err := chromedp.Do(browser, actions...); err != nil {
		t.Fatal(err)
	}
}

// ask evaluates an expression in the page.
func ask[T any](t *testing.T, browser context.Context, expression string) T {
	t.Helper()
	answer, err := chromedp.Run(browser, chromedp.Evaluate[T](expression))
	if err != nil {
		t.Fatalf("%s: %v", expression, err)
	}
	return answer
}

// await waits until an expression is true in the page.
func await(expression string) action { return chromedp.Poll[chromedp.Void](expression) }

// size sets the window, in CSS pixels, and the colour scheme.
func size(width, height int64, scheme string) action {
	return chromedp.Steps(chromedp.EmulateViewport(width, height), func(ctx context.Context, _ *chromedp.Target) (chromedp.Void, error) {
		_, err := chromedp.Call(ctx, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{
			Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: scheme}}})
		return chromedp.Void{}, err
	})
}

// settled waits until every picture in sight is there.
func settled() action {
	return await(`document.readyState === 'complete' && [...document.images].every(i => i.complete || i.offsetParent === null || i.getBoundingClientRect().top > innerHeight)`)
}

// picture keeps a screenshot in the folder that PRATICA_SCREENSHOTS names, to be looked at by people.
func picture(t *testing.T, browser context.Context, name string) {
	t.Helper()
	folder := os.Getenv("PRATICA_SCREENSHOTS")
	if folder == "" {
		return
	}
	do(t, browser, settled())
	data, err := chromedp.Run(browser, chromedp.CaptureScreenshot())
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(folder, name+".png"), data, 0o600); err != nil {
		t.Fatal(err)
	}
}

func TestEveryPageAtEverySizeHoldsTogether(t *testing.T) {
	d := openDesk(t)
	browser := openBrowser(t)
	do(t, browser, size(1920, 1080, "light"), chromedp.Navigate(d.URL+"/"))
	picture(t, browser, "empty-1920")

	found, stored := d.receive(sampleEnvelope("BERTOLINI"), "AP-0077")
	reading := d.arrive("scansione.pdf", 5, "")
	d.read(reading.ID, 1, sampleEnvelope("VERDI").pictures[0])
	d.read(reading.ID, 2, nil)
	voided := d.arrive("doppione.pdf", 1, "")
	_, err := d.records.Void(t.Context(), voided.ID, "inviato due volte", operator)
	d.must(err)

	pages := map[string]string{"list": "/", "submission": "/submissions/" + found.ID, "reading": "/submissions/" + reading.ID, "claim": "/claims/" + stored.ID,
		"missing": "/submissions/2026-999999"}
	for name, path := range pages {
		for _, w := range []struct {
			suffix        string
			width, height int64
			scheme        string
		}{{"1920", 1920, 1080, "light"}, {"1920-dark", 1920, 1080, "dark"}, {"360", 360, 740, "light"}, {"1280-dark", 1280, 800, "dark"}} {
			do(t, browser, size(w.width, w.height, w.scheme), chromedp.Navigate(d.URL+path), settled())
			if ask[bool](t, browser, `document.documentElement.scrollWidth > innerWidth`) {
				t.Errorf("%s is wider than a window of %d px", name, w.width)
			}
			picture(t, browser, name+"-"+w.suffix)
		}
	}
}
