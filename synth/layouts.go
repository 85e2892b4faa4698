package synth

// layout is a kind of page; each is drawn by one function that varies it further.
type layout int

const (
	classicLayout layout = iota
	sheetLayout
	letterLayout
	plainLayout
	bandLayout
	sidebarLayout
	footerLayout
	printerLayout
	padLayout
	rightLayout
	statementLayout
	receiptLayout
	counterLayout
	listLayout
	cardLayout
	layoutCount
)

var layouts = [layoutCount]struct {
	name   string
	draw   func(*draft)
	trades []trade
}{
	classicLayout:   {"classic", drawClassic, []trade{clinic, specialist, physiotherapist, dentist, diagnostics, optician, psychologist}},
	sheetLayout:     {"sheet", drawSheet, []trade{clinic, diagnostics, optician, hospital}},
	letterLayout:    {"letter", drawLetter, []trade{specialist, psychologist, dentist}},
	plainLayout:     {"plain", drawPlain, []trade{psychologist, physiotherapist, specialist}},
	bandLayout:      {"band", drawBand, []trade{clinic, diagnostics, dentist, physiotherapist}},
	sidebarLayout:   {"sidebar", drawSidebar, []trade{psychologist, physiotherapist, clinic}},
	footerLayout:    {"footer", drawFooter, []trade{specialist, diagnostics, dentist}},
	printerLayout:   {"printer", drawPrinter, []trade{clinic, diagnostics, optician, hospital}},
	padLayout:       {"pad", drawPad, []trade{specialist, physiotherapist, dentist}},
	rightLayout:     {"right", drawRight, []trade{clinic, optician, dentist, diagnostics}},
	statementLayout: {"statement", drawStatement, []trade{hospital, clinic}},
	receiptLayout:   {"receipt", drawReceipt, []trade{publicHealth}},
	counterLayout:   {"counter", drawCounter, []trade{publicHealth}},
	listLayout:      {"list", drawList, []trade{physiotherapist, psychologist, specialist}},
	cardLayout:      {"card", drawCard, []trade{clinic, specialist, hospital}},
}

func layoutsOf(t trade) []layout {
	var list []layout
	for l, entry := range layouts {
		for _, have := range entry.trades {
			if have == t {
				list = append(list, layout(l))
			}
		}
	}
	return list
}
