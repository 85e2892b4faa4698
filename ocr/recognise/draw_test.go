package recognise

import (
	"image"
	"image/color"
	"image/draw"
	"math"
	"math/rand/v2"
	"testing"

	"codeberg.org/go-fonts/liberation/liberationmonoregular"
	"codeberg.org/go-fonts/liberation/liberationsansbold"
	"codeberg.org/go-fonts/liberation/liberationsansregular"
	"codeberg.org/go-fonts/liberation/liberationserifregular"
	"golang.org/x/image/font"
	"golang.org/x/image/font/opentype"
	"golang.org/x/image/math/fixed"
)

// paper is a white sheet on which the tests draw; lengths are millimetres.
type paper struct {
	*image.Gray
	dpi float64
}

func newPaper(widthMM, heightMM, dpi float64) paper {
	g := image.NewGray(image.Rect(0, 0, int(widthMM/25.4*dpi+0.5), int(heightMM/25.4*dpi+0.5)))
	draw.Draw(g, g.Bounds(), image.White, image.Point{}, draw.Src)
	return paper{g, dpi}
}

func a4(dpi float64) paper { return newPaper(210, 297, dpi) }

func (p paper) px(mm float64) int { return int(math.Round(mm / 25.4 * p.dpi)) }

func (p paper) rect(x, y, w, h float64) image.Rectangle {
	return image.Rect(p.px(x), p.px(y), p.px(x+w), p.px(y+h))
}

var fontFiles = map[string][]byte{
	"sans": liberationsansregular.TTF, "bold": liberationsansbold.TTF,
	"serif": liberationserifregular.TTF, "mono": liberationmonoregular.TTF,
}

type face struct {
	name   string
	points float64
	grey   uint8 // 0 is black
}

// text writes s with its baseline at y and returns the box it occupies.
func (p paper) text(x, y float64, f face, s string) image.Rectangle {
	parsed, err := opentype.Parse(fontFiles[f.name])
	if err != nil {
		panic(err)
	}
	open, err := opentype.NewFace(parsed, &opentype.FaceOptions{Size: f.points, DPI: p.dpi, Hinting: font.HintingNone})
	if err != nil {
		panic(err)
	}
	defer open.Close()
	d := font.Drawer{Dst: p.Gray, Src: image.NewUniform(color.Gray{f.grey}), Face: open, Dot: fixed.P(p.px(x), p.px(y))}
	b, _ := d.BoundString(s)
	d.DrawString(s)
	return image.Rect(b.Min.X.Floor(), b.Min.Y.Floor(), b.Max.X.Ceil(), b.Max.Y.Ceil())
}

// right writes s so that it ends at x.
func (p paper) right(x, y float64, f face, s string) image.Rectangle {
	probe := newPaper(1, 1, p.dpi)
	w := float64(probe.text(0, 0, f, s).Dx()) / p.dpi * 25.4
	return p.text(x-w, y, f, s)
}

func (p paper) fill(x, y, w, h float64, grey uint8) {
	draw.Draw(p.Gray, p.rect(x, y, w, h), image.NewUniform(color.Gray{grey}), image.Point{}, draw.Src)
}

func (p paper) box(x, y, w, h, pen float64) {
	p.fill(x, y, w, pen, 0)
	p.fill(x, y+h-pen, w, pen, 0)
	p.fill(x, y, pen, h, 0)
	p.fill(x+w-pen, y, pen, h, 0)
}

// stroke draws a pen line through the points.
func (p paper) stroke(pen float64, points ...[2]float64) {
	r := pen / 2 / 25.4 * p.dpi
	for i := 1; i < len(points); i++ {
		x0, y0 := points[i-1][0]/25.4*p.dpi, points[i-1][1]/25.4*p.dpi
		x1, y1 := points[i][0]/25.4*p.dpi, points[i][1]/25.4*p.dpi
		for n, k := int(math.Hypot(x1-x0, y1-y0))+1, 0; k <= n; k++ {
			t := float64(k) / float64(n)
			cx, cy := x0+(x1-x0)*t, y0+(y1-y0)*t
			for y := int(cy - r); y <= int(cy+r+1); y++ {
				for x := int(cx - r); x <= int(cx+r+1); x++ {
					if math.Hypot(float64(x)-cx, float64(y)-cy) <= r && image.Pt(x, y).In(p.Bounds()) {
						p.SetGray(x, y, color.Gray{20})
					}
				}
			}
		}
	}
}

// scanned is what a scanner makes of the sheet: turned by degrees clockwise, a grey background, noise
// of sigma grey levels, and specks of dust.
func (p paper) scanned(degrees, sigma float64, specks int, seed uint64) paper {
	rng := rand.New(rand.NewPCG(seed, 1))
	b := p.Bounds()
	out := paper{image.NewGray(b), p.dpi}
	sin, cos := math.Sincos(degrees * math.Pi / 180)
	cx, cy := float64(b.Dx())/2, float64(b.Dy())/2
	for y := range b.Dy() {
		for x := range b.Dx() {
			dx, dy := float64(x)-cx, float64(y)-cy
			v := p.bilinear(cx+cos*dx+sin*dy, cy-sin*dx+cos*dy)
			if sigma > 0 {
				v = v*0.92 + 14 + sigma*rng.NormFloat64()
			}
			out.Pix[y*out.Stride+x] = uint8(math.Max(0, math.Min(255, v)))
		}
	}
	for range specks {
		x, y := rng.IntN(b.Dx()-2), rng.IntN(b.Dy()-2)
		for i := range 1 + rng.IntN(3) {
			out.SetGray(x+i%2, y+i/2, color.Gray{uint8(rng.IntN(90))})
		}
	}
	return out
}

func (p paper) bilinear(x, y float64) float64 {
	x0, y0 := int(math.Floor(x)), int(math.Floor(y))
	if x0 < 0 || y0 < 0 || x0+1 >= p.Bounds().Dx() || y0+1 >= p.Bounds().Dy() {
		return 255
	}
	fx, fy := x-float64(x0), y-float64(y0)
	i := y0*p.Stride + x0
	top := float64(p.Pix[i])*(1-fx) + float64(p.Pix[i+1])*fx
	bottom := float64(p.Pix[i+p.Stride])*(1-fx) + float64(p.Pix[i+p.Stride+1])*fx
	return top*(1-fy) + bottom*fy
}

// turned is the sheet laid on the glass n quarter turns clockwise.
func (p paper) turned(n int) paper {
	g := p.Gray
	for range n {
		b := g.Bounds()
		t := image.NewGray(image.Rect(0, 0, b.Dy(), b.Dx()))
		for y := range b.Dy() {
			for x := range b.Dx() {
				t.Pix[x*t.Stride+b.Dy()-1-y] = g.Pix[y*g.Stride+x]
			}
		}
		g = t
	}
	return paper{g, p.dpi}
}

// written is one word drawn and where.
type written struct {
	text string
	box  image.Rectangle
}

// invoice draws an Italian invoice: letterhead, two columns of parties, a ruled table, totals at the
// right, a small grey foot note; and returns every word with its box.
func invoice(t testing.TB, dpi float64) (paper, []written) {
	t.Helper()
	p := a4(dpi)
	var words []written
	line := func(x, y float64, f face, s string) { words = append(words, p.words(x, y, f, s)...) }
	bold, sans, small, serif := face{"bold", 15, 0}, face{"sans", 10, 0}, face{"sans", 7, 120}, face{"serif", 11, 0}
	line(18, 24, bold, "Poliambulatorio San Marco S.r.l.")
	line(18, 30, sans, "Via Giuseppe Garibaldi 47 - 20121 Milano (MI)")
	line(18, 35, sans, "P.IVA 01234560157 - Tel. 02 48712233")
	line(140, 24, face{"bold", 13, 0}, "FATTURA N. 2026/118")
	line(140, 31, sans, "Data: 12/03/2026")
	line(140, 36, small, "Pagamento con carta")
	line(110, 55, small, "Spett.le")
	line(110, 60, serif, "ROSSI LUCA")
	line(110, 66, serif, "Via dei Mille 3, 24122 Bergamo")
	line(110, 72, serif, "C.F. RSSLCU12A01F205W")
	line(18, 62, sans, "Paziente: Rossi Luca nato il 01/01/2012")
	line(18, 69, sans, "Medico: dott.ssa Elena Ferrari, ortopedia")
	top, cols := 84.0, []float64{18, 106, 124, 158, 192}
	rows := [][4]string{
		{"Descrizione", "Q.tà", "Prezzo", "Importo"},
		{"Visita specialistica ortopedica", "1", "85,50", "85,50"},
		{"Ecografia muscolotendinea spalla destra", "1", "120,00", "120,00"},
		{"Infiltrazione ecoguidata con acido ialuronico", "2", "95,00", "190,00"},
		{"Medicazione avanzata", "3", "18,40", "55,20"},
		{"Radiografia del ginocchio in due proiezioni", "1", "1.045,30", "1.045,30"},
		{"Seduta di fisioterapia individuale", "10", "42,00", "420,00"},
	}
	for i, r := range rows {
		y := top + float64(i)*8
		f := sans
		if i == 0 {
			f = face{"bold", 10, 0}
			p.fill(cols[0], y, cols[4]-cols[0], 8, 225)
		}
		line(cols[0]+2, y+5.6, f, r[0])
		for c := 1; c < 4; c++ {
			words = append(words, written{r[c], p.right(cols[c+1]-2, y+5.6, f, r[c])})
		}
		for c := range 4 {
			p.box(cols[c], y, cols[c+1]-cols[c], 8.2, 0.25)
		}
	}
	y := top + 8*float64(len(rows)) + 10
	for _, r := range [][2]string{{"Imponibile esente IVA art. 10", "1.916,00"}, {"Marca da bollo", "2,00"}, {"TOTALE DOCUMENTO €", "1.918,00"}} {
		line(108, y, face{"bold", 10, 0}, r[0])
		words = append(words, written{r[1], p.right(190, y, face{"bold", 10, 0}, r[1])})
		y += 7
	}
	line(18, y+4, sans, "IBAN IT60 X054 2811 1010 0000 0123 456 - Banca Popolare di Bergamo")
	for i, s := range []string{
		"Operazione esente da IVA ai sensi dell'art. 10 comma 1 numero 18 del DPR 26 ottobre 1972 numero 633.",
		"Imposta di bollo assolta sull'originale. Il presente documento non costituisce quietanza fino al saldo.",
		"I dati personali sono trattati secondo il Regolamento europeo 2016/679; informativa presso la segreteria.",
	} {
		line(18, 268+float64(i)*4, face{"sans", 7, 150}, s)
	}
	line(18, y+20, face{"sans", 10, 0}, "Si certifica che la prestazione è stata eseguita per motivi di cura e non a fini estetici.")
	line(18, y+26, face{"sans", 10, 0}, "Il paziente ha pagato l'importo totale mediante carta di credito in data odierna.")
	return p, words
}

// words writes s at once and says where each of its words stands.
func (p paper) words(x, y float64, f face, s string) []written {
	p.text(x, y, f, s)
	var out []written
	start := 0
	for i := 0; i <= len(s); i++ {
		if i < len(s) && s[i] != ' ' {
			continue
		}
		if i > start {
			before := p.advance(f, s[:start])
			probe := paper{image.NewGray(image.Rect(0, 0, 1, 1)), p.dpi}
			box := probe.text(0, 0, f, s[start:i])
			out = append(out, written{s[start:i], box.Add(image.Pt(p.px(x)+before, p.px(y)))})
		}
		start = i + 1
	}
	return out
}

func (p paper) advance(f face, s string) int {
	parsed, _ := opentype.Parse(fontFiles[f.name])
	open, _ := opentype.NewFace(parsed, &opentype.FaceOptions{Size: f.points, DPI: p.dpi, Hinting: font.HintingNone})
	defer open.Close()
	return font.MeasureString(open, s).Round()
}

// parcel draws a designed invoice: white print on dark bars, a table without rules, a box of totals,
// two columns whose lines do not stand level, and more running text than the other.
func parcel(t testing.TB, dpi float64) (paper, []written) {
	t.Helper()
	p := a4(dpi)
	var words []written
	line := func(x, y float64, f face, s string) { words = append(words, p.words(x, y, f, s)...) }
	end := func(x, y float64, f face, s string) { words = append(words, written{s, p.right(x, y, f, s)}) }
	sans, small := face{"sans", 9, 30}, face{"sans", 6.5, 90}
	line(15, 22, face{"serif", 20, 60}, "Studio Dentistico Bianchi")
	line(15, 28, small, "Dott. Paolo Bianchi - Odontoiatra - Iscrizione Albo Odontoiatri Torino 1482")
	line(15, 32, small, "Corso Vittorio Emanuele 112, 10128 Torino - P.IVA 07643520567 - C.F. BNCPLA70A01L219X")
	p.fill(15, 40, 85, 7, 60)
	line(17, 45, face{"bold", 10, 255}, "Intestatario")
	p.fill(110, 40, 85, 7, 60)
	line(112, 45, face{"bold", 10, 255}, "Documento")
	for i, s := range []string{"VERDI MARIA CHIARA", "Via San Francesco 18", "10121 Torino (TO)", "Codice fiscale VRDMCH85C41L219Q"} {
		line(17, 53+float64(i)*5.2, sans, s)
	}
	for i, s := range [][2]string{{"Ricevuta sanitaria n.", "45/A"}, {"Data emissione", "03/02/2026"}, {"Scadenza", "03/02/2026"}, {"Pagamento", "Bancomat"}} {
		line(112, 52+float64(i)*4.6, sans, s[0])
		end(194, 52+float64(i)*4.6, face{"bold", 9, 30}, s[1])
	}
	p.fill(15, 84, 180, 7, 60)
	line(17, 89, face{"bold", 9, 255}, "Prestazione")
	end(128, 89, face{"bold", 9, 255}, "Dente")
	end(160, 89, face{"bold", 9, 255}, "Sconto")
	end(193, 89, face{"bold", 9, 255}, "Totale")
	for i, r := range [][4]string{
		{"Visita odontoiatrica di controllo", "-", "0,00", "60,00"},
		{"Ablazione tartaro e lucidatura", "-", "10,00", "80,00"},
		{"Otturazione di cavità di seconda classe", "36", "0,00", "120,00"},
		{"Cura canalare di due canali", "25", "15,00", "235,00"},
		{"Ricostruzione con perno in fibra di vetro", "25", "0,00", "180,00"},
	} {
		y := 97 + float64(i)*6.5
		if i%2 == 1 {
			p.fill(15, y-4.5, 180, 6.5, 238)
		}
		line(17, y, sans, r[0])
		for c, x := range []float64{128, 160, 193} {
			if r[c+1] != "-" {
				end(x, y, sans, r[c+1])
			}
		}
	}
	p.box(120, 136, 75, 29, 0.4)
	for i, r := range [][2]string{{"Imponibile", "675,00"}, {"Contributo ENPAM 4%", "27,00"}, {"Marca da bollo", "2,00"}, {"Totale da pagare", "704,00"}} {
		y, f := 142+float64(i)*6, sans
		if i == 3 {
			y, f = y+1.5, face{"bold", 12, 0}
		}
		line(122, y, f, r[0])
		end(193, y, f, r[1])
	}
	for i, s := range []string{
		"Prestazione esente da IVA ai sensi dell'articolo 10 numero 18 del DPR 633 del 1972 e successive modificazioni.",
		"Il paziente dichiara di aver ricevuto il preventivo e di averlo accettato prima dell'inizio delle cure descritte.",
		"L'opposizione all'invio dei dati al sistema Tessera Sanitaria va espressa al momento della emissione del documento.",
		"Documento emesso in formato cartaceo, non soggetto a fatturazione elettronica secondo le norme vigenti.",
	} {
		line(15, 180+float64(i)*5, sans, s)
	}
	line(15, 285, small, "Banca Intesa - IBAN IT40S0542811101000000123456 - pagina 1 di 1")
	return p, words
}
