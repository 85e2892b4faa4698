package synth

import (
	"fmt"
	"image/color"
	"strings"

	"github.com/tdewolff/canvas"
	"golang.org/x/image/font/basicfont"
)

// A dot-matrix printer strikes letters of dots through an inked ribbon. The letters are those of the public
// domain font "fixed" 7x13 of X11 (golang.org/x/image/font/basicfont).

// needle is how such a printer prints: the pitch of a character and of a line in mm, the size of a dot, the
// ink of its ribbon, and how much of it is worn out.
type needle struct {
	pitch, line, dot float64
	color            color.RGBA
	worn             float64
}

// strike prints a line of ASCII letters with its baseline at y, as one path of dots.
func (s *sheet) strike(x, y float64, n needle, text string) {
	face := basicfont.Face7x13
	across, down := n.pitch/7, n.line/14
	path := &canvas.Path{}
	for at, r := range []rune(text) {
		glyph := int(r) - 32
		if glyph <= 0 || glyph > 94 {
			continue
		}
		for row := range face.Height {
			for col := range face.Width {
				if _, _, _, struck := face.Mask.At(col, glyph*face.Height+row).RGBA(); struck == 0 || s.chance(n.worn) {
					continue
				}
				hexagon(path, x+float64(at)*n.pitch+float64(col)*across+s.between(-0.02, 0.02), y-float64(face.Ascent-1-row)*down+s.between(-0.02, 0.02), n.dot*s.between(0.42, 0.55))
			}
		}
	}
	for _, p := range pieces(text) {
		s.printed = append(s.printed, placed{p.text, x + float64(p.at)*n.pitch, y, float64(len(p.text)) * n.pitch})
	}
	s.pen.SetFill(n.color)
	s.pen.SetStroke(canvas.Transparent)
	s.pen.DrawPath(0, 0, path)
}

// hexagon adds a dot to a path.
func hexagon(path *canvas.Path, x, y, r float64) {
	h := r * 0.866
	path.MoveTo(x+r, y)
	path.LineTo(x+r/2, y+h)
	path.LineTo(x-r/2, y+h)
	path.LineTo(x-r, y)
	path.LineTo(x-r/2, y-h)
	path.LineTo(x+r/2, y-h)
	path.Close()
}

// spot is a piece of a line and the column it begins in.
type spot struct {
	at   int
	text string
}

// pieces are the parts of a line that two or more spaces divide.
func pieces(line string) []spot {
	var list []spot
	for at := 0; at < len(line); {
		if line[at] == ' ' {
			at++
			continue
		}
		end := strings.Index(line[at:], "  ")
		if end < 0 {
			end = len(line) - at
		}
		list = append(list, spot{at, line[at : at+end]})
		at += end
	}
	return list
}

// ascii writes what a printer of 1990 can: accents as apostrophes, the euro as EUR.
func ascii(s string) string {
	s = upper(s, true)
	s = withoutAccents.Replace(strings.NewReplacer("€", "EUR", "°", ".", "–", "-", "•", "-", "Ă", "A", "Ș", "S", "Ț", "T", "£", "GBP").Replace(s))
	return strings.Map(func(r rune) rune {
		if r < 32 || r > 126 {
			return '?'
		}
		return r
	}, s)
}

// drawDots is an accounting program of the nineties on continuous paper.
func drawDots(d *draft) {
	n := needle{pitch: pick(d.dice, 2.54, 2.12, 2.12), line: 4.233, dot: d.between(0.3, 0.4), worn: d.between(0, 0.12)}
	tone := uint8(d.whole(30, 95))
	n.color = color.RGBA{tone, tone, uint8(min(int(tone)+d.whole(0, 45), 255)), 255}
	margin, y := d.between(10, 16), d.between(16, 26)
	if d.chance(0.6) {
		d.fanfold()
		margin = 17
	}
	wide := int((d.W - 2*margin) / n.pitch)
	if wide > 84 {
		wide = 84
	}
	write := func(s string) {
		d.strike(margin, y, n, s)
		y += n.line
	}
	wrapped := func(indent int, s string) {
		for _, part := range fold(ascii(s), wide-indent) {
			write(strings.Repeat(" ", indent) + part)
		}
	}
	line := func(c string) { write(strings.Repeat(c, wide)) }
	dash := pick(d.dice, "-", "-", "=", "*")

	wrapped(0, d.Issuer.Name)
	if d.Issuer.Subtitle != "" {
		wrapped(0, d.Issuer.Subtitle)
	}
	for _, l := range d.issuerLines() {
		wrapped(0, l)
	}
	y += n.line
	if !d.lacks(withoutPatient) {
		indent := wide * 9 / 20
		wrapped(indent, pick(d.dice, "Spett.le", "Egr. Sig./Gent.ma Sig.ra", "INTESTATARIO"))
		for _, l := range d.patientLines() {
			wrapped(indent, l)
		}
	}
	y += n.line
	title := d.title()
	if d.chance(0.5) {
		wrapped(0, title+d.numberAndDate())
	} else {
		wrapped(0, title)
		gap := strings.Repeat(" ", 6)
		row := ""
		if num := d.shownNumber(); num != "" {
			row = pick(d.dice, "NUMERO: ", "NR. ", "N. DOC. ") + num + gap
		}
		if date := d.dateOf(); date != "" {
			row += pick(d.dice, "DATA: ", "DEL ", "DATA DOC. ") + date
		}
		wrapped(0, row)
	}
	if b := d.beneficiary(); b != "" {
		wrapped(0, b)
	}
	y += n.line * 0.6
	line(dash)
	amountWide, quantityWide := 13, 5
	text := wide - amountWide - quantityWide - 2
	format := fmt.Sprintf("%%-%ds %%%ds %%%ds", text, quantityWide, amountWide)
	write(fmt.Sprintf(format, pick(d.dice, "DESCRIZIONE", "PRESTAZIONE", "DESCRIZIONE PRESTAZIONI"), pick(d.dice, "Q.TA", "N."), pick(d.dice, "IMPORTO", "EURO", "IMPORTO EURO")))
	line(dash)
	for _, p := range d.Lines {
		for k, part := range fold(ascii(p.Text), text) {
			if k == 0 {
				write(fmt.Sprintf(format, part, fmt.Sprint(p.Quantity), d.look.money(p.Amount)))
			} else {
				write(part)
			}
		}
	}
	y += n.line * float64(d.whole(1, 8))
	line(dash)
	for _, r := range d.totalRows() {
		label := ascii(r.label)
		room := wide - 18
		if len(label) > room {
			label = label[:room]
		}
		write(fmt.Sprintf(fmt.Sprintf("%%%ds %%17s", room), label, ascii(r.amount)))
	}
	line(dash)
	y += n.line * 0.5
	for _, s := range append(nonEmpty(d.payment()), d.notes()...) {
		wrapped(0, s)
	}
	if d.StampForm == stampSticker {
		d.sticker(margin+6, y+2)
	}
}

// fanfold is continuous paper: holes for the tractor at both edges, perforations, perhaps bars of tint.
func (d *draft) fanfold() {
	if d.chance(0.4) {
		tint := pick(d.dice, color.RGBA{226, 240, 228, 255}, color.RGBA{236, 236, 236, 255}, color.RGBA{226, 234, 244, 255})
		for y := 0.0; y < d.H; y += 25.4 {
			d.fill(12.7, y, d.W-25.4, 12.7, tint)
		}
	}
	edge := greyInk(150)
	for y := 6.35; y < d.H; y += 12.7 {
		for _, x := range []float64{6, d.W - 6} {
			d.pen.SetFill(greyInk(185))
			d.pen.SetStroke(edge)
			d.pen.SetStrokeWidth(0.15)
			d.pen.DrawPath(x, y, canvas.Circle(2))
		}
	}
	for y := 0.0; y < d.H; y += 2.2 {
		for _, x := range []float64{12, d.W - 12} {
			d.rule(x, y, x, y+1.1, 0.12, edge)
		}
	}
}
