package letters

import (
	"errors"
	"image"
	"image/color"
	"image/draw"
	"image/png"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"pratica/claim"
	"pratica/extract/forms"
)

// written puts a configuration, and a logo beside it, into a folder.
func written(t *testing.T, text string) string {
	t.Helper()
	dir := t.TempDir()
	logo := image.NewRGBA(image.Rect(0, 0, 120, 40)) // black above, red below
	draw.Draw(logo, image.Rect(0, 0, 120, 20), image.Black, image.Point{}, draw.Src)
	draw.Draw(logo, image.Rect(0, 20, 120, 40), image.NewUniform(color.RGBA{R: 255, A: 255}), image.Point{}, draw.Src)
	file, err := os.Create(filepath.Join(dir, "logo.png"))
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	if err := png.Encode(file, logo); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(dir, "letters.yaml")
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestTheConfigurationIsReadWithItsLogo(t *testing.T) {
	c, err := LoadConfig(written(t, "fund: {name: Fondo, address: [Via A 1, Milano], logo: logo.png}\nwindow: right\nanswer_within_days: 30\nreturn_addresses: {NA1: [Fondo, Milano]}\n"))
	if err != nil {
		t.Fatal(err)
	}
	if c.Neutral() || c.logo == nil || c.AnswerWithinDays != 30 || c.returnAddress(claim.NA1)[1] != "Milano" {
		t.Errorf("read as %+v", c)
	}
	if text, _ := printed(t, composed(t, sampleClaim(), c), c); !strings.Contains(text, "Via A 1") || !strings.Contains(text, "30 giorni") {
		t.Errorf("printed as %s", text)
	}
	if c, err := LoadConfig(written(t, "")); err != nil || !c.Neutral() {
		t.Errorf("an empty file gives %+v, %v", c, err)
	}
	if _, err := LoadConfig(filepath.Join(t.TempDir(), "none.yaml")); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("a missing file gives %v", err)
	}
}

func TestTheLogoStandsUprightInItsPlace(t *testing.T) {
	c, err := LoadConfig(written(t, "fund: {name: Fondo, address: [Milano], logo: logo.png}"))
	if err != nil {
		t.Fatal(err)
	}
	pages, err := Draw(composed(t, sampleClaim(), c), c)
	if err != nil {
		t.Fatal(err)
	}
	const dpi = 100
	page := forms.Rasterise(pages[0], dpi)
	at := func(x, y float64) uint8 { return page.GrayAt(int(x/25.4*dpi), int(y/25.4*dpi)).Y }
	// 120 by 40 pixels are 54 by 18 mm, from 25 and 12 mm
	if black, red, beside, below := at(30, 15), at(30, 27), at(82, 20), at(30, 31.2); black > 40 || red < 50 || red > 160 || beside < 250 || below < 250 {
		t.Errorf("above %d, below %d, beside it %d, under it %d", black, red, beside, below)
	}
}

func TestAConfigurationThatIsNoUseIsRefused(t *testing.T) {
	for name, text := range map[string]string{
		"a name that is none":        "found: {name: Fondo}",
		"a window on the back":       "window: back",
		"a negative term":            "answer_within_days: -1",
		"a term of ten years":        "answer_within_days: 3650",
		"a page without its scheme":  "online_address: fondo.example",
		"a form that there is not":   "return_addresses: {R99: [Fondo]}",
		"a control character":        `place: "Mi\u0007lano"`,
		"a logo that is not there":   "fund: {logo: none.png}",
		"a logo that is no picture":  "fund: {logo: letters.yaml}",
		"an address of eleven lines": "fund: {address: [a, a, a, a, a, a, a, a, a, a, a]}",
		"no YAML":                    "fund: [",
	} {
		t.Run(name, func(t *testing.T) {
			if _, err := LoadConfig(written(t, text)); claim.ErrorCode(err) != claim.EINVALID {
				t.Errorf("the error is %v", err)
			}
		})
	}
}

// FuzzConfig: what is taken can be printed.
func FuzzConfig(f *testing.F) {
	f.Add("fund: {name: Fondo, address: [Via A 1, Milano], phone: '1'}\nplace: Roma\nsignature: {role: Ufficio}\nclosing: Saluti\n")
	f.Add("fund: {name: \"\"}\nreturn_addresses: {other: [\"\", \" \"]}")
	f.Fuzz(func(t *testing.T, text string) {
		c, err := LoadConfig(written(t, text))
		if err != nil {
			return
		}
		l, err := Compose(sampleClaim(), c, today, Recipient{})
		if err != nil {
			t.Fatal(err)
		}
		if err := l.Check(); err != nil {
			t.Fatalf("%+v: %v", c, err)
		}
		if _, err := Draw(l, c); err != nil {
			t.Fatal(err)
		}
	})
}
