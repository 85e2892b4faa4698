package synth

// photographedCase is a case of photos, one or more a document, each with one page.
func photographedCase(name string, m *mail, strength float64, d dice) (*labelled, error) {
	c := &labelled{name: name}
	var pages []*sheet
	list := m.papers(newDice(d.Uint64(), "papers"))
	for _, p := range list {
		pages = append(pages, p.pages...)
	}
	files, places, tags := photographs(pages, d, strength, 1)
	c.files = files
	var documents []truthDocument
	for n, p := range list {
		number := 0
		if len(p.pages) > 1 {
			number = n + 1
		}
		// a document of several pages is in as many files: an entry each
		for range p.pages {
			documents = append(documents, truthDocument{File: places[0], Pages: []int{1}, Kind: p.kind, Claim: p.claim, Paper: number, IssuedOn: p.issuedOn})
			places = places[1:]
		}
	}
	return c.label(m, Photo, documents, tags...)
}
