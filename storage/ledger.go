package storage

import (
	"hash/fnv"
	"strings"
	"unicode"

	"pratica/claim"
)

// LedgerKeys are the keys that an expense is found by: three of issuer, number, date and patient each, so that another reading of it
// that errs in one of the four still has one in common. A key whose parts are not all known is left out. The numbers are stored for
// years: FNV-1a of 64 bits (Fowler, Noll and Vo) over the parts.
func LedgerKeys(e claim.LedgerExpense) (keys []int64) {
	issuer := claim.CompactIdentifier(string(e.Issuer))
	number, day := numberKey(string(e.Number), e.Date), e.Date.String()
	patient := claim.NameKey(e.Patient.Surname, e.Patient.Name)
	for which, parts := range [][3]string{{issuer, number, day}, {issuer, day, patient}, {issuer, number, patient}, {number, day, patient}} {
		if parts[0] == "" || parts[1] == "" || parts[2] == "" {
			continue
		}
		sum := fnv.New64a()
		sum.Write([]byte{byte('1' + which)})
		for _, part := range parts {
			sum.Write([]byte(part))
			sum.Write([]byte{0})
		}
		keys = append(keys, int64(sum.Sum64()))
	}
	return keys
}

// numberKey is the part of a number that people do not leave out: its longest run of digits that is not the year, without leading
// zeros; the whole where it has none.
func numberKey(number string, day claim.Date) string {
	year := day.String()[:min(4, len(day.String()))]
	best := ""
	for _, run := range strings.FieldsFunc(number, func(r rune) bool { return !unicode.IsDigit(r) }) {
		run = strings.TrimLeft(run, "0")
		if run != year && len(run) >= len(best) {
			best = run
		}
	}
	if best == "" {
		return claim.CompactIdentifier(number)
	}
	return best
}
