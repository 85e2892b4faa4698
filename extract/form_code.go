package extract

import (
	"image"

	"pratica/extract/forms"
	"pratica/ocr/codes"
)

const (
	// codeDPI is the resolution that the small page code is cut out at, valuesDPI that of the large code of the
	// values. Both have modules of about half a millimetre.
	codeDPI   = 400.0
	valuesDPI = 300.0
	// codeMargin, in mm, is how much around its zone a code is looked for: half of the white that the form
	// leaves there, and more than a zone is off.
	codeMargin = 0.8
)

// ReadValues reads the code of the values that a form filled in by a program carries (forms.ValuesCode): texts
// by field id, for all pages of the form. page is the picture that was matched, upright or not. It gives nil
// where there is none, which is the usual case and costs little, or it cannot be read.
func ReadValues(page *image.Gray, match *FormMatch) map[string]string {
	zone := match.Form.Pages[match.Page-1].Values
	if zone == nil {
		return nil
	}
	printed, ok := readCode(page, match.Around(centre(*zone)), *zone, valuesDPI, codes.QR)
	if !ok || printed.Form != match.Form.Code || printed.Edition != match.Form.Edition || printed.ValuesError != nil {
		return nil
	}
	return printed.Values
}

// pageCode reads the code that names a page; false where there is none, as on forms that somebody else printed.
func (m *FormMatch) pageCode(page *image.Gray) (forms.Printed, bool) {
	zone := m.Form.Pages[m.Page-1].Code
	if zone == nil {
		return forms.Printed{}, false
	}
	printed, ok := readCode(page, m.Around(centre(*zone)), *zone, codeDPI, codes.DataMatrix)
	return printed, ok && printed.Page > 0
}

// named reports whether the code on the page says that it is the page the match takes it for.
func (m *FormMatch) named(p forms.Printed) bool {
	return p.Form == m.Form.Code && p.Edition == m.Form.Edition && p.Page == m.Page
}

func readCode(page *image.Gray, to Homography, zone forms.Rect, dpi float64, format codes.Format) (forms.Printed, bool) {
	const perInch = 25.4
	r := zone.Inset(-codeMargin)
	px := func(mm float64) int { return int(mm * dpi / perInch) }
	cut := sampled(atOrigin(page), scaling(perInch/dpi).Then(to), px(r.X), px(r.Y), px(r.W), px(r.H))
	code, ok := codes.Read(cut, format)
	if !ok {
		return forms.Printed{}, false
	}
	printed, err := forms.ParseCode(code.Text)
	return printed, err == nil
}
