package extract

import (
	"strings"

	"pratica/claim"
	"pratica/extract/pattern"
	"pratica/ocr"
)

// role is what a printed label says about the value it stands by.
type role int

const (
	noRole role = iota
	totalRole
	weakTotalRole // "Totale" alone: also a column heading
	netRole       // what is left to pay, after withholdings and deposits
	taxableRole
	vatRole
	stampRole
	contributionRole
	discountRole
	withholdingRole
	paidRole
	rateRole        // a percentage or unit price: no amount of the document
	includedVATRole // a tax that is part of the prices: "di cui IVA"
)

// amountLabels gives the role of the text beside or above an amount, most telling first.
var amountLabels = []struct {
	role    role
	pattern *pattern.Pattern
}{
	{withholdingRole, pattern.Must(`\britenut|\btenut[ae] d'? ?acconto|(^|[^\w./])r\. ?a\b|^ra$|(^|[^\w./])ra \(?\d|withholding`)},
	{totalRole, pattern.Must(`\btot(ale|\.)? ?(del |della )?(doc|fatt|ricev|parcell|gener|compless|not(a|ula)\b|compenso\b|corrisposto|euro\b|€)|totale (versato|incassato|riscosso|ticket|quota)|importo (totale|complessivo|del documento|fattura|versato|ticket)|totale \(?euro|grand total|invoice total|total amount|totale ivato|gesamt(betrag|summe)|rechnungsbetrag|endbetrag|total (ttc|general|factura|a payer|chf|eur)|montant total|importe total`)},
	{includedVATRole, pattern.Must(`\b(di cu[il1|]|davon|dont|of which|enthaltene|inclus[ao]|compres[ao])( \S{1,8})? (i\.?v\.?a\b|imposta|mwst|ust|tva|vat)|^(i\.?v\.?a|vat) (gia )?(inclus|compres|incl)`)},
	{netRole, pattern.Must(`nett[oa] (a|da) pagare|(totale|importo|somma|saldo) (da|a) (pagare|saldare|versare)|(totale|importo|saldo) dovut|\b[ad]a? pagare\b|net(to)? (to pay|payable)|(amount|balance|total) (due|payable)|netto a vs|importo netto$|^netto$|zahlbetrag|zu zahlen|net a payer|a pagar`)},
	{stampRole, pattern.Must(`\bboll[oi]\b|marca da b|virtual|stamp dut`)},
	{contributionRole, pattern.Must(`\benpa[mpfvi]|enpapi|enpab|\bcassa\b|\binps\b|rivalsa|contribut|\bcontr\.|previdenz|integrativ|\bc\.?n\.?p|epap\b`)},
	{discountRole, pattern.Must(`\bscont[oi]|bbuon[oi]|riduzione|discount|agevolazione`)},
	{paidRole, pattern.Must(`acconto|\bgia (versat|pagat|corrispost)|anticip|deposit|\bversat[oi]|\bpagato\b|ricevut[oi] in|contant[ie]|bancomat|carta di|\bpos\b|\bresto\b|a dedurre|detrat|\bpaid\b|incassat`)},
	{taxableRole, pattern.Must(`imponibil|sub-? ?tot|tot(ale|\.)? (prestazi|serviz|imponib|esent|parzial|nett|merc|onorar|compens|competenz|corrispettiv|voci|righe)|esent[ei]\b|esclus[aoe]\b|taxable|subtotal|total (charges|fees)|zwischensumme|summe leistung|nettobetrag|sous-?total|total ht|base imponible|\bnet total|non imponib|netto merce|fuori campo`)},
	{vatRole, pattern.Must(`\bi\.?v\.?a\b\.?|\bimposta\b|\bvat\b|^tax\b|\bmwst|\bust\b|\btva\b|umsatzsteuer|mehrwertsteuer`)},
	{weakTotalRole, pattern.Must(`\btotal[ei]?\b|\btot\b|^summe$|^betrag$|\btotaux?\b|^[o0]?tale$`)},
}

// firstWords is how many bytes into a label a tax word still names the amount.
const firstWords = 12

// roleOf is what a label says, also where its words were misread.
func roleOf(label string) role { return rolesKnown.of(label) }

var rolesKnown = newMemo(readRole)

func readRole(label string) role {
	label = strings.TrimSpace(fold(label))
	if mended := mendLabel(label); mended != "" {
		return roleAsPrinted(mended)
	}
	return roleAsPrinted(label)
}

func roleAsPrinted(label string) role {
	for _, l := range amountLabels {
		at := l.pattern.FindStringIndex(label)
		if at == nil || (l.role == taxableRole || l.role == vatRole) && at[0] > firstWords {
			continue // "visita specialistica esente": the words of a position, not of a subtotal
		}
		return l.role
	}
	return noRole
}

// The labels of the date of issue, and of the other dates on an invoice.
var (
	issueLabel = pattern.Must(`data (di )?(emission|fattur|docum|ricevut|doc\b|fatt\b|parcell|rilascio)|emess[ao]|(fattura|ricevuta|parcella|documento|nota|fatt\.?|notula|n\.?|invoice) .*\b(del|in data|dated?)\s*:?$|invoice date|date of issue|issue date|tax point|rechnungsdatum|ausstellungsdatum|date de (la )?facture|fecha de (emision|la factura)|(rechnung|facture|factura) .*\b(vom|du|del?)$|^datum\s*:?$|^fecha\s*:?$|\bli,?$|\bl[iì]['’]?,?$|^data\s*:?$|^date\s*:?$`)
	otherLabel = pattern.Must(`nat[oa]|nascita|scaden|pagament|valuta|prestazion|eseguit|effettuat|visita|seduta|sedute|accettazion|prenotazion|ricover|dimission|periodo|stamp(a|ato)|consegna|ordine|\bdal\b|\bal\b|entro|competenza|birth|\bborn|\bdue|geburt|treatment|visit|payable|\bpaid|geboren|\bgeb\b|fallig|zahlbar|behandl|leistung|echeance|\bne\(?e?\)? le|payer|nacimiento|service|decreto|d\.?p\.?r|legge|\bdl\b|d\.l|rif|acconto|autorizz|bonifico|aut\.|incass|prescri|ricetta|nota di credito n|storno|a rettifica`)
)

// token is a word of a row in comparable form.
type token struct {
	folded string // lower case, no accents, no punctuation at its ends
	word   ocr.Word
	cell   int
}

func tokensOf(r row) []token {
	var tokens []token
	for i, c := range r.cells {
		for _, w := range c.words {
			tokens = append(tokens, token{strings.Trim(fold(w.Text), ".,:;()[]{}|*'\"-_=~"), w, i})
		}
	}
	return tokens
}

// above finds the cell that heads a value: the nearest one above it, within a few lines, that it
// stands under, with the number of rows between.
func (l layout) above(rowIndex int, b claim.Box, lines float64) (cell, int, bool) {
	for i := rowIndex - 1; i >= 0; i-- {
		if float64(b.Y-(l.rows[i].box.Y+l.rows[i].box.H)) > lines*l.em {
			break
		}
		best, shared := -1, 0
		for j, c := range l.rows[i].cells {
			if s := overlapX(c.box, b); s > shared {
				best, shared = j, s
			}
		}
		if best >= 0 {
			return l.rows[i].cells[best], rowIndex - i, true
		}
	}
	return cell{}, 0, false
}
