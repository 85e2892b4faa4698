package forms

import (
	"errors"
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/shopspring/decimal"

	"pratica/claim"
)

// printed is a value as it is written in a zone; empty leaves it blank (a mark that is false). The error says
// in Italian what to do.
func (f Field) printed(value string) (string, error) {
	if err := printable(value, f.Type == Multiline); err != nil {
		return "", err
	}
	switch f.Type {
	case Signature:
		return "", errors.New("la firma va messa a mano, dopo la stampa")
	case Mark:
		return markText(value)
	case Date:
		return dateText(value)
	case Amount:
		text, err := amountText(value)
		if err == nil && f.fits(text, leastSize) < leastSize {
			err = fmt.Errorf("l’importo %s non sta nello spazio", text)
		}
		return text, err
	case Comb:
		return f.combText(value)
	case Multiline:
		return f.multilineText(value)
	}
	return f.lineText(value)
}

func markText(value string) (string, error) {
	switch strings.ToLower(value) {
	case "true", "x", "1":
		return crossed, nil
	case "false", "0":
		return "", nil
	}
	return "", fmt.Errorf("%q non dice se segnare la casella: scrivere true o false", value)
}

// numericDate is a date as people here write it, day first.
var numericDate = regexp.MustCompile(`^([0-9]{1,2})[/.\-]([0-9]{1,2})[/.\-]([0-9]{4})$`)

func dateText(value string) (string, error) {
	iso := value
	if m := numericDate.FindStringSubmatch(value); m != nil {
		day, _ := strconv.Atoi(m[1])
		month, _ := strconv.Atoi(m[2])
		iso = fmt.Sprintf("%s-%02d-%02d", m[3], month, day)
	}
	date, err := claim.ParseDate(iso)
	if err != nil {
		return "", fmt.Errorf("%q non è una data che esiste: scriverla come 31/12/2026 o 2026-12-31", value)
	}
	return fmt.Sprintf("%02d/%02d/%04d", date.Day, date.Month, date.Year), nil
}

// amounts with a comma or a point before the cents, and points between the thousands of the first kind
var (
	italianAmount = regexp.MustCompile(`^([0-9]{1,3}(\.[0-9]{3})+|[0-9]+)(,[0-9]{1,2})?$`)
	plainAmount   = regexp.MustCompile(`^[0-9]+(\.[0-9]{1,2})?$`)
)

func amountText(value string) (string, error) {
	text := strings.TrimSpace(strings.TrimSuffix(strings.TrimPrefix(value, "€"), "€"))
	switch {
	case plainAmount.MatchString(text):
	case italianAmount.MatchString(text):
		text = strings.NewReplacer(".", "", ",", ".").Replace(text)
	default:
		return "", fmt.Errorf("%q non è un importo: scriverlo come 1234,50 o 1234.50", value)
	}
	amount, err := decimal.NewFromString(text)
	if err != nil {
		return "", fmt.Errorf("%q non è un importo", value)
	}
	return claim.NewMoney(amount).Italian(), nil
}

func (f Field) combText(value string) (string, error) {
	text := strings.ReplaceAll(value, " ", "")
	if f.Content == IBAN {
		text = strings.ToUpper(text)
		if !strings.HasPrefix(text, f.Preprinted) {
			return "", fmt.Errorf("il modulo ha posto solo per un IBAN che comincia con %s", f.Preprinted)
		}
	}
	if n := utf8.RuneCountInString(text); n != f.Cells {
		return "", fmt.Errorf("servono %d caratteri, uno per casella: %q ne ha %d", f.Cells, value, n)
	}
	switch {
	case f.Content == Digits && !onlyDigits(text):
		return "", fmt.Errorf("%q deve avere solo cifre", value)
	case f.Content == IBAN && claim.CheckIBAN(text) != nil:
		return "", fmt.Errorf("%q non è un IBAN valido: controllare che sia copiato senza errori", value)
	}
	return text, nil
}

// FDI notation (ISO 3950): permanent teeth 11-18 to 41-48, deciduous 51-55 to 81-85, several parted by
// commas, semicolons, hyphens or spaces.
var (
	teeth = regexp.MustCompile(`^(([1-4][1-8]|[5-8][1-5])([ ,;\-]+|$))+$`)
	email = regexp.MustCompile(`^[^@\s]+@[^@\s]+\.[^@\s.]+$`)
	phone = regexp.MustCompile(`^\+?[0-9 ./\-]{5,}$`)
)

func (f Field) lineText(value string) (string, error) {
	text := strings.Join(strings.Fields(value), " ")
	var err error
	switch {
	case f.Content == Digits && !onlyDigits(text):
		err = fmt.Errorf("%q deve avere solo cifre", value)
	case f.Content == Count && (!onlyDigits(text) || len(text) > f.maxLength()):
		err = fmt.Errorf("%q non è un numero intero tra 0 e 999", value)
	case f.Content == Phone && !phone.MatchString(text):
		err = fmt.Errorf("%q non è un numero di telefono: usare cifre e spazi", value)
	case f.Content == Email && !email.MatchString(text):
		err = fmt.Errorf("%q non è un indirizzo e-mail", value)
	case f.Content == Tooth && !teeth.MatchString(text):
		err = fmt.Errorf("%q non indica denti nella notazione FDI: scrivere per esempio 36 oppure 36, 37", value)
	case f.fits(text, leastSize) < leastSize:
		err = fmt.Errorf("%q è troppo lungo per lo spazio: abbreviarlo", value)
	}
	return text, err
}

func (f Field) multilineText(value string) (string, error) {
	lines := f.lines(strings.ReplaceAll(value, "\r\n", "\n"))
	if len(lines) > f.Lines {
		return "", fmt.Errorf("il testo occupa %d righe e il modulo ne ha %d: abbreviarlo", len(lines), f.Lines)
	}
	for _, line := range lines {
		if f.lineWidth(line) > f.Rect.W-2 {
			return "", fmt.Errorf("%q è troppo lungo per una riga: abbreviarlo", line)
		}
	}
	return strings.Join(lines, "\n"), nil
}

func onlyDigits(s string) bool {
	return strings.IndexFunc(s, func(r rune) bool { return r < '0' || r > '9' }) < 0
}

// printable refuses what the font of the forms does not have, and control characters but for line ends where
// there are several lines.
func printable(value string, lines bool) error {
	if !utf8.ValidString(value) {
		return errors.New("il testo non è UTF-8")
	}
	for _, r := range value {
		switch {
		case (r == '\n' || r == '\r') && lines:
		case unicode.IsControl(r):
			return errors.New("il testo contiene caratteri di controllo o va a capo: scriverlo su una riga")
		case !hasGlyph(r):
			return fmt.Errorf("il carattere %q non si può stampare: sostituirlo", r)
		}
	}
	return nil
}
