package forms

import (
	"errors"
	"fmt"
	"regexp"
	"strconv"

	"pratica/claim"
)

// Printed is what a code printed on a form says.
type Printed struct {
	// Form is the form's printed code, Edition the edition: together they name a definition (Find), which
	// this program may not have.
	Form    claim.DocumentKind
	Edition string
	// Page is the page, from 1, that the code stands on; 0 in a code of values, which stands for the whole form.
	Page int
	// Values are the texts of the filled zones by id, as they were printed ("X" for a mark); nil in a page
	// code. ValuesError says why the values of a code of ours cannot be had.
	Values      map[string]string
	ValuesError error
}

// ErrForeignCode is the error of ParseCode for a text that is none of ours.
var ErrForeignCode = errors.New("no code of a form")

// PageCode is the text of the code that a page (from 1) carries: "F:R01:2012-06:1". It is printed as a
// Data Matrix of 16 by 16 modules (ISO/IEC 16022).
func PageCode(d *Definition, page int) string {
	return fmt.Sprintf("%s:%s:%s:%d", pageCode, d.Code, d.Edition, page)
}

// The first field of our codes says what they hold.
const (
	pageCode   = "F"
	valuesCode = "V"
)

var (
	pageCodePattern   = regexp.MustCompile(`^F:([A-Z]{1,3}[0-9]{1,2}):([0-9]{4}-[0-9]{2}):([1-9][0-9]?)$`)
	valuesCodePattern = regexp.MustCompile(`^V:([A-Z]{1,3}[0-9]{1,2}):([0-9]{4}-[0-9]{2}):([0-9A-Z $%*+\-./:]*)$`)
)

// ParseCode reads the text of a page code or of a code of values (ValuesCode). Any other text gives
// ErrForeignCode: paper carries codes of many makers.
func ParseCode(text string) (Printed, error) {
	if m := pageCodePattern.FindStringSubmatch(text); m != nil {
		page, err := strconv.Atoi(m[3])
		return Printed{Form: claim.DocumentKind(m[1]), Edition: m[2], Page: page}, err
	}
	if m := valuesCodePattern.FindStringSubmatch(text); m != nil {
		p := Printed{Form: claim.DocumentKind(m[1]), Edition: m[2]}
		d, ok := Find(p.Form, p.Edition)
		if !ok || p.Edition == "" {
			p.ValuesError = fmt.Errorf("no definition of form %s %s", p.Form, p.Edition)
			return p, nil
		}
		p.Values, p.ValuesError = d.decodeValues(m[3])
		return p, nil
	}
	return Printed{}, ErrForeignCode
}
