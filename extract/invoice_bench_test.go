package extract

import "testing"

func BenchmarkReadInvoice(b *testing.B) {
	page := typedPage(counter)
	for b.Loop() {
		ReadInvoice([]InvoicePage{page}, Hints{})
	}
}
