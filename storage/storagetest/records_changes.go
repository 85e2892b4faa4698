package storagetest

import (
	"fmt"
	"strings"
	"time"

	"pratica/claim"
	"pratica/storage"
)

func unchangedReprocess(o *office) {
	id, deliver := o.assembled("scan.pdf")
	o.deliver(deliver)
	before := o.onlyClaim(id)
	steps, err := o.Reprocess(o.Context(), id, "operatore")
	o.must(err)
	equal(o, "state", o.submission(id).State, claim.Splitting)
	waiting, err := o.WaitingArrivals(o.Context())
	o.must(err)
	equal(o, "waiting arrivals", len(waiting), 0)
	reads, err := o.FinishSplit(o.Context(), steps[0].StepRef, []storage.Envelope{pages("scan.pdf", 2)})
	o.must(err)
	page, err := o.Page(o.Context(), reads[0].Subject)
	o.must(err)
	equal(o, "fresh", page.Fresh, true)
	next := o.assemble(o.readAll(reads), "scan.pdf", func(c *claim.Claim) {
		c.ProducedBy.Software = "newer"
		c.Documents[0].Pages[0].Object = claim.Text(object("another picture"))
		c.Provenance = map[string]claim.Provenance{"/member/code": {Confidence: 0.5}}
	})
	equal(o, "deliver steps", len(next), 0)
	page, err = o.Page(o.Context(), reads[0].Subject)
	o.must(err)
	equal(o, "fresh once assembled", page.Fresh, false)
	after := o.onlyClaim(id)
	equal(o, "id", after.ID, before.ID)
	equal(o, "version", after.Version, 1)
	equal(o, "state", after.State, claim.Delivered)
	equal(o, "software", after.Claim.ProducedBy.Software, "test")
	audit, err := o.Audit(o.Context(), id)
	o.must(err)
	equal(o, "audit entries", len(audit), 1)
	equal(o, "action", audit[0].Action, storage.ActionReprocess)
	equal(o, "pages", o.submission(id).Pages, 2)
	reads, err = o.FinishSplit(o.Context(), o.mustSteps(o.Reprocess(o.Context(), id, "operatore"))[0].StepRef, []storage.Envelope{pages("scan.pdf", 2)})
	o.must(err)
	equal(o, "new read steps", len(reads), 2)
}

func (o *office) mustSteps(steps []storage.Step, err error) []storage.Step {
	o.Helper()
	o.must(err)
	return steps
}

func changedReprocess(o *office) {
	id, undelivered := o.assembled("scan.pdf")
	first := o.onlyClaim(id)
	next := o.assemble(o.reprocess(id, "scan.pdf"), "scan.pdf", func(c *claim.Claim) { c.Member.Surname = "BERTOLINO" })
	equal(o, "deliver steps", len(next), 1)
	equal(o, "subject", next[0].Subject, first.ID+":2")
	o.stale(o.FinishDelivery(o.Context(), undelivered.StepRef, "too late"))
	now := o.onlyClaim(id)
	equal(o, "id", now.ID, first.ID)
	equal(o, "id in the claim", now.Claim.ID, first.ID)
	equal(o, "version", now.Version, 2)
	equal(o, "version in the claim", now.Claim.Version, 2)
	equal(o, "surname", now.Claim.Member.Surname, "BERTOLINO")
	old, err := o.Claim(o.Context(), first.ID, 1)
	o.must(err)
	equal(o, "old surname", old.Claim.Member.Surname, "BERTOLINI")
	equal(o, "current", old.Current, 2)
	o.deliver(next[0])
	equal(o, "state", o.onlyClaim(id).State, claim.Delivered)

	o.assemble(o.reprocess(id, "scan.pdf"), "scan.pdf", func(c *claim.Claim) { c.Member.Surname = "BERTOLINI" })
	now = o.onlyClaim(id)
	equal(o, "version", now.Version, 3)
	equal(o, "state of a delivered claim with a new version", now.State, claim.Ready)
}

func reprocessOneOfSeveral(o *office) {
	a, step := o.arrive("batch.pdf")
	reads, err := o.FinishSplit(o.Context(), step.StepRef, []storage.Envelope{pages("batch.pdf", 2), pages("batch.pdf", 1)})
	o.must(err)
	o.assemble(o.readAll(reads[:2]), "batch.pdf", nil)
	a, err = o.Arrival(o.Context(), a.ID)
	o.must(err)
	steps, err := o.Reprocess(o.Context(), a.Submissions[0], "operatore")
	o.must(err)
	equal(o, "steps", len(steps), 2)
	equal(o, "page", steps[0].Subject, reads[0].Subject)
	equal(o, "generation", steps[0].Generation, 2)
	equal(o, "pages read", o.submission(a.Submissions[0]).PagesRead, 0)
	equal(o, "state of the other", o.submission(a.Submissions[1]).State, claim.Reading)
	o.assemble(o.readAll(steps), "batch.pdf", nil)
}

func claimsComeAndGo(o *office) {
	id, reads := o.split("scan.pdf", 4)
	assemble := o.readAll(reads)
	finish := func(step storage.Step, pages ...[]int) (claims []storage.StoredClaim, steps []storage.Step) {
		o.Helper()
		var list []storage.AssembledClaim
		for _, p := range pages {
			list = append(list, storage.AssembledClaim{Claim: claimOf(o.submission(id).Submission, "scan.pdf", p...), State: claim.Ready})
		}
		steps, err := o.FinishAssemble(o.Context(), step.StepRef, list)
		o.must(err)
		claims, err = o.ClaimsOf(o.Context(), id)
		o.must(err)
		return claims, steps
	}
	again := func() storage.Step {
		o.Helper()
		steps, err := o.Reprocess(o.Context(), id, "operatore")
		o.must(err)
		reads, err := o.FinishSplit(o.Context(), steps[0].StepRef, []storage.Envelope{pages("scan.pdf", 4)})
		o.must(err)
		return o.readAll(reads)
	}
	first, steps := finish(assemble, []int{1, 2}, []int{3, 4})
	equal(o, "claims", len(first), 2)
	o.deliver(steps[0])
	o.deliver(steps[1])

	// Page 2 goes over to the second, and the first is gone.
	second, steps := finish(again(), []int{2, 3, 4})
	equal(o, "claims", len(second), 2)
	equal(o, "first", second[0].State, claim.Void)
	equal(o, "second", second[1].State, claim.Ready)
	equal(o, "second's version", second[1].Version, 2)
	equal(o, "steps", len(steps), 2)
	equal(o, "new version", steps[0].Subject, first[1].ID+":2")
	equal(o, "void", steps[1].Subject, first[0].ID+":1:void")

	third, _ := finish(again(), []int{2}, []int{3, 4}, []int{1})
	equal(o, "claims", len(third), 4)
	equal(o, "the one kept", third[1].Version, 3)
	equal(o, "the void one", third[0].State, claim.Void)
	equal(o, "a new one", third[2].Version, 1)
	fourth, _ := finish(again(), []int{2}, []int{3}, []int{1}, []int{4})
	equal(o, "claims", len(fourth), 5)
}

func waitingClaim(o *office) {
	id, reads := o.split("scan.pdf", 2)
	assemble := o.readAll(reads)
	c := claimOf(o.submission(id).Submission, "scan.pdf", 1, 2)
	c.Outcome = claim.NeedsReview
	finish := func(step storage.Step, state claim.State) ([]storage.Step, error) {
		return o.FinishAssemble(o.Context(), step.StepRef, []storage.AssembledClaim{{Claim: c, State: state}})
	}
	for _, state := range []claim.State{claim.Delivered, claim.Void, "", "ready "} {
		_, err := finish(assemble, state)
		o.code(err, claim.EINVALID)
	}
	other := c
	other.Submission = "another"
	_, err := o.FinishAssemble(o.Context(), assemble.StepRef, []storage.AssembledClaim{{Claim: other, State: claim.Ready}})
	o.code(err, claim.EINVALID)
	_, err = o.FinishAssemble(o.Context(), assemble.StepRef, nil)
	o.code(err, claim.EINVALID)

	steps, err := finish(assemble, claim.InReview)
	o.must(err)
	equal(o, "steps", len(steps), 0)
	equal(o, "state", o.onlyClaim(id).State, claim.InReview)
	steps, err = finish(o.reprocess(id, "scan.pdf"), claim.Ready)
	o.must(err)
	equal(o, "steps", len(steps), 1)
	now := o.onlyClaim(id)
	equal(o, "state", now.State, claim.Ready)
	equal(o, "version", now.Version, 1)
}

func patchSentDate(o *office) {
	id, deliver := o.assembled("scan.pdf")
	o.deliver(deliver)
	day, note := claim.MustDate("2026-05-02"), claim.Text("Timbro poco leggibile.")
	s, steps, err := o.Patch(o.Context(), id, storage.Patch{SentOn: &day, SentEvidence: claim.Operator, Note: &note}, "anna")
	o.must(err)
	equal(o, "sent on", s.SentOn, day)
	equal(o, "evidence", s.SentEvidence, claim.Operator)
	equal(o, "note", s.Note, note)
	equal(o, "state", s.State, claim.Assembling)
	equal(o, "steps", len(steps), 1)
	equal(o, "kind", steps[0].Kind, storage.AssembleSubmission)
	audit, err := o.Audit(o.Context(), id)
	o.must(err)
	var got []string
	for _, e := range audit {
		got = append(got, fmt.Sprintf("%s %s %s %s→%s", e.By, e.Action, e.Field, e.Before, e.After))
		equal(o, "at", e.At, o.clock)
	}
	equal(o, "audit", strings.Join(got, "; "),
		"anna patch note →Timbro poco leggibile.; anna patch sent_on 2026-05-10→2026-05-02; anna patch sent_evidence postmark→operator")

	// The date changes again while the claim is being assembled with the one before.
	day = claim.MustDate("2026-05-03")
	_, newer, err := o.Patch(o.Context(), id, storage.Patch{SentOn: &day, SentEvidence: claim.Operator}, "anna")
	o.must(err)
	old := claimOf(s.Submission, "scan.pdf", 1, 2)
	_, err = o.FinishAssemble(o.Context(), steps[0].StepRef, []storage.AssembledClaim{{Claim: old, State: claim.Ready}})
	o.stale(err)
	o.assemble(newer[0], "scan.pdf", nil)
	now := o.onlyClaim(id)
	equal(o, "version", now.Version, 2)
	equal(o, "sent on", now.Claim.SentOn, day)
}

func idlePatch(o *office) {
	id, _ := o.assembled("scan.pdf")
	same, none, future := claim.MustDate("2026-05-10"), claim.Text(""), claim.DateIn(o.clock).AddDays(1)
	_, steps, err := o.Patch(o.Context(), id, storage.Patch{SentOn: &same, SentEvidence: claim.Postmark, Note: &none}, "anna")
	o.must(err)
	equal(o, "steps", len(steps), 0)
	for _, p := range []storage.Patch{
		{SentOn: &future, SentEvidence: claim.Operator},
		{SentOn: &claim.Date{}, SentEvidence: claim.Operator},
		{SentOn: &claim.Date{Year: 2026, Month: 2, Day: 30}, SentEvidence: claim.Operator},
		{SentOn: &same},
		{SentOn: &same, SentEvidence: claim.AssumedReceived},
	} {
		note := claim.Text("not kept")
		p.Note = &note
		_, _, err := o.Patch(o.Context(), id, p, "anna")
		o.code(err, claim.EINVALID)
	}
	audit, err := o.Audit(o.Context(), id)
	o.must(err)
	equal(o, "audit entries", len(audit), 0)
	equal(o, "note", o.submission(id).Note, "")

	unread, _ := o.split("other.pdf", 1)
	day := claim.MustDate("2026-05-01")
	s, steps, err := o.Patch(o.Context(), unread, storage.Patch{SentOn: &day, SentEvidence: claim.Postmark}, "anna")
	o.must(err)
	equal(o, "steps of a submission that is not read yet", len(steps), 0)
	equal(o, "state", s.State, claim.Reading)
}

func voiding(o *office) {
	_, err := o.Void(o.Context(), "none", " \n", "anna")
	o.code(err, claim.EINVALID)

	untouched, _ := o.assembled("a.pdf")
	begun, step := o.assembled("b.pdf")
	_, err = o.Begin(o.Context(), step.StepRef, o.clock.Add(time.Minute))
	o.must(err)
	delivered, done := o.assembled("c.pdf")
	o.deliver(done)
	unread, reads := o.split("d.pdf", 2)
	for id, want := range map[string]int{untouched: 0, begun: 1, delivered: 1, unread: 0} {
		steps, err := o.Void(o.Context(), id, " inviata per errore ", "anna")
		o.must(err)
		equal(o, "void deliveries", len(steps), want)
		s := o.submission(id)
		if s.VoidedAt == nil || !s.VoidedAt.Equal(o.clock) || s.VoidReason != "inviata per errore" {
			o.Errorf("voided at %v because %q", s.VoidedAt, s.VoidReason)
		}
		for _, c := range s.Claims {
			equal(o, "claim state", c.State, claim.Void)
		}
		if want == 0 {
			continue
		}
		d, err := o.Delivery(o.Context(), steps[0].Subject)
		o.must(err)
		if !d.Void || d.VoidReason != "inviata per errore" || d.Subject != d.Claim+":1:void" || len(d.Body) == 0 {
			o.Errorf("delivery is %+v", d)
		}
		o.deliver(steps[0])
		equal(o, "claim state", o.onlyClaim(id).State, claim.Void)
	}
	o.stale(o.FinishDelivery(o.Context(), step.StepRef, "too late"))
	_, err = o.FinishRead(o.Context(), reads[0].StepRef, reading)
	o.stale(err)
	equal(o, "pending", o.pending(), "")
}

func voidIsFinal(o *office) {
	id, _ := o.assembled("a.pdf")
	_, err := o.Void(o.Context(), id, "doppia", "anna")
	o.must(err)
	_, err = o.Void(o.Context(), id, "doppia", "anna")
	o.code(err, claim.ECONFLICT)
	_, err = o.Reprocess(o.Context(), id, "anna")
	o.code(err, claim.ECONFLICT)
	note := claim.Text("n")
	_, _, err = o.Patch(o.Context(), id, storage.Patch{Note: &note}, "anna")
	o.code(err, claim.ECONFLICT)

	// Void while it is read again.
	id, _ = o.assembled("b.pdf")
	steps, err := o.Reprocess(o.Context(), id, "anna")
	o.must(err)
	_, err = o.Void(o.Context(), id, "doppia", "anna")
	o.must(err)
	_, err = o.FinishSplit(o.Context(), steps[0].StepRef, []storage.Envelope{pages("b.pdf", 1)})
	o.stale(err)

	// Void while it is assembled.
	id, reads := o.split("c.pdf", 2)
	assemble := o.readAll(reads)
	_, err = o.Void(o.Context(), id, "doppia", "anna")
	o.must(err)
	c := claimOf(o.submission(id).Submission, "c.pdf", 1, 2)
	_, err = o.FinishAssemble(o.Context(), assemble.StepRef, []storage.AssembledClaim{{Claim: c, State: claim.Ready}})
	o.stale(err)
	equal(o, "claims", len(o.submission(id).Claims), 0)
}

func reprocessWhileAssembling(o *office) {
	id, reads := o.split("scan.pdf", 2)
	early := o.readAll(reads)
	late := o.reprocess(id, "scan.pdf")
	c := claimOf(o.submission(id).Submission, "scan.pdf", 1, 2)
	_, err := o.FinishAssemble(o.Context(), early.StepRef, []storage.AssembledClaim{{Claim: c, State: claim.Ready}})
	o.stale(err)
	deliver := o.assemble(late, "scan.pdf", nil)
	equal(o, "deliver steps", len(deliver), 1)

	// A delivery on its way is left alone.
	equal(o, "more deliver steps", len(o.assemble(o.reprocess(id, "scan.pdf"), "scan.pdf", nil)), 0)
	_, err = o.Begin(o.Context(), deliver[0].StepRef, o.clock)
	o.must(err)

	// The step of the assembling before must not be on the list while pages are read.
	late = o.reprocess(id, "scan.pdf")
	again, err := o.Reprocess(o.Context(), id, "operatore")
	o.must(err)
	equal(o, "pending", o.pending(), string(storage.SplitArrival)+" "+again[0].Subject+", "+string(storage.DeliverClaim)+" "+o.onlyClaim(id).ID+":1")
	_, err = o.FinishAssemble(o.Context(), late.StepRef, []storage.AssembledClaim{{Claim: c, State: claim.Ready}})
	o.stale(err)
}

func searching(o *office) {
	var ids []string
	for i := range 5 {
		a := arrival(fmt.Sprintf("%d.pdf", i))
		a.ExternalNumber = claim.Text(fmt.Sprintf("Busta_%d%%", i))
		if i == 3 {
			a.ExternalNumber = "2026-000001"
		}
		_, _, step, err := o.CreateArrival(o.Context(), a)
		o.must(err)
		reads, err := o.FinishSplit(o.Context(), step.StepRef, []storage.Envelope{pages(a.Files[0].Name, 1)})
		o.must(err)
		page, err := o.Page(o.Context(), reads[0].Subject)
		o.must(err)
		ids = append(ids, page.Submission)
	}
	_, err := o.Void(o.Context(), ids[4], "prova", "anna")
	o.must(err)
	yes, no := true, false
	for _, c := range []struct {
		name  string
		query storage.Query
		want  string // the numbers of the submissions, newest first
	}{
		{"all", storage.Query{}, "5 4 3 2 1"},
		{"a protocol number", storage.Query{Search: "2026-000003"}, "3"},
		{"a protocol number that is another's external number", storage.Query{Search: "2026-000001"}, "4 1"},
		{"of a state", storage.Query{Search: "2026-000001", State: claim.Assembled}, ""},
		{"a number that nobody has", storage.Query{Search: "2026-0000010"}, ""},
		{"part of a protocol number", storage.Query{Search: "00004"}, "4"},
		{"an external number in another case", storage.Query{Search: "bUSTA_2"}, "3"},
		{"a percent sign is no wildcard", storage.Query{Search: "busta%2"}, ""},
		{"an underscore is no wildcard", storage.Query{Search: "busta__"}, ""},
		{"an id in lower case", storage.Query{Search: strings.ToLower(ids[1])}, "2"},
		{"part of an id", storage.Query{Search: ids[1][:20]}, ""},
		{"a state", storage.Query{State: claim.Reading}, "5 4 3 2 1"},
		{"another state", storage.Query{State: claim.Assembled}, ""},
		{"void ones", storage.Query{Voided: &yes}, "5"},
		{"living ones", storage.Query{Voided: &no, State: claim.Reading}, "4 3 2 1"},
	} {
		list, err := o.Submissions(o.Context(), c.query)
		o.must(err)
		var got []string
		for _, s := range list.Submissions {
			got = append(got, strings.TrimLeft(strings.TrimPrefix(s.ProtocolNumber, "2026-"), "0"))
		}
		equal(o, c.name, strings.Join(got, " "), c.want)
		equal(o, c.name+": total", list.Total, len(got))
		equal(o, c.name+": next", list.Next, "")
	}
	byArrival, err := o.Submissions(o.Context(), storage.Query{Arrival: o.submission(ids[2]).Arrival})
	o.must(err)
	equal(o, "of an arrival", byArrival.Submissions[0].ID, ids[2])

	var got []string
	q := storage.Query{Limit: 2}
	for {
		list, err := o.Submissions(o.Context(), q)
		o.must(err)
		equal(o, "total", list.Total, 5)
		for _, s := range list.Submissions {
			got = append(got, s.ID)
		}
		if q.Before = list.Next; q.Before == "" {
			break
		}
	}
	equal(o, "ids by pages of two", strings.Join(got, " "), strings.Join([]string{ids[4], ids[3], ids[2], ids[1], ids[0]}, " "))
	_, err = o.Submissions(o.Context(), storage.Query{Limit: 501})
	o.code(err, claim.EINVALID)
	found, err := o.SubmissionNumbered(o.Context(), "2026-000001")
	o.must(err)
	equal(o, "numbered", found.ID, ids[0])
	_, err = o.SubmissionNumbered(o.Context(), "2026-000009")
	o.code(err, claim.ENOTFOUND)
}

func notFound(o *office) {
	ctx := o.Context()
	id, _ := o.assembled("a.pdf")
	note := claim.Text("n")
	for name, call := range map[string]func() error{
		"Arrival":    func() error { _, err := o.Arrival(ctx, "x"); return err },
		"Submission": func() error { _, err := o.Submission(ctx, "x"); return err },
		"Pages":      func() error { _, err := o.Pages(ctx, "x"); return err },
		"Audit":      func() error { _, err := o.Audit(ctx, "x"); return err },
		"Patch":      func() error { _, _, err := o.Patch(ctx, "x", storage.Patch{Note: &note}, "anna"); return err },
		"Reprocess":  func() error { _, err := o.Reprocess(ctx, "x", "anna"); return err },
		"Void":       func() error { _, err := o.Void(ctx, "x", "prova", "anna"); return err },
		"Claim":      func() error { _, err := o.Claim(ctx, "x", 0); return err },
		"Claim 2":    func() error { _, err := o.Claim(ctx, o.onlyClaim(id).ID, 2); return err },
		"ClaimsOf":   func() error { _, err := o.ClaimsOf(ctx, "x"); return err },
		"Deliveries": func() error { _, err := o.Deliveries(ctx, "x"); return err },
		"Page":       func() error { _, err := o.Page(ctx, "x"); return err },
		"Assembly":   func() error { _, err := o.Assembly(ctx, "x"); return err },
		"Delivery":   func() error { _, err := o.Delivery(ctx, "x"); return err },
		"Begin": func() error {
			_, err := o.Begin(ctx, storage.StepRef{Kind: storage.ReadPage, Subject: "x"}, o.clock)
			return err
		},
	} {
		if err := call(); claim.ErrorCode(err) != claim.ENOTFOUND {
			o.Errorf("%s: error is %v, want ENOTFOUND", name, err)
		}
	}
}
