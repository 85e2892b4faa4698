package letters

import (
	"fmt"
	"io"
	"strings"

	"github.com/tdewolff/canvas"

	"pratica/claim"
	"pratica/extract/forms"
)

// The code of the answer, in mm: its 29 modules are more than a millimetre wide, so that a scan of 100 dpi, as a fax
// makes it, shows them, and the whole is not larger than a label's (ocr/codes reads up to 40 mm).
const (
	codeSide  = 36.0
	codeQuiet = 5.0 // four modules

	// footCode is the side of the code at the foot of the other pages, with modules of half a millimetre.
	footCode = 15.0
)

// The styles of a letter.
var (
	bodyStyle    = func() style { return newStyle(10.5, canvas.FontRegular, forms.Black) }
	strongStyle  = func() style { return newStyle(10.5, canvas.FontBold, forms.Black) }
	articleStyle = func() style { return newStyle(9, canvas.FontRegular, forms.Grey) }
	smallStyle   = func() style { return newStyle(8.5, canvas.FontRegular, forms.Grey) }
)

// WritePDF writes a letter as A4 pages with its fonts embedded; the PDF has a title and says that it is in Italian. A letter
// that Check refuses gives its error.
func WritePDF(w io.Writer, l Letter, config Config) error {
	pages, err := Draw(l, config)
	if err != nil {
		return err
	}
	info := forms.Info{Title: l.Subject, Subject: "Lettera", Keywords: "lettera"}
	if l.Protocol != "" {
		info.Title += " - Prot. " + string(l.Protocol)
	}
	if err := forms.WritePages(w, info, pages...); err != nil {
		return fmt.Errorf("write letter: %w", err)
	}
	return nil
}

// Draw gives the pages of a letter as WritePDF writes them; the last bears the code.
func Draw(l Letter, config Config) ([]*canvas.Canvas, error) {
	if err := l.Check(); err != nil {
		return nil, err
	}
	config = config.withDefaults()
	p := &sheet{}
	p.next()
	p.letterhead(config)
	p.address(l, config)
	p.body(l)
	p.signature(l, config)
	p.answer(l)
	p.numberPages(l)
	return p.pages, nil
}

// letterhead draws the logo or the name, and where the fund can be reached.
func (p *sheet) letterhead(config Config) {
	const top, height, most = 12.0, 18.0, 60.0
	y, contact := top, append([]string(nil), config.Fund.Address...)
	if config.logo != nil {
		size := config.logo.Bounds()
		perMM := max(float64(size.Dy())/height, float64(size.Dx())/most)
		p.pen.DrawImage(leftEdge, top, config.logo, canvas.DPMM(perMM))
		y += float64(size.Dy()) / perMM
		contact = append([]string{config.Fund.Name}, contact...)
	} else {
		name := newStyle(15, canvas.FontBold, forms.Accent)
		lines := name.wrap(config.Fund.Name, 95)
		if len(lines) > 3 {
			name = newStyle(11, canvas.FontBold, forms.Accent)
			lines = name.wrap(config.Fund.Name, 95)
		}
		y = p.column(name, leftEdge, top, lines)
	}
	if config.Fund.Phone != "" {
		contact = append(contact, "Tel. "+config.Fund.Phone)
	}
	contact = append(contact, clean([]string{config.Fund.Email, config.Fund.Website})...)
	small, lines := fitted(8.5, 5, 65, fieldTop-top-5, forms.Grey, contact)
	at := top
	for _, line := range lines {
		p.write(small, rightEdge, at, canvas.Right, line)
		at += small.line
	}
	y = max(y, at) + 2
	p.rule(leftEdge, y, rightEdge, y, 0.4)
}

// address draws the addressee, and beside the field when and about what the fund writes.
func (p *sheet) address(l Letter, config Config) {
	field, beside, width := fieldSide+fieldInset, fieldSide+fieldWidth+12, rightEdge-fieldSide-fieldWidth-12
	if config.Window == windowRight {
		field, beside = pageWidth-fieldSide-fieldWidth+fieldInset, leftEdge
	}
	const inner = fieldWidth - 2*fieldInset
	sender := newStyle(6.5, canvas.FontRegular, forms.Grey)
	if line := strings.Join(append([]string{config.Fund.Name}, config.Fund.Address...), " · "); sender.width(line) <= inner {
		p.write(sender, field, fieldTop+senderPart-sender.line-1.5, canvas.Left, line)
	}
	s, lines := fitted(11, 6, inner, fieldHeight-senderPart, forms.Black, l.Addressee)
	p.column(s, field, fieldTop+senderPart, lines)
	body, strong := newStyle(9.5, canvas.FontRegular, forms.Black), newStyle(9.5, canvas.FontBold, forms.Black)
	y := fieldTop + 4
	day := l.Date.Italian()
	if l.Place != "" {
		day = l.Place + ", " + day
	}
	y = p.column(body, beside, y, body.wrap(day, width)) + 2.5
	if l.Protocol != "" {
		y = p.column(strong, beside, y, strong.wrap("Prot. "+string(l.Protocol), width)) + 1
	}
	for _, reference := range l.References {
		y = p.column(body, beside, y, body.wrap(reference, width))
	}
	p.y = max(bodyTop, y+4)
	for _, fold := range []float64{firstFold, secondFold} {
		p.rule(5, fold, 9, fold, 0.1)
	}
}

// body writes from the subject to the closing.
func (p *sheet) body(l Letter) {
	body, strong, article := bodyStyle(), strongStyle(), articleStyle()
	const width, indent = rightEdge - leftEdge, 8.0
	p.flow(strong, leftEdge, strong.wrap("Oggetto: "+l.Subject, width))
	p.y += 4
	p.flow(body, leftEdge, body.wrap(l.Salutation, width))
	p.y += 2.5
	for _, paragraph := range l.Paragraphs {
		p.flow(body, leftEdge, body.wrap(paragraph, width))
		p.y += 2.5
	}
	for i, item := range l.Items {
		text, request := strong.wrap(item.Text, width-indent), body.wrap(item.Request, width-indent)
		cited := article.wrap(string(item.Article), width-indent)
		if whole := float64(len(text)+len(request))*body.line + float64(len(cited))*article.line; whole < 60 {
			p.room(whole)
		} else {
			p.room(3 * body.line) // the number and its text
		}
		p.write(strong, leftEdge+indent-2.5, p.y, canvas.Right, fmt.Sprintf("%d.", i+1))
		p.flow(strong, leftEdge+indent, text)
		p.flow(body, leftEdge+indent, request)
		p.flow(article, leftEdge+indent, cited)
		p.y += 2.2
	}
	p.expenses(l)
	p.y += 1
	for _, paragraph := range l.Answering {
		p.flow(body, leftEdge, body.wrap(paragraph, width))
		p.y += 1.8
	}
}

// expenses lists what the items are about.
func (p *sheet) expenses(l Letter) {
	if len(l.Expenses) == 0 {
		return
	}
	small, head := newStyle(9.5, canvas.FontRegular, forms.Black), newStyle(9.5, canvas.FontBold, forms.Black)
	p.y++
	p.room(head.line + 2*small.line)
	p.flow(head, leftEdge, []string{expensesTitle(l)})
	for _, expense := range l.Expenses {
		lines := small.wrap(expense, rightEdge-leftEdge-5)
		p.room(float64(min(3, len(lines))) * small.line)
		p.write(small, leftEdge+1.2, p.y, canvas.Left, "–")
		p.flow(small, leftEdge+5, lines)
	}
	p.y += 2.5
}

func expensesTitle(l Letter) string {
	if l.Outcome == claim.Inadmissible {
		return "Spese non accolte"
	}
	return "Spese a cui si riferisce"
}

// signature writes the closing and who signs, together.
func (p *sheet) signature(l Letter, config Config) {
	body := bodyStyle()
	closing := body.wrap(l.Closing, rightEdge-leftEdge)
	p.y += 2
	p.room(float64(len(closing)+3) * body.line)
	p.flow(body, leftEdge, closing)
	p.y += 1.5
	for _, line := range []string{config.Signature.Name, config.Signature.Role} {
		if line != "" {
			p.flow(body, 115, body.wrap(line, rightEdge-115))
		}
	}
}

// answer draws at the foot of the last page what brings the answer back: the code, what to do with it, and where to
// send it.
func (p *sheet) answer(l Letter) {
	strong, body, small := strongStyle(), newStyle(9.5, canvas.FontRegular, forms.Black), newStyle(7, canvas.FontRegular, forms.Grey)
	const left, width = leftEdge + codeSide + 2*codeQuiet + 2, rightEdge - leftEdge - codeSide - 2*codeQuiet - 2
	title := strong.wrap("Metta questa pagina sopra i documenti che invia.", width)
	to := []string{}
	for _, line := range l.ReturnAddress {
		to = append(to, body.wrap(line, width)...)
	}
	code := small.wrap(l.AnswerCode, width)
	lead := "Da spedire a:"
	height := float64(len(title))*strong.line + 1.5 + float64(len(code))*small.line + 2
	if len(to) > 0 {
		height += float64(len(to)+1)*body.line + 2
	}
	height = max(height, codeSide+codeQuiet)
	const gap = 8.0
	if p.y+gap+height > bodyBottom+4 {
		p.next()
	}
	top := bodyBottom + 4 - height
	p.rule(leftEdge, top-3, rightEdge, top-3, 0.25)
	square := forms.Rect{X: leftEdge, Y: top + codeQuiet - 2, W: codeSide, H: codeSide}
	p.drawCode(square, l)
	y := p.column(strong, left, top+1, title) + 1.5
	if len(to) > 0 {
		y = p.column(body, left, y, []string{lead})
		y = p.column(body, left, y, to) + 2
	}
	p.column(small, left, max(y, square.Bottom()-float64(len(code))*small.line), code)
}

func (p *sheet) drawCode(square forms.Rect, l Letter) {
	if !forms.DrawQR(p.pen, square, l.AnswerCode) {
		panic("the text of an answer code is too long for it")
	}
}

// numberPages writes the number of each page, if there is more than one, and the code on those before the last; on those that
// follow the first, whose letter it is.
func (p *sheet) numberPages(l Letter) {
	if len(p.pages) == 1 {
		return
	}
	small := smallStyle()
	head := l.Date.Italian()
	if l.Protocol != "" {
		head = "Prot. " + string(l.Protocol) + " · " + head
	}
	for i, page := range p.pages {
		p.pen = canvas.NewContext(page)
		p.pen.SetCoordSystem(canvas.CartesianIV)
		p.write(small, rightEdge, footLine, canvas.Right, fmt.Sprintf("Pagina %d di %d", i+1, len(p.pages)))
		if i+1 < len(p.pages) { // it may come back without the last page, or be taken for the invoices it cites
			p.drawCode(forms.Rect{X: leftEdge, Y: footLine - footCode + small.line, W: footCode, H: footCode}, l)
		}
		if i > 0 {
			p.column(small, leftEdge, 18, small.wrap(head, rightEdge-leftEdge))
			p.rule(leftEdge, 24, rightEdge, 24, 0.25)
		}
	}
}
