package pipeline

import (
	"strings"
	"testing"

	"pratica/claim"
)

func TestNamesOfIssuersAreReadFromCSV(t *testing.T) {
	for _, tt := range []struct{ name, file, want string }{
		{"with a heading", "vat_number,name\n01234560157,Centro San Marco\n", "Centro San Marco"},
		{"without one", "01234560157,Centro  San Marco \n", "Centro San Marco"},
		{"of a spreadsheet set to Italian", "\ufeffvat_number;name;town\r\nIT 01234560157;\"Centro; San Marco\";Milano\r\n", "Centro; San Marco"},
		{"twice the same", "01234560157,Centro\n01234560157,Centro\n", "Centro"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			names, err := ParseIssuerNames([]byte(tt.file))
			if err != nil || len(names) != 1 || names["01234560157"] != tt.want {
				t.Errorf("names are %q, %v, want %q", names, err, tt.want)
			}
		})
	}
}

func TestABadListOfIssuersSaysWhichLineAndWhy(t *testing.T) {
	for _, tt := range []struct{ name, file, want string }{
		{"a wrong check digit", "01234560157,Centro\n01234560158,Studio\n", "line 2: 01234560158 is no VAT number"},
		{"no name", "01234560157\n", "line 1: after the VAT number there is no name"},
		{"an address of mail", "01234560157,info@centro.it\n", "line 1: \"info@centro.it\" is no name"},
		{"two names", "01234560157,Centro\n01234560157,Studio\n", "line 2: 01234560157 already has the name \"Centro\""},
		{"nothing", "", "no line"},
		{"only the heading", "vat_number,name\n", "no line"},
		{"an open quote", "01234560157,\"Centro\n", "no CSV"},
		{"JSON of something else", `[{"vat_number": 7}]`, "issuers list --json"},
		{"JSON with a wrong number", `[{"vat_number": "7"}]`, "\"7\" is no VAT number"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			table, err := ParseIssuers([]byte(tt.file))
			if claim.ErrorCode(err) != claim.EINVALID || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("the error is %v, want %q; table %v", err, tt.want, table)
			}
		})
	}
}

// FuzzIssuers holds that any file gives an error, or names that can be kept.
func FuzzIssuers(f *testing.F) {
	for _, seed := range []string{"01234560157,Centro", "vat_number;name\nIT01234560157;\"Centro\"", `[{"vat_number":"01234560157","votes":[{"of":"name","text":"Centro","read":-3}]}]`, "\ufeff,", "[", "\""} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		table, err := ParseIssuers(data)
		if err != nil {
			return
		}
		for vatNumber, issuer := range table {
			if !claim.ValidVATNumber(vatNumber) || issuer.VATNumber != vatNumber {
				t.Errorf("%q is kept as %+v", vatNumber, issuer)
			}
			for _, s := range spellingsOf(issuer) {
				if d := s.doubt(); !(d > 0 && d <= 1) {
					t.Errorf("the doubt of %q is %v", s.text, d)
				}
			}
		}
	})
}
