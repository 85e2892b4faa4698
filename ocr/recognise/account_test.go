package recognise

import "testing"

func TestSecondReadingsHaveABudget(t *testing.T) {
	var e Engine
	for range 10 * MostAgain {
		if !e.MayReadAgain() {
			t.Fatal("refused without a page: an engine of its own has no budget")
		}
	}
	for name, c := range map[string]struct{ first, asked, made int }{
		"a page of few lines":       {first: 3, asked: 100, made: freeAgain + 3*againPerReading},
		"a page of zones":           {first: 100, asked: 200, made: 200},
		"a page of a thousand bits": {first: 1000, asked: 1000, made: MostAgain},
	} {
		t.Run(name, func(t *testing.T) {
			e.BeginPage()
			e.account.Readings = c.first
			for n := range c.asked {
				if e.MayReadAgain() {
					e.account.Readings++
					e.ReadAgain(n%2 == 0)
				}
			}
			a := e.Account().Again
			if a.Made != c.made || a.Agreed+a.Differed != c.made || a.Refused != c.asked-c.made {
				t.Errorf("counted %+v of %d asked for, want %d made", a, c.asked, c.made)
			}
		})
	}
}
