package storagetest

import (
	"strings"
	"time"

	"pratica/claim"
	"pratica/storage"
)

// bill is the expense that claims of these tests have, after change.
func bill(change func(*claim.Expense)) claim.Expense {
	e := claim.Expense{DocumentType: claim.InvoiceType, Number: "2024/118", Date: claim.MustDate("2026-03-12"), Issuer: claim.Issuer{VATNumber: clinic},
		Patient: claim.Person{Surname: "ROSSI", Name: "LUCA"}, Total: claim.MustMoney("87.50")}
	if change != nil {
		change(&e)
	}
	return e
}

// billed brings an envelope with one bill as far as its claim, which is delivered if it is ready.
func (o *office) billed(file string, change func(*claim.Expense)) (submission string, next []storage.Step) {
	o.Helper()
	submission, steps := o.split(file, 2)
	return submission, o.billAgain(o.readAll(steps), file, change)
}

func (o *office) billAgain(step storage.Step, file string, change func(*claim.Expense)) []storage.Step {
	o.Helper()
	return o.assemble(step, file, func(c *claim.Claim) { c.Expenses = []claim.Expense{bill(change)} })
}

func (o *office) earlier(submission string, change func(*claim.Expense)) []claim.EarlierExpense {
	o.Helper()
	e := bill(change)
	list, err := o.EarlierExpenses(o.Context(), submission, submission, e.Ledger())
	o.must(err)
	return list
}

func earlierExpenses(o *office) {
	first, next := o.billed("first.pdf", nil)
	other, _ := o.billed("other.pdf", func(e *claim.Expense) {
		e.Number, e.Date, e.Patient = "77", claim.MustDate("2026-01-02"), claim.Person{Surname: "VERDI", Name: "ANNA"}
	})
	equal(o, "earlier than the first", len(o.earlier(first, nil)), 0)
	for what, change := range map[string]func(*claim.Expense){
		"the same":                         nil,
		"a digit of the number":            func(e *claim.Expense) { e.Number = "2024/113" },
		"a digit of the date":              func(e *claim.Expense) { e.Date = claim.MustDate("2026-03-17") },
		"a digit of the issuer":            func(e *claim.Expense) { e.Issuer.VATNumber = "01234560151" },
		"another patient":                  func(e *claim.Expense) { e.Patient = claim.Person{Surname: "VERDI", Name: "ANNA"} },
		"no patient":                       func(e *claim.Expense) { e.Patient = claim.Person{} },
		"the number in another way":        func(e *claim.Expense) { e.Number = "118-2024" },
		"names the other way round":        func(e *claim.Expense) { e.Patient = claim.Person{Surname: "Luca", Name: "Rossi"} },
		"an issuer known by his tax code ": func(e *claim.Expense) { e.Issuer = claim.Issuer{TaxCode: clinic} },
	} {
		list := o.earlier(other, change)
		equal(o, "found by "+what, len(list), 1)
		if len(list) == 1 && (list[0].Claim != o.onlyClaim(first).ID || list[0].ProtocolNumber != o.submission(first).ProtocolNumber ||
			list[0].Delivered || list[0].Outcome != claim.Admissible || list[0].Expense.Number != "2024/118" || !list[0].Expense.Total.Equal(claim.MustMoney("87.50"))) {
			o.Errorf("%s: %+v", what, list[0])
		}
	}
	equal(o, "found by two others", len(o.earlier(other, func(e *claim.Expense) { e.Number, e.Date = "9", claim.MustDate("2026-02-01") })), 0)
	o.deliver(next[0])
	if list := o.earlier(other, nil); len(list) != 1 || !list[0].Reimbursed() {
		o.Errorf("after delivery: %+v", list)
	}
}

// asking brings an envelope with NA1, an allowance and one bill as far as its claim.
func (o *office) asking(step storage.Step, file string, change func(*claim.Claim)) []storage.Step {
	o.Helper()
	return o.assemble(step, file, func(c *claim.Claim) {
		*c = asked(*c)
		if change != nil {
			change(c)
		}
	})
}

func asked(c claim.Claim) claim.Claim {
	c.Member.Code = "1047823"
	c.Patient = claim.Patient{Relation: claim.Family, Surname: "ROSSI", Name: "LUCA"}
	c.Expenses = []claim.Expense{bill(nil)}
	c.Dependency = &claim.Dependency{}
	c.Allowance = &claim.Allowance{Hospital: "OSPEDALE MAGGIORE", Sessions: []claim.Date{claim.MustDate("2026-03-05"), claim.MustDate("2026-03-12")}}
	return c
}

func earlierRequests(o *office) {
	first, reads := o.split("first.pdf", 2)
	o.asking(o.readAll(reads), "first.pdf", nil)
	second, reads := o.split("second.pdf", 2)
	o.asking(o.readAll(reads), "second.pdf", nil)
	find := func(what string, kind claim.Kind, want int, change func(*claim.Claim)) {
		o.Helper()
		c := asked(claim.Claim{})
		if change != nil {
			change(&c)
		}
		for _, request := range claim.LedgerRequests(&c) {
			if request.Asked.Kind != kind {
				continue
			}
			list, err := o.EarlierExpenses(o.Context(), second, second, request)
			o.must(err)
			equal(o, what, len(list), want)
			for _, e := range list {
				if e.Expense.Asked == nil || e.Expense.Asked.Kind != kind || e.Expense.Patient.Surname != "ROSSI" || e.MemberCode != "1047823" || e.ProtocolNumber != o.submission(first).ProtocolNumber {
					o.Errorf("%s: %+v", what, e)
				}
			}
		}
	}
	find("the same subsidy", claim.DependencyAid, 1, nil)
	find("a name read in another way", claim.DependencyAid, 1, func(c *claim.Claim) { c.Patient.Surname = "R0SSI" })
	find("another code", claim.DependencyAid, 1, func(c *claim.Claim) { c.Member.Code = "1047824" })
	find("somebody else", claim.DependencyAid, 0, func(c *claim.Claim) { c.Member.Code, c.Patient.Surname = "1047824", "VERDI" })
	find("a session in common", claim.AllowanceStay, 1, func(c *claim.Claim) { c.Allowance.Sessions[0] = claim.MustDate("2026-03-19") })
	find("other sessions", claim.AllowanceStay, 0, func(c *claim.Claim) {
		c.Allowance.Sessions = []claim.Date{claim.MustDate("2026-03-19"), claim.MustDate("2026-03-26")}
	})
	find("an illness nobody asked for", claim.SeriousIllnessCare, 0, func(c *claim.Claim) { c.SeriousIllness = &claim.SeriousIllness{Illness: "stroke"} })
	equal(o, "bills", len(o.earlier(second, nil)), 1)

	again, err := o.Reprocess(o.Context(), first, "anna")
	o.must(err)
	reads, err = o.FinishSplit(o.Context(), again[0].StepRef, []storage.Envelope{pages("first.pdf", 2)})
	o.must(err)
	equal(o, "steps after nothing changed", names(o.asking(o.readAll(reads), "first.pdf", nil)), "")
	steps, err := o.Void(o.Context(), first, "sbagliata", "anna")
	o.must(err)
	if !strings.Contains(names(steps), "submission:assemble "+second) {
		o.Errorf("steps after the void: %s", names(steps))
	}
	find("the subsidy after the void", claim.DependencyAid, 0, nil)
}

func voidIsNotInTheLedger(o *office) {
	first, _ := o.billed("first.pdf", nil)
	second, _ := o.billed("second.pdf", nil)
	equal(o, "earlier", len(o.earlier(second, nil)), 1)
	steps, err := o.Void(o.Context(), first, "sbagliata", "anna")
	o.must(err)
	equal(o, "earlier after the void", len(o.earlier(second, nil)), 0)
	equal(o, "steps", names(steps), "submission:assemble "+second)
}

// An envelope may be read before another that came earlier: then it is assembled again, for it may be the duplicate.
func laterIsAssembledAgain(o *office) {
	first, steps := o.split("first.pdf", 2)
	second, _ := o.billed("second.pdf", nil)
	equal(o, "earlier", len(o.earlier(second, nil)), 0)
	next := o.billAgain(o.readAll(steps), "first.pdf", nil)
	equal(o, "steps", names(next), "claim:deliver "+o.onlyClaim(first).ID+":1, submission:assemble "+second)
	equal(o, "earlier", len(o.earlier(second, nil)), 1)
	_, err := o.Begin(o.Context(), next[1].StepRef, o.clock.Add(time.Minute))
	o.must(err)
	next = o.billAgain(next[1], "second.pdf", nil)
	equal(o, "steps after nothing changed", names(next), "")

	again, err := o.Reprocess(o.Context(), first, "anna")
	o.must(err)
	reads, err := o.FinishSplit(o.Context(), again[0].StepRef, []storage.Envelope{pages("first.pdf", 2)})
	o.must(err)
	next = o.billAgain(o.readAll(reads), "first.pdf", func(e *claim.Expense) { e.Number = "2024/999" })
	equal(o, "steps after a change", names(next), "claim:deliver "+o.onlyClaim(first).ID+":2, submission:assemble "+second)
}

func names(steps []storage.Step) string {
	var list []string
	for _, s := range steps {
		list = append(list, string(s.Kind)+" "+s.Subject)
	}
	return strings.Join(list, ", ")
}

// printed brings an envelope with one bill and its print as far as its claim.
func (o *office) printed(file string, print claim.PagePrint) string {
	o.Helper()
	submission, steps := o.split(file, 2)
	step := o.readAll(steps)
	a, err := o.Assembly(o.Context(), step.Subject)
	o.must(err)
	c := claimOf(a.Submission, file, 1, 2)
	c.Expenses = []claim.Expense{bill(func(e *claim.Expense) { e.Number, e.Date = claim.Text(file), claim.MustDate("2026-03-0"+file[:1]) })}
	_, err = o.FinishAssemble(o.Context(), step.StepRef, []storage.AssembledClaim{{Claim: c, State: claim.Ready, Prints: []claim.PagePrint{print}}})
	o.must(err)
	return submission
}

func earlierPrints(o *office) {
	first := o.printed("1.pdf", claim.PagePrint{Text: "first", Bands: []int64{1, 2, 3}})
	o.printed("2.pdf", claim.PagePrint{Text: "second", Bands: []int64{3, 4}})
	third := o.printed("3.pdf", claim.PagePrint{Text: "third", Bands: []int64{7}})
	last := o.printed("4.pdf", claim.PagePrint{Text: "last", Bands: []int64{1, 2, 3}})
	like := func(submission string, bands ...int64) (texts string) {
		o.Helper()
		list, err := o.EarlierPrints(o.Context(), submission, submission, claim.PagePrint{Bands: bands})
		o.must(err)
		for _, p := range list {
			texts += p.Text + " " + string(p.Expense.Number) + " " + p.ProtocolNumber + ";"
		}
		return texts
	}
	number := func(n string) string { return "2026-00000" + n }
	equal(o, "most in common first", like(last, 2, 3, 4, 1), "first 1.pdf "+number("1")+";second 2.pdf "+number("2")+";")
	equal(o, "nothing in common", like(last, 9), "")
	equal(o, "without bands", like(last), "")
	equal(o, "before the first", like(first, 1), "")
	steps, err := o.Void(o.Context(), first, "sbagliata", "anna")
	o.must(err)
	if again := names(steps); !strings.Contains(again, last) || strings.Contains(again, third) {
		o.Errorf("assembled again: %s", again)
	}
	equal(o, "after the void", like(last, 1, 2, 3), "second 2.pdf "+number("2")+";")
}

func earlierSends(o *office) {
	first, _ := o.assembled("first.pdf")
	second, _ := o.assembled("second.pdf")
	count := func(submission, code string, channel claim.Channel, month string) int {
		o.Helper()
		list, err := o.EarlierSends(o.Context(), submission, code, channel, claim.MustDate(month))
		o.must(err)
		return len(list)
	}
	equal(o, "before the first", count(first, "1047823", claim.Post, "2026-05-31"), 0)
	equal(o, "before the second", count(second, "1047823", claim.Post, "2026-05-31"), 1)
	equal(o, "in another month", count(second, "1047823", claim.Post, "2026-06-01"), 0)
	equal(o, "of another member", count(second, "1047824", claim.Post, "2026-05-31"), 0)
	equal(o, "by another channel", count(second, "1047823", claim.Online, "2026-05-31"), 0)
}

func sameBytes(o *office) {
	first, _ := o.assembled("a.pdf")
	a := arrival("again.pdf", "new.pdf")
	a.Files[0].Object = object("a.pdf")
	_, _, split, err := o.CreateArrival(o.Context(), a)
	o.must(err)
	steps, err := o.FinishSplit(o.Context(), split.StepRef, []storage.Envelope{{Pages: []storage.PageRef{{File: "again.pdf", FilePage: 1}, {File: "new.pdf", FilePage: 1}}}})
	o.must(err)
	assembly, err := o.Assembly(o.Context(), o.readAll(steps).Subject)
	o.must(err)
	if len(assembly.SentBefore) != 1 || assembly.SentBefore[0] != (storage.SentBefore{PageRef: storage.PageRef{File: "again.pdf", FilePage: 1}, Submission: first,
		ProtocolNumber: o.submission(first).ProtocolNumber}) {
		o.Errorf("sent before: %+v", assembly.SentBefore)
	}
	own, err := o.Assembly(o.Context(), first)
	o.must(err)
	equal(o, "before the first", len(own.SentBefore), 0)
}

func membersAreImported(o *office) {
	someone := func(code, surname string) claim.Enrolment {
		return claim.Enrolment{Code: code, Member: claim.Enrolled{Surname: claim.Text(surname), Name: "MARIA GRAZIA", Periods: []claim.EnrolledPeriod{{Period: claim.Period{From: claim.MustDate("2020-03-01")}}}},
			Family: []claim.Enrolled{}, Arrears: []claim.Arrears{}, IBAN: "IT60X0542811101000000123456"}
	}
	imported := func(whole bool, list ...claim.Enrolment) storage.MembersImported {
		o.Helper()
		done, err := o.ImportMembers(o.Context(), list, whole)
		o.must(err)
		return done
	}
	any := func() bool {
		o.Helper()
		found, err := o.AnyMember(o.Context())
		o.must(err)
		return found
	}
	equal(o, "anybody", any(), false)
	a, b := someone("1047823", "BERTOLINI"), someone("1047824", "D'AMICO")
	equal(o, "first", imported(false, a, b), storage.MembersImported{New: 2, Known: 2})
	equal(o, "anybody", any(), true)
	equal(o, "again", imported(false, a, b), storage.MembersImported{Known: 2})
	a.IBAN = ""
	equal(o, "a change", imported(false, a), storage.MembersImported{Changed: 1, Known: 2})
	known, err := o.Member(o.Context(), "1047823")
	o.must(err)
	equal(o, "IBAN", known.IBAN, "")
	equal(o, "enrolled", known.Member.Periods[0].From, claim.MustDate("2020-03-01"))
	list, err := o.MembersOf(o.Context(), []string{"1047824", "1047829", "1047823"})
	o.must(err)
	equal(o, "of three codes", len(list), 2)
	equal(o, "first", list[0].Code, "1047823")
	list, err = o.MembersOf(o.Context(), nil)
	o.must(err)
	equal(o, "of none", len(list), 0)
	_, err = o.ImportMembers(o.Context(), []claim.Enrolment{someone("1047825", "NERI"), {}}, false)
	o.code(err, claim.EINVALID)
	_, err = o.Member(o.Context(), "1047825")
	o.code(err, claim.ENOTFOUND)
	equal(o, "the whole", imported(true, b), storage.MembersImported{Deleted: 1, Known: 1})
	_, err = o.Member(o.Context(), "1047823")
	o.code(err, claim.ENOTFOUND)
}
