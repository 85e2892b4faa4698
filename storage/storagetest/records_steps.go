package storagetest

import (
	"fmt"
	"slices"
	"sync"
	"time"

	"pratica/claim"
	"pratica/storage"
)

func repeatGivesFirstAnswer(o *office) {
	a := arrival("a.pdf")
	a.IdempotencyKey, a.Channel, a.SentEvidence = "key", claim.Online, claim.OnlineSubmission
	first, _, step, err := o.CreateArrival(o.Context(), a)
	o.must(err)
	_, err = o.FinishSplit(o.Context(), step.StepRef, []storage.Envelope{pages("a.pdf", 1)})
	o.must(err)

	o.clock = o.clock.Add(24 * time.Hour)
	later := o.clock
	a.SentAt, a.SentOn = &later, claim.DateIn(later) // the moment of an online send is no content
	again, created, none, err := o.CreateArrival(o.Context(), a)
	o.must(err)
	equal(o, "created", created, false)
	equal(o, "step", none, storage.Step{})
	equal(o, "id", again.ID, first.ID)
	equal(o, "received", again.ReceivedAt, first.ReceivedAt)
	equal(o, "submissions", len(again.Submissions), 1)
	again, err = o.Repeated(o.Context(), a)
	o.must(err)
	equal(o, "repeated", again.ID, first.ID)
	_, err = o.Repeated(o.Context(), arrival("a.pdf"))
	o.code(err, claim.ENOTFOUND)

	_, created, _, err = o.CreateArrival(o.Context(), arrival("a.pdf")) // no key, no idempotency
	o.must(err)
	equal(o, "created", created, true)
}

func otherContentIsConflict(o *office) {
	with := func(change func(*claim.Arrival)) claim.Arrival {
		a := arrival("a.pdf", "b.pdf")
		a.IdempotencyKey = "key"
		change(&a)
		return a
	}
	_, _, _, err := o.CreateArrival(o.Context(), with(func(*claim.Arrival) {}))
	o.must(err)
	before := o.pending()
	for _, change := range []func(*claim.Arrival){
		func(a *claim.Arrival) { a.Channel = claim.API },
		func(a *claim.Arrival) { a.ExternalNumber = "7" },
		func(a *claim.Arrival) { a.SentOn = claim.MustDate("2026-05-09") },
		func(a *claim.Arrival) { a.SentEvidence = claim.Operator },
		func(a *claim.Arrival) { a.Files[0].Object = object("c.pdf") },
		func(a *claim.Arrival) { a.Files[0].Name = "c.pdf" },
		func(a *claim.Arrival) { a.Files = a.Files[:1] },
		func(a *claim.Arrival) { slices.Reverse(a.Files) },
		func(a *claim.Arrival) { a.AnswersName = "2026-000001" },
		func(a *claim.Arrival) { a.Copies = true },
	} {
		_, err := o.Repeated(o.Context(), with(change))
		o.code(err, claim.ECONFLICT)
		_, _, _, err = o.CreateArrival(o.Context(), with(change))
		o.code(err, claim.ECONFLICT)
	}
	equal(o, "pending", o.pending(), before)
}

func concurrentRepeats(o *office) {
	const senders = 20
	ids := make([]string, senders)
	firsts := make([]bool, senders)
	o.atOnce(senders, func(i int) error {
		a := arrival("a.pdf")
		a.IdempotencyKey = "key"
		stored, created, _, err := o.CreateArrival(o.Context(), a)
		ids[i], firsts[i] = stored.ID, created
		return err
	})
	created := 0
	for i := range senders {
		equal(o, "id", ids[i], ids[0])
		if firsts[i] {
			created++
		}
	}
	equal(o, "arrivals created", created, 1)
}

// atOnce runs f in n goroutines and requires that all succeed.
func (o *office) atOnce(n int, f func(i int) error) {
	o.Helper()
	var all sync.WaitGroup
	errs := make([]error, n)
	for i := range n {
		all.Go(func() { errs[i] = f(i) })
	}
	all.Wait()
	for _, err := range errs {
		o.must(err)
	}
}

func gaplessNumbers(o *office) {
	const envelopes = 50
	o.atOnce(envelopes, func(i int) error {
		_, _, step, err := o.CreateArrival(o.Context(), arrival("a.pdf"))
		if err != nil {
			return err
		}
		if i%5 == 0 { // a split that is rolled back after it took its number
			if _, err := o.FinishSplit(o.Context(), step.StepRef, []storage.Envelope{{}, pages("other.pdf", 1)}); claim.ErrorCode(err) != claim.EINVALID {
				return fmt.Errorf("split of a foreign page: %v", err)
			}
		}
		_, err = o.FinishSplit(o.Context(), step.StepRef, []storage.Envelope{pages("a.pdf", 1)})
		return err
	})
	list, err := o.Submissions(o.Context(), storage.Query{Limit: 500})
	o.must(err)
	var got []string
	for _, s := range list.Submissions {
		got = append(got, s.ProtocolNumber)
	}
	slices.Sort(got)
	equal(o, "submissions", len(got), envelopes)
	for i, number := range got {
		equal(o, "number", number, storage.ProtocolNumber(2026, i+1))
	}
}

func numbersByYear(o *office) {
	var got []string
	for _, at := range []string{
		"2025-12-31T22:59:59Z", // 23:59:59 in Rome
		"2025-12-31T23:00:00Z", // midnight in Rome
		"2025-12-31T22:00:00Z", // an arrival of the old year that is split later
		"2026-06-30T22:30:00Z",
	} {
		a := arrival("a.pdf")
		var err error
		a.ReceivedAt, err = time.Parse(time.RFC3339, at)
		o.must(err)
		stored, _, step, err := o.CreateArrival(o.Context(), a)
		o.must(err)
		_, err = o.FinishSplit(o.Context(), step.StepRef, []storage.Envelope{pages("a.pdf", 1)})
		o.must(err)
		stored, err = o.Arrival(o.Context(), stored.ID)
		o.must(err)
		got = append(got, o.submission(stored.Submissions[0]).ProtocolNumber)
	}
	if want := []string{"2025-000001", "2026-000001", "2025-000002", "2026-000002"}; !slices.Equal(got, want) {
		o.Errorf("numbers are %v, want %v", got, want)
	}
}

func staleTasks(o *office) {
	_, split := o.arrive("scan.pdf")
	newer, err := o.Renew(o.Context(), split.StepRef, o.clock.Add(time.Minute))
	o.must(err)
	equal(o, "generation", newer.Generation, 2)
	envelope := []storage.Envelope{pages("scan.pdf", 1)}
	_, err = o.FinishSplit(o.Context(), split.StepRef, envelope)
	o.stale(err)
	_, err = o.Begin(o.Context(), split.StepRef, o.clock)
	o.stale(err)
	_, err = o.Retry(o.Context(), split.StepRef, "code", o.clock)
	o.stale(err)
	_, err = o.Renew(o.Context(), split.StepRef, o.clock)
	o.stale(err)
	o.stale(o.Fail(o.Context(), split.StepRef, "code", "Non riuscito."))
	list, err := o.Submissions(o.Context(), storage.Query{})
	o.must(err)
	equal(o, "submissions of stale tasks", list.Total, 0)

	reads, err := o.FinishSplit(o.Context(), newer.StepRef, envelope)
	o.must(err)
	_, err = o.FinishSplit(o.Context(), newer.StepRef, envelope)
	o.stale(err)

	assembles, err := o.FinishRead(o.Context(), reads[0].StepRef, reading)
	o.must(err)
	_, err = o.FinishRead(o.Context(), reads[0].StepRef, reading)
	o.stale(err)
	delivers := o.assemble(assembles[0], "scan.pdf", nil)
	c := claimOf(o.submission(assembles[0].Subject).Submission, "scan.pdf", 1)
	_, err = o.FinishAssemble(o.Context(), assembles[0].StepRef, []storage.AssembledClaim{{Claim: c, State: claim.Ready}})
	o.stale(err)
	o.onlyClaim(assembles[0].Subject)
	o.deliver(delivers[0])
	o.stale(o.FinishDelivery(o.Context(), delivers[0].StepRef, "twice"))
	deliveries, err := o.Deliveries(o.Context(), assembles[0].Subject)
	o.must(err)
	equal(o, "target", deliveries[0].Target, "outbox")
	list, err = o.Submissions(o.Context(), storage.Query{})
	o.must(err)
	equal(o, "submissions", list.Total, 1)
}

func wrongKind(o *office) {
	_, split := o.arrive("scan.pdf")
	_, err := o.FinishRead(o.Context(), split.StepRef, reading)
	o.code(err, claim.EINVALID)
	o.code(o.FinishDelivery(o.Context(), split.StepRef, "x"), claim.EINVALID)
	_, err = o.FinishSplit(o.Context(), storage.StepRef{Kind: storage.SplitArrival, Subject: "none", Generation: 1}, []storage.Envelope{{}})
	o.code(err, claim.ENOTFOUND)
}

func attempts(o *office) {
	_, step := o.arrive("scan.pdf")
	begun, err := o.Begin(o.Context(), step.StepRef, o.clock.Add(time.Minute))
	o.must(err)
	equal(o, "attempts", begun.Attempts, 1)
	equal(o, "due", begun.DueAt, o.clock.Add(time.Minute))
	begun, err = o.Begin(o.Context(), step.StepRef, o.clock.Add(2*time.Minute)) // handed out twice
	o.must(err)
	equal(o, "attempts", begun.Attempts, 1)
	equal(o, "deaths", begun.Deaths, 1)
	retry, err := o.Retry(o.Context(), begun.StepRef, "ocr.crashed", o.clock.Add(time.Hour))
	o.must(err)
	equal(o, "retry", retry, storage.Step{StepRef: storage.StepRef{Kind: step.Kind, Subject: step.Subject, Generation: 2}, State: storage.Pending,
		Attempts: 1, Deaths: 1, DueAt: o.clock.Add(time.Hour), LastError: "ocr.crashed"})
	renewed, err := o.Renew(o.Context(), retry.StepRef, o.clock.Add(2*time.Hour))
	o.must(err)
	equal(o, "attempts", renewed.Attempts, 1)
	equal(o, "last error", renewed.LastError, "ocr.crashed")
	equal(o, "generation", renewed.Generation, 3)

	_, err = o.RenewOverdue(o.Context(), renewed.StepRef, renewed.DueAt) // due at that instant, not before it
	o.stale(err)
	later := renewed.DueAt.Add(time.Second)
	overdue, err := o.RenewOverdue(o.Context(), renewed.StepRef, later)
	o.must(err)
	equal(o, "generation", overdue.Generation, 4)
	equal(o, "due", overdue.DueAt, later)
	_, err = o.Begin(o.Context(), overdue.StepRef, later.Add(time.Minute))
	o.must(err)
	_, err = o.RenewOverdue(o.Context(), overdue.StepRef, later.Add(time.Second)) // begun since it was seen overdue
	o.stale(err)
	back, err := o.HandBack(o.Context(), overdue.StepRef, later)
	o.must(err)
	equal(o, "handed back", back, storage.Step{StepRef: storage.StepRef{Kind: step.Kind, Subject: step.Subject, Generation: 5}, State: storage.Pending,
		Attempts: 1, Deaths: 1, DueAt: later, LastError: "ocr.crashed"})
	begun, err = o.Begin(o.Context(), back.StepRef, later.Add(time.Minute))
	o.must(err)
	equal(o, "attempts", begun.Attempts, 2)
	equal(o, "deaths", begun.Deaths, 1)
}

func stalled(o *office) {
	a, first := o.arrive("a.pdf")
	o.clock = o.clock.Add(time.Second)
	b, _ := o.arrive("b.pdf")
	at := func(before time.Time, limit int) (subjects []string) {
		o.Helper()
		steps, err := o.Stalled(o.Context(), before, limit)
		o.must(err)
		for _, s := range steps {
			subjects = append(subjects, s.Subject)
		}
		return subjects
	}
	if got := at(o.clock, 0); !slices.Equal(got, []string{a.ID}) {
		o.Errorf("due before the second arrival: %v", got)
	}
	if got := at(o.clock.Add(time.Microsecond), 0); !slices.Equal(got, []string{a.ID, b.ID}) {
		o.Errorf("due after both: %v", got)
	}
	if got := at(o.clock.Add(time.Hour), 1); !slices.Equal(got, []string{a.ID}) {
		o.Errorf("at most one: %v", got)
	}
	_, err := o.Begin(o.Context(), first.StepRef, o.clock.Add(time.Minute))
	o.must(err)
	if got := at(o.clock.Add(time.Second), 0); !slices.Equal(got, []string{b.ID}) {
		o.Errorf("due while the first is worked on: %v", got)
	}
	_, err = o.FinishSplit(o.Context(), first.StepRef, []storage.Envelope{pages("a.pdf", 1)})
	o.must(err)
	if got := at(o.clock.Add(time.Hour), 0); slices.Contains(got, a.ID) {
		o.Errorf("a done step is stalled: %v", got)
	}
}

func failedPage(o *office) {
	id, reads := o.split("scan.pdf", 2)
	o.must(o.Fail(o.Context(), reads[0].StepRef, "ocr.crashed", "La pagina 1 non si riesce a leggere."))
	none, err := o.FinishRead(o.Context(), reads[1].StepRef, reading)
	o.must(err)
	equal(o, "steps", len(none), 0)
	s := o.submission(id)
	equal(o, "state", s.State, claim.Failed)
	equal(o, "failure", s.Failure, "La pagina 1 non si riesce a leggere.")
	list, err := o.Submissions(o.Context(), storage.Query{State: claim.Failed})
	o.must(err)
	equal(o, "failed submissions listed", list.Total, 1)
	equal(o, "pending", o.pending(), "")

	again, err := o.Reprocess(o.Context(), id, "operatore")
	o.must(err)
	reads, err = o.FinishSplit(o.Context(), again[0].StepRef, []storage.Envelope{pages("scan.pdf", 2)})
	o.must(err)
	o.assemble(o.readAll(reads), "scan.pdf", nil)
	s = o.submission(id)
	equal(o, "state", s.State, claim.Assembled)
	equal(o, "failure", s.Failure, "")
}

func failedSplit(o *office) {
	a, step := o.arrive("scan.pdf")
	o.must(o.Fail(o.Context(), step.StepRef, "ocr.crashed", "L'invio non si riesce ad aprire."))
	a, err := o.Arrival(o.Context(), a.ID)
	o.must(err)
	equal(o, "arrival state", a.State, claim.Failed)
	equal(o, "submissions", len(a.Submissions), 1)
	s := o.submission(a.Submissions[0])
	equal(o, "number", s.ProtocolNumber, "2026-000001")
	equal(o, "failure", s.Failure, "L'invio non si riesce ad aprire.")

	steps, err := o.Reprocess(o.Context(), s.ID, "operatore")
	o.must(err)
	equal(o, "kind", steps[0].Kind, storage.SplitArrival)
	equal(o, "generation", steps[0].Generation, 2)
	_, err = o.FinishSplit(o.Context(), steps[0].StepRef, []storage.Envelope{pages("scan.pdf", 1), {}})
	o.must(err)
	a, err = o.Arrival(o.Context(), a.ID)
	o.must(err)
	equal(o, "submissions", len(a.Submissions), 2)
	equal(o, "first submission", a.Submissions[0], s.ID)
	equal(o, "its number", o.submission(s.ID).ProtocolNumber, "2026-000001")
	equal(o, "number of the second", o.submission(a.Submissions[1]).ProtocolNumber, "2026-000002")
}

func failedDelivery(o *office) {
	id, deliver := o.assembled("scan.pdf")
	o.must(o.Fail(o.Context(), deliver.StepRef, "webhook.410", "La consegna non è riuscita."))
	equal(o, "state", o.submission(id).State, claim.Assembled)
	equal(o, "claim state", o.onlyClaim(id).State, claim.Ready)
	deliveries, err := o.Deliveries(o.Context(), id)
	o.must(err)
	equal(o, "delivery state", deliveries[0].State, storage.StepFailed)
	equal(o, "last error", deliveries[0].LastError, "webhook.410")

	next := o.assemble(o.reprocess(id, "scan.pdf"), "scan.pdf", nil)
	equal(o, "revived deliveries", len(next), 1)
	equal(o, "subject", next[0].Subject, deliver.Subject)
	equal(o, "generation", next[0].Generation, 2)
}

// reprocess brings a submission of two pages as far as its assemble step again.
func (o *office) reprocess(id, file string) storage.Step {
	o.Helper()
	steps, err := o.Reprocess(o.Context(), id, "operatore")
	o.must(err)
	equal(o, "kind", steps[0].Kind, storage.SplitArrival)
	reads, err := o.FinishSplit(o.Context(), steps[0].StepRef, []storage.Envelope{pages(file, 2)})
	o.must(err)
	return o.readAll(reads)
}
