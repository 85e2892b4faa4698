package storage

import (
	"hash/fnv"
	"strings"
	"unicode"

	"pratica/claim"
)

// LedgerKeys are the keys that an expense is found by: three of issuer, number, date and patient each, so that another reading of it
// that errs in one of the four still has one in common. What is asked for without an invoice has keys of the member and of the patient;
// an allowance each of them with each of its days. A key whose parts are not all known is left out. The numbers are stored for
// years: FNV-1a of 64 bits (Fowler, Noll and Vo) over the parts.
func LedgerKeys(e claim.LedgerExpense) (keys []int64) {
	if e.Asked != nil {
		return requestKeys(e)
	}
	issuer := claim.CompactIdentifier(string(e.Issuer))
	number, day := numberKey(string(e.Number), e.Date), e.Date.String()
	patient := claim.NameKey(e.Patient.Surname, e.Patient.Name)
	for which, parts := range [][3]string{{issuer, number, day}, {issuer, day, patient}, {issuer, number, patient}, {number, day, patient}} {
		if parts[0] == "" || parts[1] == "" || parts[2] == "" {
			continue
		}
		keys = append(keys, ledgerKey(byte('1'+which), parts))
	}
	return keys
}

// requestKeys are those of what is asked for without an invoice.
func requestKeys(e claim.LedgerExpense) (keys []int64) {
	days := []string{""}
	if e.Asked.Kind == claim.AllowanceStay {
		days = days[:0]
		for _, day := range e.Asked.Days() {
			days = append(days, day.String())
		}
	}
	for which, who := range []string{claim.CompactIdentifier(string(e.Asked.Member)), claim.NameKey(e.Patient.Surname, e.Patient.Name)} {
		for _, day := range days {
			if who != "" {
				keys = append(keys, ledgerKey(byte('a'+which), [3]string{string(e.Asked.Kind), who, day}))
			}
		}
	}
	return keys
}

func ledgerKey(which byte, parts [3]string) int64 {
	sum := fnv.New64a()
	sum.Write([]byte{which})
	for _, part := range parts {
		sum.Write([]byte(part))
		sum.Write([]byte{0})
	}
	return int64(sum.Sum64())
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
