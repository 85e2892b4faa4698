package web

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

// chromium is one process for all tests of the pages, started by the first that needs it.
var chromium = struct {
	sync.Once
	context.Context
	stop func()
}{stop: func() {}}

func TestMain(m *testing.M) {
	code := m.Run()
	chromium.stop()
	os.Exit(code)
}

func startChromium(t *testing.T) {
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
	folder, err := os.MkdirTemp("", "pratica-chromium-")
	if err != nil {
		t.Fatal(err)
	}
	options := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(program), chromedp.NoSandbox, chromedp.UserDataDir(folder),
		chromedp.Flag("disable-quic", true), chromedp.Flag("disable-component-update", true), chromedp.Flag("hide-scrollbars", true))
	allocator, stopAllocator := chromedp.NewExecAllocator(context.Background(), options...)
	browser, stopBrowser := chromedp.NewContext(allocator)
	if err := chromedp.Do(browser); err != nil {
		t.Fatalf("start %s: %v", program, err)
	}
	chromium.Context = browser
	chromium.stop = func() {
		stopBrowser()
		stopAllocator()
		_ = os.RemoveAll(folder)
	}
}

// openBrowser opens a new tab with an empty profile. Anything a page logs as an error, a violation of
// the content policy for one, fails the test.
func openBrowser(t *testing.T) context.Context {
	t.Helper()
	chromium.Do(func() { startChromium(t) })
	if chromium.Context == nil {
		t.Fatal("Chromium could not be started: see the first test of the pages")
	}
	tab, closeTab := chromedp.NewContext(chromium.Context, chromedp.WithNewBrowserContext(), chromedp.WithListener(func(event any) {
		switch event := event.(type) {
		case *runtime.EventExceptionThrown:
			t.Errorf("the page threw: %s", event.ExceptionDetails.Text)
		case *log.EventEntryAdded:
			if event.Entry.Level == log.EntryLevelError && !strings.Contains(event.Entry.Text, "404") {
				t.Errorf("the page logged an error: %s", event.Entry.Text)
			}
		}
	}))
	tab, cancel := context.WithTimeout(tab, 2*time.Minute)
	t.Cleanup(func() {
		cancel()
		closeTab()
	})
	do(t, tab, func(ctx context.Context, _ *chromedp.Target) (chromedp.Void, error) {
		_, err := chromedp.Call(ctx, log.Enable, cdp.Empty{})
		return chromedp.Void{}, err
	})
	return tab
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
	return chromedp.Steps(chromedp.EmulateViewport(width, height), media("screen", &emulation.MediaFeature{Name: "prefers-color-scheme", Value: scheme}))
}

func media(kind string, features ...*emulation.MediaFeature) action {
	return func(ctx context.Context, _ *chromedp.Target) (chromedp.Void, error) {
		_, err := chromedp.Call(ctx, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Media: kind, Features: features})
		return chromedp.Void{}, err
	}
}

// settled waits until every picture in sight is there.
func settled() action {
	return await(`document.readyState === 'complete' && [...document.images].every(i => i.complete && i.naturalWidth || i.offsetParent === null || i.getBoundingClientRect().top > innerHeight)`)
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
