package synth

// drawInvoice draws an expense document on its pages: one, but for a long account.
func drawInvoice(i *invoice, d dice) []*sheet {
	if i.Nature == longBill {
		return longSheets(i, d)
	}
	s := newSheet(210, 297, d)
	layouts[i.look.Layout].draw(&draft{s, i})
	return []*sheet{s}
}

// drawInvoices draws the expense documents of a claim, a paper each but for those that share a page, as
// members copy two receipts on one; such invoices say so (Shared). Some papers bear a stamp across the text.
func drawInvoices(list []*invoice, d dice) []paper {
	var papers []paper
	for n := 0; n < len(list); n++ {
		pages := drawInvoice(list[n], newDice(d.Uint64(), "invoice"))
		p := paper{kind: list[n].documentKind(), pages: pages}
		if n+1 < len(list) && len(pages) == 1 && list[n+1].documentKind() == p.kind && list[n+1].Nature != longBill && d.chance(0.15) {
			other := drawInvoice(list[n+1], newDice(d.Uint64(), "invoice"))
			p.pages = []*sheet{together(pages[0], other[0], d)}
			list[n].Shared, list[n+1].Shared = true, true
			n++
		} else if d.chance(0.1) {
			stampOver(pages[0], d)
		}
		papers = append(papers, p)
	}
	return papers
}

// together puts two papers on one page: slips side by side, half pages one above the other, whole pages
// made smaller side by side on a page across.
func together(a, b *sheet, d dice) *sheet {
	page := newSheet(210, 297, d)
	switch {
	case a.W < 100 && b.W < 100:
		page.paste(a, d.between(10, 20), d.between(10, 30), 1, 0, true)
		page.paste(b, d.between(108, 125), d.between(10, 30), 1, 0, true)
	case a.W > 100 && b.W > 100 && a.lowest() < 146 && b.lowest() < 146:
		page.paste(a, 0, 0, 1, 0, true)
		page.paste(b, 0, 148.5, 1, 0, true)
		if d.chance(0.4) {
			page.rule(0, 148.5, 210, 148.5, 0.15, greyInk(170)) // the edge of a copied paper
		}
	default:
		page = newSheet(297, 210, d)
		for n, s := range []*sheet{a, b} {
			scale := min(140/s.W, 202/s.H, 1)
			page.paste(s, float64(n)*148.5+(148.5-s.W*scale)/2, (210-s.H*scale)/2, scale, 0, true)
		}
	}
	return page
}

// lowest is the baseline of the lowest line.
func (s *sheet) lowest() (y float64) {
	for _, p := range s.printed {
		y = max(y, p.y)
	}
	return y
}

// suit makes the paper one that comes in that quality: digital PDFs are neither written by hand nor struck by
// needles. Writers is the set of hands (see Options).
func (i *invoice) suit(quality, writers string) {
	i.look.Writers = writers
	if quality != Clean {
		return
	}
	i.look.Hand = false
	if i.look.Layout == dotsLayout {
		i.look.Layout = printerLayout
	}
}

// writing gives how values are put on a pad: by a typewriter, or by hand. With right, x is the right end;
// a text wider than width mm is made smaller.
func (d *draft) writing(typed ink) func(x, y, width float64, a align, text string) {
	if !d.look.Hand {
		return func(x, y, width float64, a align, text string) { d.print(x, y, typed.fits(text, width), a, text) }
	}
	by := someWriter(d.dice, d.look.Writers)
	by.capitals = min(by.capitals, 3.4)
	return func(x, y, width float64, a align, text string) {
		h := by.fits(text, by.capitals, width)
		if a == right {
			x -= by.width(h, text)
		}
		by.write(d.sheet, x, y, h, text)
	}
}
