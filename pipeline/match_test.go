package pipeline

import (
	"reflect"
	"strings"
	"testing"

	"pratica/claim"
	"pratica/extract"
)

// rowOf is "number | issuer | date | amount" as written in a row, read well; a part that ends in ? was hardly read.
func rowOf(text string) formRow {
	row := formRow{values: map[string]formValue{}}
	parts := strings.Split(text, "|")
	scratch := claim.Claim{}
	for i, part := range declaredParts {
		value, doubtful := strings.CutSuffix(strings.TrimSpace(parts[i]), "?")
		v := formValue{}
		v.Field = claim.Field{Value: value, From: claim.Provenance{Confidence: 0.95}}
		if doubtful {
			v.Field.From.Confidence = 0.5
		}
		row.values[part] = v
		_ = scratch.Set("/expenses/0/declared/"+part, value)
	}
	row.declared = *scratch.Expenses[0].Declared
	return row
}

func invoiceOf(text string) foundInvoice {
	f := foundInvoice{Invoice: extract.Invoice{Fields: map[string]claim.Field{}}}
	parts := strings.Split(text, "|")
	for i, key := range []string{"/number", "/issuer/name", "/date", "/total"} {
		value, doubtful := strings.CutSuffix(strings.TrimSpace(parts[i]), "?")
		from := claim.Provenance{Confidence: 0.95}
		if doubtful {
			from.Confidence = 0.5
		}
		f.Fields[key] = claim.Field{Value: value, From: from}
	}
	return f
}

func TestRowsFindTheirInvoices(t *testing.T) {
	for _, c := range []struct {
		name           string
		rows, invoices []string
		want           []int
	}{
		{"by the number", []string{"12/A|Studio Rossi|2026-03-01|80.00"}, []string{"12/A|Dott. Bianchi|2026-04-09|10.00"}, []int{0}},
		{"the number without its year", []string{"118|San Marco|2026-03-12|87.50"}, []string{"2026/118|Poliambulatorio San Marco Srl|2026-03-12|87.50"}, []int{0}},
		{"one figure of the number misread, the amount equal", []string{"FS-00256|Medilab|2026-02-02|222.00"},
			[]string{"FS-00286|Medilab|2026-02-07|222.00", "FS-00299|Medilab|2026-02-02|80.00"}, []int{0}},
		{"in all, not one after the other", []string{"|Studio Rossi|2026-03-01|80.00", "|Studio Rossi|2026-03-01|60.00"},
			[]string{"1|Studio Rossi|2026-03-01|60.00", "2|Studio Rossi|2026-03-01|80.00"}, []int{1, 0}},
		{"a row hardly read is that of the invoice left", []string{"5|Studio Rossi|2026-03-01|80.00", "?|Ottica Verdi|?|?"},
			[]string{"5|Studio Rossi|2026-03-01|80.00", "77|Ottica Verdi Snc|2026-03-04|140.00"}, []int{0, 1}},
		{"an invoice hardly read is that of the row left", []string{"A/63|Farmacia Esposito|2026-03-26|192.00"}, []string{"18?|Farmacia Esposito||190.00?"}, []int{0}},
		{"rows hardly read are those of the invoices most like them", []string{"1020/53?|VOTT. VAMIANO FARINA?|?|1146.20?", "YT20244?|CASH DI CURA SOLE?|?|11.00?", "56/25?|DE. GOELE PAGANO?|?|121.00?"},
			[]string{"156/25|Dr. Gioele Pagano|2025-12-19|227.00", "2026/53|Dott. Damiano Farina|2026-01-15|1746.20", "FT20249|Casa di Cura Sole|2025-12-26|212.70"}, []int{1, 2, 0}},
		{"a row as like one as another is neither's", []string{"?|Studio Rossi|?|80.00?", "?|?|?|?"},
			[]string{"5|Studio Rossi|2026-03-01|60.00", "6|Studio Rossi|2026-03-04|90.00"}, []int{-1, -1}},
		{"a row that says something else legibly is no other's", []string{"118|Studio Rosso|2026-07-12|80.00", "?|?|?|?"},
			[]string{"5|Studio Rossi|2026-03-01|60.00", "6|Ottica Verdi|2026-03-04|90.00"}, []int{-1, -1}},
		{"another invoice of the same house is another", []string{"12|Studio Rossi|2026-03-01|80.00"}, []string{"47|Studio Rossi|2026-05-20|131.00"}, []int{-1}},
		{"of two that are left none is guessed", []string{"?|Ottica Verdi|?|?"}, []string{"77|Ottica Verdi Snc|2026-03-04|140.00", "78|Ottica Verdi Snc|2026-03-09|20.00"}, []int{-1}},
		{"a row whose invoice is missing is not another's of the same house", []string{"12?|Studio Rossi|2026-01-25?|131.00?"}, []string{"47|Studio Rossi|2026-03-12|80.00"}, []int{-1}},
		{"nor for the year that both numbers tell", []string{"2026/12?|Studio Rossi|2026-01-25?|131.00?"}, []string{"2026/47|Studio Rossi|2026-03-12|80.00"}, []int{-1}},
		{"nor where other invoices are left", []string{"12?|Studio Rossi|2026-01-25?|131.00?"}, []string{"47|Studio Rossi|2026-03-12|80.00", "9|Ottica Verdi|2026-02-08|64.50"}, []int{-1}},
		{"a row for a daily allowance has none", []string{"|Ospedale di Lecco||"}, []string{"12|Studio Rossi|2026-03-01|80.00"}, []int{-1}},
	} {
		t.Run(c.name, func(t *testing.T) {
			var rows []formRow
			for _, text := range c.rows {
				rows = append(rows, rowOf(text))
			}
			var invoices []foundInvoice
			for _, text := range c.invoices {
				invoices = append(invoices, invoiceOf(text))
			}
			if got := matchRows(rows, invoices); !reflect.DeepEqual(got, c.want) {
				t.Errorf("%v, want %v", got, c.want)
			}
		})
	}
}

func TestLongTablesAreMatchedToo(t *testing.T) {
	var rows []formRow
	var invoices []foundInvoice
	want := make([]int, mostRows+3)
	for i := range want {
		text := strings.Repeat("7", i+1) + "|Studio Rossi|2026-03-01|80.00"
		rows = append(rows, rowOf(text))
		invoices = append([]foundInvoice{invoiceOf(text)}, invoices...)
		want[i] = len(want) - 1 - i
	}
	if got := matchRows(rows, invoices); !reflect.DeepEqual(got, want) {
		t.Errorf("%v, want %v", got, want)
	}
}
