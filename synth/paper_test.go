package synth

import (
	"bytes"
	"image"
	"strings"
	"testing"

	"github.com/makiuchi-d/gozxing"
	"github.com/makiuchi-d/gozxing/oned"
	"github.com/makiuchi-d/gozxing/qrcode"

	"pratica/claim"
	"pratica/extract/forms"
)

// ofAPatient draws a paper of a kind.
func ofAPatient(seed uint64, kind claim.DocumentKind) (paper, who) {
	d := newDice(seed, "other", string(kind))
	p := somePerson(d, 1958, 2001)
	w := someWho(d, p, p, "1047823", claim.NewDate(2026, 3, 14))
	return someOtherPaper(d, kind, w), w
}

func TestEveryOtherPaperFitsItsPages(t *testing.T) {
	for _, kind := range otherKinds {
		for seed := range uint64(6) {
			p, _ := ofAPatient(seed, kind)
			if p.kind != kind || len(p.pages) == 0 {
				t.Errorf("%s %d: %d pages of kind %s", kind, seed, len(p.pages), p.kind)
			}
			for n, s := range p.pages {
				for _, text := range s.printed {
					if text.x < 0 || text.x+text.w > s.W || text.y < 0 || text.y > s.H {
						t.Errorf("%s %d, page %d: %q leaves the page at %.0f,%.0f", kind, seed, n+1, text.text, text.x, text.y)
					}
				}
			}
		}
	}
}

func TestTheSameSeedDrawsTheSamePaper(t *testing.T) {
	for _, kind := range otherKinds {
		a, _ := ofAPatient(4, kind)
		b, _ := ofAPatient(4, kind)
		other, _ := ofAPatient(5, kind)
		first := a.pages[0].picture(25).Pix
		if !bytes.Equal(first, b.pages[0].picture(25).Pix) {
			t.Errorf("%s differs from itself", kind)
		}
		if kind != claim.Blank && kind != claim.Separator && bytes.Equal(first, other.pages[0].picture(25).Pix) {
			t.Errorf("%s looks the same for another seed", kind)
		}
	}
}

func TestPapersNameThePatient(t *testing.T) {
	for _, kind := range []claim.DocumentKind{claim.DischargeLetter, claim.MedicalRecord, claim.HospitalCertificate, claim.Prescription, claim.LabCertificate,
		claim.DentistStatement, claim.Translation, claim.HealthCard, claim.IdentityPaper} {
		for seed := range uint64(6) {
			p, w := ofAPatient(seed, kind)
			all := ""
			for _, s := range p.pages {
				for _, text := range s.printed {
					all += " " + strings.ToUpper(text.text)
				}
			}
			// long paragraphs break between words: the parts of a name are sought one by one
			for _, word := range strings.Fields(strings.ToUpper(w.Patient.Surname + " " + w.Patient.Name)) {
				if !strings.Contains(all, word) {
					t.Errorf("%s %d does not name %s", kind, seed, word)
				}
			}
		}
	}
}

func TestAPictureOfTeethHasNoWords(t *testing.T) {
	for _, kind := range []claim.DocumentKind{claim.Xray, claim.Photo} {
		for seed := range uint64(10) { // enough for every way of showing them
			p, _ := ofAPatient(seed, kind)
			for _, s := range p.pages {
				if len(s.printed) > 0 {
					t.Errorf("%s %d: %q", kind, seed, s.printed[0].text)
				}
			}
		}
	}
}

func TestPrintedCodesCanBeRead(t *testing.T) {
	s := newSheet(210, 297, newDice(1, "codes"))
	s.symbol(20, 20, 66, 9, code39, "RSSLCU12A01F205W")
	s.symbol(20, 60, 66, 9, code128, "RSSLCU12A01F205W")
	s.symbol(20, 100, 70, 70, qrCode, forms.SeparatorCode)
	read := func(top, bottom float64, reader gozxing.Reader) string {
		const dpi = 200
		page := s.picture(dpi)
		part := page.SubImage(image.Rect(0, int(top*dpi/25.4), page.Rect.Dx(), int(bottom*dpi/25.4)))
		bitmap, err := gozxing.NewBinaryBitmapFromImage(part)
		if err != nil {
			t.Fatal(err)
		}
		result, err := reader.Decode(bitmap, nil)
		if err != nil {
			return err.Error()
		}
		return result.GetText()
	}
	if got := read(10, 40, oned.NewCode39Reader()); got != "RSSLCU12A01F205W" {
		t.Errorf("Code 39 reads %q", got)
	}
	if got := read(50, 80, oned.NewCode128Reader()); got != "RSSLCU12A01F205W" {
		t.Errorf("Code 128 reads %q", got)
	}
	if got := read(90, 190, qrcode.NewQRCodeReader()); got != forms.SeparatorCode {
		t.Errorf("the QR code reads %q", got)
	}
}

func TestAStayFitsThePatient(t *testing.T) {
	on := claim.NewDate(2026, 3, 1)
	man, child := person{Born: claim.NewDate(1970, 1, 1)}, person{Born: claim.NewDate(2018, 1, 1), Woman: true}
	for seed := range uint64(40) {
		d := newDice(seed, "stay")
		if s := someStay(d, man, on); strings.HasPrefix(s.ward, "Ginecologia") || s.ward == "Chirurgia Pediatrica" {
			t.Errorf("a man lies in %s", s.ward)
		}
		if s := someStay(d, child, on); s.ward != "Chirurgia Pediatrica" {
			t.Errorf("a child lies in %s", s.ward)
		}
	}
}

func TestAWornStampLosesInk(t *testing.T) {
	draw := func(s *sheet) { s.fill(5, 5, 30, 30, black) }
	cover := func(wear float64) (sum int) {
		picture := inked(newDice(1, "stamp"), 40, 40, rgb(30, 30, 120), wear, draw).(*image.RGBA)
		for i := 3; i < len(picture.Pix); i += 4 {
			sum += int(picture.Pix[i])
		}
		return sum
	}
	if fresh, worn := cover(0), cover(0.9); worn > fresh*8/10 || worn < fresh/10 {
		t.Errorf("a fresh stamp leaves %d, a worn one %d", fresh, worn)
	}
}
