package pipeline

import (
	"bytes"
	"context"
	"encoding/csv"
	"encoding/json"
	"io"
	"strings"

	"pratica/claim"
)

// IssuerTable is what is known of issuers, by VAT number, out of a file.
type IssuerTable map[string]claim.KnownIssuer

// Known implements Issuers. A file does not say which submission taught what: none is left out.
func (t IssuerTable) Known(_ context.Context, vatNumber, _ string) (claim.KnownIssuer, bool, error) {
	issuer, found := t[vatNumber]
	return issuer, found, nil
}

// ParseIssuers reads what `pratica issuers list --json` writes, or a list of names as ParseIssuerNames does.
func ParseIssuers(data []byte) (IssuerTable, error) {
	table := IssuerTable{}
	if trimmed := bytes.TrimSpace(data); len(trimmed) > 0 && trimmed[0] == '[' {
		var list []claim.KnownIssuer
		if err := json.Unmarshal(trimmed, &list); err != nil {
			return nil, claim.WrapError(claim.EINVALID, err, "this is not what `pratica issuers list --json` writes")
		}
		for _, issuer := range list {
			if !claim.ValidVATNumber(issuer.VATNumber) {
				return nil, claim.Errorf(claim.EINVALID, "%q is no VAT number: 11 digits with their check digit", issuer.VATNumber)
			}
			table[issuer.VATNumber] = claim.KnownIssuer{}.Plus(issuer)
		}
		return table, nil
	}
	names, err := ParseIssuerNames(data)
	for vatNumber, name := range names {
		table[vatNumber] = claim.KnownIssuer{VATNumber: vatNumber, Votes: []claim.IssuerVote{{Of: claim.IssuerName, Text: name, Confirmed: 1}}}
	}
	return table, err
}

// ParseIssuerNames reads names by VAT number from a CSV file: a line for each, its VAT number and its name as it
// prints it, parted by commas or semicolons; a first line "vat_number,name" and further columns are passed over.
// An error is EINVALID, names the line and says what is wrong with it; then nothing is read.
func ParseIssuerNames(data []byte) (map[string]string, error) {
	data = bytes.TrimPrefix(data, []byte("\ufeff"))
	lines := csv.NewReader(bytes.NewReader(data))
	lines.FieldsPerRecord, lines.TrimLeadingSpace = -1, true
	if first, _, _ := bytes.Cut(data, []byte("\n")); bytes.Count(first, []byte(";")) > bytes.Count(first, []byte(",")) {
		lines.Comma = ';'
	}
	records, err := lines.ReadAll()
	if err != nil {
		return nil, claim.WrapError(claim.EINVALID, err, "this is no CSV file with a VAT number and a name in each line")
	}
	names := map[string]string{}
	for i, record := range records {
		if i == 0 && strings.EqualFold(record[0], "vat_number") {
			continue
		}
		vatNumber := strings.TrimPrefix(claim.CompactIdentifier(record[0]), "IT")
		if len(record) < 2 {
			return nil, claim.Errorf(claim.EINVALID, "line %d: after the VAT number there is no name; a line is VAT_NUMBER,NAME", i+1)
		}
		if err := claim.CheckVATNumber(vatNumber); err != nil {
			return nil, claim.WrapError(claim.EINVALID, err, "line %d: %s is no VAT number; a line is VAT_NUMBER,NAME", i+1, record[0])
		}
		name := strings.Join(strings.Fields(record[1]), " ")
		if !isBusinessName(name) {
			return nil, claim.Errorf(claim.EINVALID, "line %d: %q is no name of an issuer (3 letters at least, 4 digits and %d bytes at most, no @)", i+1, name, longestName)
		}
		if before, ok := names[vatNumber]; ok && before != name {
			return nil, claim.Errorf(claim.EINVALID, "line %d: %s already has the name %q; leave one of the two", i+1, vatNumber, before)
		}
		names[vatNumber] = name
	}
	if len(names) == 0 {
		return nil, claim.Errorf(claim.EINVALID, "the file has no line VAT_NUMBER,NAME")
	}
	return names, nil
}

// WriteIssuerNames writes the usual name of each issuer as ParseIssuerNames reads them. Issuers of whom no name is
// known are left out.
func WriteIssuerNames(w io.Writer, list []claim.KnownIssuer) error {
	out := csv.NewWriter(w)
	records := [][]string{{"vat_number", "name"}}
	for _, issuer := range list {
		if names := NamesOf(issuer); len(names) > 0 {
			records = append(records, []string{issuer.VATNumber, names[0]})
		}
	}
	return out.WriteAll(records)
}

// NamesOf are the names of an issuer, the one with most weight first.
func NamesOf(issuer claim.KnownIssuer) []string {
	var names []string
	for _, s := range spellingsOf(issuer) {
		if s.claims() >= 0.5 {
			names = append(names, s.text)
		}
	}
	return names
}
