package letters

import (
	"bytes"
	"errors"
	"fmt"
	"image"
	_ "image/png" // logos
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"unicode/utf8"

	"go.yaml.in/yaml/v3"

	"pratica/claim"
)

// Config is the fund's letterhead and what it wants its letters to say, from a YAML file. The zero value and
// whatever a file leaves out are neutral, in square brackets where a letter must not go out like that.
type Config struct {
	Fund Fund `yaml:"fund"`

	// Place stands before the date; without one the date stands alone.
	Place string `yaml:"place"`

	// Signature closes a letter: the name of who signs, who may be nobody, and the role or office.
	Signature Signature `yaml:"signature"`

	// Window is the side of the window of the fund's envelopes: left (the default) or right.
	Window string `yaml:"window"`

	// ReturnAddresses are where answers by post go to, by form (R01, R02, NA1, GM01, RGM01, I07), in lines with the
	// addressee first; "other" for those not named and for papers without a form. Without one it is the fund's own
	// address. The Guide names Rome for R01 and R02, and Milan for NA1 and GM01.
	ReturnAddresses map[string][]string `yaml:"return_addresses"`

	// AnswerWithinDays is how many days from its date a letter of suspension leaves to answer, at most 366; 0 says nothing of
	// a term: neither the Regolamento nor the Guide sets one.
	AnswerWithinDays int `yaml:"answer_within_days"`

	// OnlineAddress is where answers can be sent online, an address beginning with https:// (or http://); none if empty.
	OnlineAddress string `yaml:"online_address"`

	// Closing stands before the signature; "Cordiali saluti" if empty.
	Closing string `yaml:"closing"`

	logo image.Image // of Fund.Logo; nil for none
}

// Fund is the letterhead.
type Fund struct {
	Name string `yaml:"name"`
	// Address is written in lines, without the name.
	Address []string `yaml:"address"`
	Phone   string   `yaml:"phone"`
	Email   string   `yaml:"email"`
	Website string   `yaml:"website"`
	// Logo is the path of a PNG, from the folder of the file that names it; it is printed 18 mm high or 60 mm wide, whichever
	// is less, and then without the fund's name beside it in large letters.
	Logo string `yaml:"logo"`
}

// Signature is who signs.
type Signature struct {
	Name string `yaml:"name"`
	Role string `yaml:"role"`
}

// The sides of an envelope's window.
const (
	windowLeft  = "left"
	windowRight = "right"
)

var allForms = []claim.Form{claim.R01, claim.R02, claim.NA1, claim.GM01, claim.RGM01, claim.I07}

const (
	otherForms      = "other"
	mostConfig      = 64 << 10 // bytes of a file
	mostLogo        = 4 << 20  // bytes
	mostLogoPixels  = 4000     // a side
	mostAnswerDays  = 366
	mostHeadLetters = 100 // of a line of the letterhead
)

// LoadConfig reads a YAML file and the logo it names. An unknown name, a value that is no use and a logo that cannot be
// read give a claim.EINVALID; a missing file wraps fs.ErrNotExist.
func LoadConfig(path string) (Config, error) {
	data, err := readAtMost(path, mostConfig)
	if err != nil {
		return Config{}, err
	}
	var c Config
	decoder := yaml.NewDecoder(bytes.NewReader(data))
	decoder.KnownFields(true)
	if err := decoder.Decode(&c); err != nil && !errors.Is(err, io.EOF) {
		return Config{}, claim.WrapError(claim.EINVALID, err, "%s non è una configurazione delle lettere", path)
	}
	if err := c.check(); err != nil {
		return Config{}, claim.WrapError(claim.EINVALID, err, "%s", path)
	}
	if c.Fund.Logo != "" {
		logo := c.Fund.Logo
		if !filepath.IsAbs(logo) {
			logo = filepath.Join(filepath.Dir(path), logo)
		}
		if c.logo, err = loadLogo(logo); err != nil {
			return Config{}, claim.WrapError(claim.EINVALID, err, "il logo %s non si può leggere: serve un PNG", logo)
		}
	}
	return c, nil
}

func readAtMost(path string, most int) ([]byte, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	data, err := io.ReadAll(io.LimitReader(file, int64(most)+1))
	if err == nil && len(data) > most {
		err = claim.Errorf(claim.EINVALID, "%s ha più di %d KB", path, most>>10)
	}
	return data, err
}

func loadLogo(path string) (image.Image, error) {
	data, err := readAtMost(path, mostLogo)
	if err != nil {
		return nil, err
	}
	switch size, format, err := image.DecodeConfig(bytes.NewReader(data)); {
	case err != nil:
		return nil, err
	case format != "png":
		return nil, fmt.Errorf("a %s", format)
	case min(size.Width, size.Height) < 1, max(size.Width, size.Height) > mostLogoPixels:
		return nil, fmt.Errorf("%d by %d pixels, at most %d a side", size.Width, size.Height, mostLogoPixels)
	}
	logo, _, err := image.Decode(bytes.NewReader(data))
	return logo, err
}

// check says what is wrong with the values, in the words of the file.
func (c Config) check() error {
	if c.Window != "" && c.Window != windowLeft && c.Window != windowRight {
		return fmt.Errorf("window: %q is neither left nor right", c.Window)
	}
	if c.AnswerWithinDays < 0 || c.AnswerWithinDays > mostAnswerDays {
		return fmt.Errorf("answer_within_days: %d is not from 1 to %d", c.AnswerWithinDays, mostAnswerDays)
	}
	if a := c.OnlineAddress; a != "" && !strings.HasPrefix(a, "https://") && !strings.HasPrefix(a, "http://") {
		return fmt.Errorf("online_address: %q does not begin with https://", a)
	}
	for form := range c.ReturnAddresses {
		if form != otherForms && !slices.Contains(allForms, claim.Form(form)) {
			return fmt.Errorf("return_addresses: there is no form %q", form)
		}
	}
	if len(c.Fund.Address) > mostAddressee {
		return fmt.Errorf("fund.address: %d lines, at most %d", len(c.Fund.Address), mostAddressee)
	}
	lines := append([]string{c.Fund.Name, c.Fund.Phone, c.Fund.Email, c.Fund.Website, c.Place, c.Signature.Name, c.Signature.Role, c.OnlineAddress, c.Closing}, c.Fund.Address...)
	for form, address := range c.ReturnAddresses {
		if len(address) > mostAddressee {
			return fmt.Errorf("return_addresses: %s has %d lines, at most %d", form, len(address), mostAddressee)
		}
		lines = append(lines, address...)
	}
	for _, line := range lines {
		if strings.ContainsFunc(line, forbidden) || utf8.RuneCountInString(line) > mostHeadLetters {
			return fmt.Errorf("%q has a control character or more than %d letters", line, mostHeadLetters)
		}
	}
	return nil
}

// withDefaults fills what is left out.
func (c Config) withDefaults() Config {
	c.Fund.Name, c.Closing, c.Place = oneLine(c.Fund.Name), oneLine(c.Closing), oneLine(c.Place)
	c.Fund.Address = clean(c.Fund.Address)
	if c.Fund.Name == "" {
		c.Fund.Name = "[Nome del Fondo]"
	}
	if len(c.Fund.Address) == 0 {
		c.Fund.Address = []string{"[Indirizzo del Fondo]"}
	}
	if c.Signature.Name == "" && c.Signature.Role == "" {
		c.Signature.Role = c.Fund.Name
	}
	if c.Window == "" {
		c.Window = windowLeft
	}
	if c.Closing == "" {
		c.Closing = "Cordiali saluti"
	}
	return c
}

// Neutral reports whether letters would go out in nobody's name.
func (c Config) Neutral() bool { return c.Fund.Name == "" || len(c.Fund.Address) == 0 }

// returnAddress is where an answer about a form goes to by post.
func (c Config) returnAddress(form claim.Form) []string {
	for _, key := range []string{string(form), otherForms} {
		if lines := clean(c.ReturnAddresses[key]); len(lines) > 0 {
			return lines
		}
	}
	return clean(append([]string{c.Fund.Name}, c.Fund.Address...))
}
