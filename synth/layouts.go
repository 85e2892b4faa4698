package synth

import "slices"

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
	grammarLayout
	dotsLayout
	tillLayout
	lombardyLayout
	latiumLayout
	tuscanyLayout
	emiliaLayout
	piedmontLayout
	venetoLayout
	campaniaLayout
	apuliaLayout
	longLayout
	layoutCount
)

// health is who issues co-payment receipts.
var health = []trade{publicHealth}

var layouts = [layoutCount]struct {
	name   string
	draw   func(*draft)
	trades []trade
}{
	classicLayout:   {"classic", drawClassic, []trade{clinic, specialist, physiotherapist, dentist, diagnostics, optician, psychologist, laboratory}},
	sheetLayout:     {"sheet", drawSheet, []trade{clinic, diagnostics, optician, hospital, laboratory, pharmacy}},
	letterLayout:    {"letter", drawLetter, []trade{specialist, psychologist, dentist}},
	plainLayout:     {"plain", drawPlain, []trade{psychologist, physiotherapist, specialist}},
	bandLayout:      {"band", drawBand, []trade{clinic, diagnostics, dentist, physiotherapist, laboratory}},
	sidebarLayout:   {"sidebar", drawSidebar, []trade{psychologist, physiotherapist, clinic}},
	footerLayout:    {"footer", drawFooter, []trade{specialist, diagnostics, dentist}},
	printerLayout:   {"printer", drawPrinter, []trade{clinic, diagnostics, optician, hospital, laboratory}},
	padLayout:       {"pad", drawPad, []trade{specialist, physiotherapist, dentist}},
	rightLayout:     {"right", drawRight, []trade{clinic, optician, dentist, diagnostics}},
	statementLayout: {"statement", drawStatement, []trade{hospital, clinic}},
	receiptLayout:   {"receipt", drawReceipt, health},
	counterLayout:   {"counter", drawCounter, health},
	listLayout:      {"list", drawList, []trade{physiotherapist, psychologist, specialist}},
	cardLayout:      {"card", drawCard, []trade{clinic, specialist, hospital}},
	grammarLayout:   {"grammar", drawGrammar, []trade{clinic, specialist, physiotherapist, psychologist, dentist, optician, hospital, diagnostics, laboratory}},
	dotsLayout:      {"dots", drawDots, []trade{clinic, diagnostics, optician, hospital, laboratory, specialist}},
	tillLayout:      {"till", drawTill, []trade{pharmacy, optician}},
	lombardyLayout:  {"ticket_lombardia", drawLombardy, health},
	latiumLayout:    {"ticket_lazio", drawLatium, health},
	tuscanyLayout:   {"ticket_toscana", drawTuscany, health},
	emiliaLayout:    {"ticket_emilia", drawEmilia, health},
	piedmontLayout:  {"ticket_piemonte", drawPiedmont, health},
	venetoLayout:    {"ticket_veneto", drawVeneto, health},
	campaniaLayout:  {"ticket_campania", drawCampania, health},
	apuliaLayout:    {"ticket_puglia", drawApulia, health},
	longLayout:      {"long", drawLong, []trade{hospital}},
}

// regionLayouts are the co-payment receipts of regions.
var regionLayouts = []layout{lombardyLayout, latiumLayout, tuscanyLayout, emiliaLayout, piedmontLayout, venetoLayout, campaniaLayout, apuliaLayout}

// ticketLayouts say whose receipts look how; regions near by buy the same programs.
var ticketLayouts = map[string]layout{
	"Lombardia": lombardyLayout, "Lazio": latiumLayout, "Abruzzo": latiumLayout, "Toscana": tuscanyLayout, "Umbria": tuscanyLayout, "Emilia-Romagna": emiliaLayout, "Marche": emiliaLayout,
	"Piemonte": piedmontLayout, "Liguria": piedmontLayout, "Veneto": venetoLayout, "Friuli Venezia Giulia": venetoLayout, "Campania": campaniaLayout, "Calabria": campaniaLayout,
	"Puglia": apuliaLayout, "Basilicata": apuliaLayout,
}

// ordinaryLayouts are those of a trade for an invoice of one page.
func ordinaryLayouts(t trade) []layout {
	return slices.DeleteFunc(layoutsOf(t), func(l layout) bool { return l == longLayout || l == tillLayout })
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
