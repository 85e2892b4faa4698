package extract

import (
	"cmp"
	"image"
	"math"
	"slices"

	"pratica/extract/forms"
)

// FormMatch says which page of which form a picture shows, and where on the picture each point of the
// form lies.
type FormMatch struct {
	Form *forms.Definition
	// Page counts from 1.
	Page int
	// Turn is the clockwise turn in degrees, 0, 90, 180 or 270, that makes the picture upright.
	Turn int
	// ToPicture maps millimetres of the form to pixels of the picture as it was given, also when it is
	// not upright; At is more exact on curled paper.
	ToPicture Homography
	bend      bend
	// Residual is the median distance in mm between an anchor on the picture and where ToPicture puts it.
	Residual float64
	// Found is the share of the anchors found where ToPicture puts them; Correlation their mean
	// correlation with the blank; Title the least correlation among the title patches. All 0 to 1.
	Found, Correlation, Title float64
	// residuals are the residuals in mm of the anchors that are alike, by where they lie on the form.
	residuals []residual
}

type residual struct{ x, y, off float64 }

// residualNear is the residual in mm to be reckoned with at a place of the form: that of the page, or the median of the
// three nearest anchors if that is more.
func (m FormMatch) residualNear(x, y float64) float64 {
	near := slices.SortedFunc(slices.Values(m.residuals), func(a, b residual) int {
		return cmp.Compare(math.Hypot(a.x-x, a.y-y), math.Hypot(b.x-x, b.y-y))
	})
	if len(near) < 3 {
		return m.Residual
	}
	return math.Max(m.Residual, median([]float64{near[0].off, near[1].off, near[2].off}))
}

// At maps a point of the form in millimetres to pixels of the picture, the curl of its paper included.
func (m FormMatch) At(x, y float64) (float64, float64) { return m.placing().at(x, y) }

// Around is the map of the points of the form near a place, all in millimetres, to pixels of the picture.
func (m FormMatch) Around(x, y float64) Homography { return m.placing().around(x, y) }

func (m FormMatch) placing() placing { return placing{m.ToPicture, m.bend} }

// slack is how far, in pixels at zoneDPI, the form's print may lie or be blurred beside its place on such a picture.
func (m FormMatch) slack() int {
	page := m.Form.Pages[m.Page-1]
	x, y := m.At(page.Width/2, page.Height/2)
	u, v := m.At(page.Width/2+10, page.Height/2)
	return slackAt(math.Hypot(u-x, v-y)/10*25.4, m.bend.bends)
}

// slackAt is the slack of a picture of so many dots an inch, of flat paper or curled.
func slackAt(dpi float64, curled bool) int {
	switch {
	case dpi < coarsePrintDPI:
		return coarseSlack
	case curled:
		return photoSlack
	}
	return scanSlack
}

// Turned is the match for the same picture turned clockwise until it is upright; w and h are the size of
// the picture as it was given.
func (m FormMatch) Turned(w, h int) FormMatch {
	m.ToPicture = m.ToPicture.Then(turning(m.Turn, float64(w), float64(h)))
	m.Turn = 0
	return m
}

const (
	// with fewer dots an inch the letters of a title cannot be told apart
	leastDPI = 70.0
	// a smaller piece of paper is no form
	leastSideMM = 100.0
	// least correlation of profiles for a page of a form to be looked at closer, and the most pages looked at:
	// scans and photos of forms reach 0.84 and more, of 37 invoices none 0.55; each look costs as much as the whole
	// search, and where a child has not drawn that page yet, 0.1 s more
	leastProfile = 0.6
	mostLooks    = 4
	// a page counts as found with at least this share of its anchors, and each title at least so alike
	leastFound = 0.6
	leastTitle = 0.65
	// with a code that says so, titles need not be legible: of the anchors of R02, 0.88 are found on R01 too
	foundByCode = 0.93
	// an anchor counts as found with this correlation, this near (mm) to its place
	anchorAlike = 0.5
	anchorNear  = 0.6
)

// RecogniseForm tells whether a page is a page of a known form, and registers it. The page may lie on any
// side, be skewed by up to 5 degrees, scaled by up to 20 % against the resolution it claims, shifted by a
// few centimetres, cut at its edges, photographed so that its corners lie 6 % of its width from where they
// should, curled by up to 3 mm, stamped, and without a corner. Where the page carries a code that can be read, the form is what the
// code says; it needs none. It gives false for any other page; that is the usual case and costs little.
func RecogniseForm(page *image.Gray, dpi float64) (*FormMatch, bool) {
	size := page.Bounds()
	if !(dpi >= leastDPI) {
		return nil, false
	}
	if least := leastSideMM / 25.4 * dpi; float64(size.Dx()) < least || float64(size.Dy()) < least {
		return nil, false
	}
	factor := max(1, int(dpi/(0.9*anchorDPI))) // never below 90 dpi, where letters melt
	v := view{fine: reduced(page, factor), dpi: dpi / float64(factor)}
	v.coarse = reduced(v.fine, anchorDPI/coarseDPI)

	turns := []int{0, 180}
	if size.Dx() > size.Dy() {
		turns = []int{90, 270}
	}
	for _, how := range []search{scannedForm, anyForm} {
		if m, ok := v.recognise(page, turns, factor, how); ok {
			return m, true
		}
	}
	return nil, false
}

// recognise looks for a form in the turns; factor is how much smaller v is than the page.
func (v view) recognise(page *image.Gray, turns []int, factor int, how search) (*FormMatch, bool) {
	for _, c := range v.candidates(turns, how) {
		m, ok := v.register(c)
		if m == nil || !ok && m.Found < leastFound {
			continue
		}
		back := turning(c.turn, float64(v.fine.Bounds().Dx()), float64(v.fine.Bounds().Dy())).Inverse()
		m.ToPicture = m.ToPicture.Then(back).Then(scaling(float64(factor)))
		if code, printed := m.pageCode(page); printed {
			// of two editions alike the code decides, and for titles that are hard to read
			ok = m.named(code) && (ok || m.Found >= foundByCode)
		}
		if ok {
			return m, true
		}
	}
	return nil, false
}
