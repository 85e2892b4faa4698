package sqlite

import (
	"database/sql/driver"
	"encoding/json"
	"fmt"
	"time"

	"pratica/claim"
)

const instantLayout = "2006-01-02T15:04:05.000000Z"

// instant is a time as it is stored.
func instant(t time.Time) string { return t.UTC().Format(instantLayout) }

// maybeInstant is null for no time.
func maybeInstant(t *time.Time) any {
	if t == nil {
		return nil
	}
	return instant(*t)
}

// asTime scans an instant into a time.
type asTime struct{ to *time.Time }

func (s asTime) Scan(v any) error {
	text, ok := v.(string)
	if !ok {
		return fmt.Errorf("instant is a %T", v)
	}
	t, err := time.Parse(instantLayout, text)
	*s.to = t
	return err
}

// asMaybeTime scans an instant or null.
type asMaybeTime struct{ to **time.Time }

func (s asMaybeTime) Scan(v any) error {
	if v == nil {
		*s.to = nil
		return nil
	}
	*s.to = new(time.Time)
	return asTime{*s.to}.Scan(v)
}

// asDate scans YYYY-MM-DD or "".
type asDate struct{ to *claim.Date }

func (s asDate) Scan(v any) error {
	text, ok := v.(string)
	if !ok {
		return fmt.Errorf("date is a %T", v)
	}
	if text == "" {
		*s.to = claim.Date{}
		return nil
	}
	d, err := claim.ParseDate(text)
	*s.to = d
	return err
}

// asJSON scans a JSON text.
type asJSON struct{ to any }

func (s asJSON) Scan(v any) error {
	switch data := v.(type) {
	case []byte:
		return json.Unmarshal(data, s.to)
	case string:
		return json.Unmarshal([]byte(data), s.to)
	}
	return fmt.Errorf("JSON is a %T", v)
}

// unlessEmpty is null for the empty text.
type unlessEmpty string

func (s unlessEmpty) Value() (driver.Value, error) {
	if s == "" {
		return nil, nil
	}
	return string(s), nil
}
