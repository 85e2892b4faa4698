package extract

// Partings are the ways to part a page in two along a band of white, the widest band first.
func Partings(page InvoicePage) [][]InvoicePage {
	var list [][]InvoicePage
	for _, cut := range cuts(page.Words) {
		first, second := page, page
		first.Parted, second.Parted = true, true
		first.Words, second.Words = cut.parts(page.Words)
		list = append(list, []InvoicePage{first, second})
	}
	return list
}
