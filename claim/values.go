package claim

import (
	"encoding/json"
	"fmt"
	"strings"

	"github.com/shopspring/decimal"
)

// Text is a string whose empty value is null in JSON.
type Text string

// Count is a number from 1 whose zero value is null in JSON.
type Count int

// Money is an amount with two places of some currency; the zero value is unknown (null in JSON), which
// is different from nothing (ZeroMoney, "0.00").
type Money struct {
	amount decimal.Decimal
	known  bool
}

// ZeroMoney is "0.00".
var ZeroMoney = Money{known: true}

// NewMoney rounds half away from zero to two places.
func NewMoney(d decimal.Decimal) Money { return Money{d.Round(2), true} }

// Cents is n hundredths.
func Cents(n int64) Money { return Money{decimal.New(n, -2), true} }

// ParseMoney reads the contract's form: an optional minus, digits, a point, two digits.
func ParseMoney(s string) (Money, error) {
	digits := strings.TrimPrefix(s, "-")
	whole, fraction, ok := strings.Cut(digits, ".")
	if !ok || len(fraction) != 2 || whole == "" || len(whole) > 12 || strings.Trim(whole+fraction, "0123456789") != "" {
		return Money{}, fmt.Errorf("amount %q is not of the form 1234.56", s)
	}
	d, err := decimal.NewFromString(s)
	if err != nil {
		return Money{}, fmt.Errorf("amount %q: %w", s, err)
	}
	return NewMoney(d), nil
}

// MustMoney is ParseMoney for constants; it panics on a bad one.
func MustMoney(s string) Money {
	m, err := ParseMoney(s)
	if err != nil {
		panic(err)
	}
	return m
}

// Known reports whether there is an amount.
func (m Money) Known() bool { return m.known }

// Decimal is the amount; zero if unknown.
func (m Money) Decimal() decimal.Decimal { return m.amount }

// Add sums two amounts; an unknown one counts as nothing, and two unknown stay unknown.
func (m Money) Add(o Money) Money { return Money{m.amount.Add(o.amount), m.known || o.known} }

// Sub subtracts; an unknown subtrahend counts as nothing, an unknown minuend stays unknown.
func (m Money) Sub(o Money) Money { return Money{m.amount.Sub(o.amount), m.known} }

// Equal reports whether both are known and the same, or both unknown.
func (m Money) Equal(o Money) bool { return m.known == o.known && m.amount.Equal(o.amount) }

// Cmp compares the amounts, -1, 0 or 1; unknown counts as nothing.
func (m Money) Cmp(o Money) int { return m.amount.Cmp(o.amount) }

// IsZero reports a known amount of nothing.
func (m Money) IsZero() bool { return m.known && m.amount.IsZero() }

// Positive reports a known amount above nothing.
func (m Money) Positive() bool { return m.known && m.amount.Sign() > 0 }

// String is the contract's form, "1234.50", and empty when unknown.
func (m Money) String() string {
	if !m.known {
		return ""
	}
	return m.amount.StringFixed(2)
}

// Italian is the amount as people here write it: "1.234,50".
func (m Money) Italian() string {
	s, sign := m.String(), ""
	if strings.HasPrefix(s, "-") {
		s, sign = s[1:], "-"
	}
	whole, fraction, ok := strings.Cut(s, ".")
	if !ok {
		return s
	}
	for i := len(whole) - 3; i > 0; i -= 3 {
		whole = whole[:i] + "." + whole[i:]
	}
	return sign + whole + "," + fraction
}

// Rate is an exchange rate; the zero value is unknown (null). In JSON it is a decimal string.
type Rate struct{ decimal.NullDecimal }

// NewRate is a known rate.
func NewRate(d decimal.Decimal) Rate { return Rate{decimal.NewNullDecimal(d)} }

// No currency has been worth so much, or so little; numbers beyond take as many digits as they say.
const (
	mostRate      = 1_000_000_000
	ratePlaces    = 12
	mostRateDigit = 32
)

// UnmarshalJSON reads a decimal above nothing, or null.
func (r *Rate) UnmarshalJSON(data []byte) error {
	*r = Rate{}
	if len(data) > mostRateDigit {
		return fmt.Errorf("exchange rate of %d characters", len(data))
	}
	var read decimal.NullDecimal
	if err := read.UnmarshalJSON(data); err != nil {
		return fmt.Errorf("exchange rate: %w", err)
	}
	d := read.Decimal
	if read.Valid && (!d.IsPositive() || d.Exponent() < -ratePlaces || d.Exponent() > ratePlaces || d.Cmp(decimal.New(mostRate, 0)) > 0) {
		return fmt.Errorf("exchange rate %s", data)
	}
	*r = Rate{read}
	return nil
}

func marshalOrNull[T ~string](s T) ([]byte, error) {
	if s == "" {
		return []byte("null"), nil
	}
	return json.Marshal(string(s))
}

// MarshalJSON writes null for the empty text.
func (t Text) MarshalJSON() ([]byte, error) { return marshalOrNull(t) }

// MarshalJSON writes null for no form.
func (f Form) MarshalJSON() ([]byte, error) { return marshalOrNull(f) }

// MarshalJSON writes null for an unclear kind.
func (k Kind) MarshalJSON() ([]byte, error) { return marshalOrNull(k) }

// MarshalJSON writes null when there is no sent date.
func (e SentEvidence) MarshalJSON() ([]byte, error) { return marshalOrNull(e) }

// MarshalJSON writes null for an unknown relation.
func (r Relation) MarshalJSON() ([]byte, error) { return marshalOrNull(r) }

// MarshalJSON writes null for a row without its invoice.
func (d DocumentType) MarshalJSON() ([]byte, error) { return marshalOrNull(d) }

// MarshalJSON writes null for a row without its invoice.
func (s Settlement) MarshalJSON() ([]byte, error) { return marshalOrNull(s) }

// MarshalJSON writes null for a treatment without an arch.
func (a Arch) MarshalJSON() ([]byte, error) { return marshalOrNull(a) }

// MarshalJSON writes null while nobody stands for the value.
func (a Acceptance) MarshalJSON() ([]byte, error) { return marshalOrNull(a) }

// MarshalJSON writes null for zero.
func (c Count) MarshalJSON() ([]byte, error) {
	if c == 0 {
		return []byte("null"), nil
	}
	return json.Marshal(int(c))
}

// MarshalJSON writes "87.50", or null when unknown.
func (m Money) MarshalJSON() ([]byte, error) { return marshalOrNull(m.String()) }

// UnmarshalJSON reads a string of two places, or null.
func (m *Money) UnmarshalJSON(data []byte) error {
	var s *string
	if err := json.Unmarshal(data, &s); err != nil {
		return fmt.Errorf("amount: %w", err)
	}
	if s == nil {
		*m = Money{}
		return nil
	}
	parsed, err := ParseMoney(*s)
	*m = parsed
	return err
}

// MarshalJSON writes [x, y, w, h].
func (b Box) MarshalJSON() ([]byte, error) { return json.Marshal([4]int{b.X, b.Y, b.W, b.H}) }

// UnmarshalJSON reads [x, y, w, h].
func (b *Box) UnmarshalJSON(data []byte) error {
	var a [4]int
	if err := json.Unmarshal(data, &a); err != nil {
		return fmt.Errorf("box: %w", err)
	}
	*b = Box{a[0], a[1], a[2], a[3]}
	return nil
}
