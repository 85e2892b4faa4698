package extract

import "testing"

// A digital invoice of a page, 2 cores of an AMD EPYC: see docs/performance.md.
func BenchmarkReadInvoice(b *testing.B) {
	page := typedPage(counter)
	for b.Loop() {
		ReadInvoice([]InvoicePage{page}, Hints{})
	}
}
