package storagetest

import (
	"strings"
	"time"

	"pratica/claim"
	"pratica/storage"
)

// answering brings an envelope as far as its assembling step, whose sender says what it answers.
func (o *office) answering(file, claimID string) (submission string, step storage.Step) {
	o.Helper()
	sent := arrival(file)
	sent.Answers = claim.Text(claimID)
	a, _, split, err := o.CreateArrival(o.Context(), sent)
	o.must(err)
	steps, err := o.FinishSplit(o.Context(), split.StepRef, []storage.Envelope{pages(file, 2)})
	o.must(err)
	a, err = o.Arrival(o.Context(), a.ID)
	o.must(err)
	return a.Submissions[0], o.readAll(steps)
}

func answersJoin(o *office) {
	first, deliver := o.assembled("first.pdf")
	asked := o.onlyClaim(first)
	o.deliver(deliver)
	answer, step := o.answering("answer.pdf", asked.ID)
	a, err := o.Assembly(o.Context(), answer)
	o.must(err)
	equal(o, "answers", string(a.Answers), asked.ID)
	next, err := o.FinishAnswer(o.Context(), step.StepRef, asked.ID)
	o.must(err)
	equal(o, "steps", names(next), "submission:assemble "+first)
	equal(o, "state", o.submission(answer).State, claim.Assembled)

	a, err = o.Assembly(o.Context(), first)
	o.must(err)
	if len(a.AnsweredBy) != 1 || a.AnsweredBy[0].Submission != answer || a.AnsweredBy[0].Claim != asked.ID || len(a.AnsweredBy[0].Pages) != 2 ||
		len(a.AnsweredBy[0].To) != 2 || a.AnsweredBy[0].To[0].File != "first.pdf" || a.AnsweredBy[0].ProtocolNumber != o.submission(answer).ProtocolNumber {
		o.Errorf("answered by %+v", a.AnsweredBy)
	}
	_, err = o.FinishAnswer(o.Context(), step.StepRef, asked.ID)
	o.stale(err)

	// Voided, the answer leaves the claim.
	steps, err := o.Void(o.Context(), answer, "di un altro", "anna")
	o.must(err)
	equal(o, "steps after the void", names(steps), "submission:assemble "+first)
	a, err = o.Assembly(o.Context(), first)
	o.must(err)
	equal(o, "answers after the void", len(a.AnsweredBy), 0)
}

func joinsByHand(o *office) {
	first, _ := o.assembled("first.pdf")
	asked := o.onlyClaim(first)
	later, _ := o.assembled("later.pdf")
	own := o.onlyClaim(later)
	steps, err := o.Join(o.Context(), later, asked.ID, "anna")
	o.must(err)
	equal(o, "steps", names(steps), "submission:assemble "+later)
	again, err := o.Join(o.Context(), later, asked.ID, "anna")
	o.must(err)
	equal(o, "steps of joining again", len(again), 0)
	_, err = o.FinishAnswer(o.Context(), steps[0].StepRef, asked.ID)
	o.must(err)
	stored, err := o.Claim(o.Context(), own.ID, 0)
	o.must(err)
	equal(o, "own claim", stored.State, claim.Void)

	steps, err = o.Join(o.Context(), later, "", "anna")
	o.must(err)
	equal(o, "steps of parting", names(steps), "submission:assemble "+later+", submission:assemble "+first)
	next := o.assemble(steps[0], "later.pdf", nil)
	equal(o, "delivers", len(next), 1)
	trail, err := o.Audit(o.Context(), later)
	o.must(err)
	if len(trail) != 2 || trail[0].Action != storage.ActionJoin || string(trail[0].After) != asked.ID || trail[1].After != "" || trail[1].By != "anna" {
		o.Errorf("audit: %+v", trail)
	}
}

func senselessJoins(o *office) {
	first, _ := o.assembled("first.pdf")
	second, _ := o.assembled("second.pdf")
	third, _ := o.assembled("third.pdf")
	asked := o.onlyClaim(first).ID
	refused := func(submission, claimID, code string) {
		o.Helper()
		_, err := o.Join(o.Context(), submission, claimID, "anna")
		o.code(err, code)
	}
	refused(second, "01K9ZV6J4W8Q2M7T5R3X1N0BCD", claim.ENOTFOUND)
	refused("01K9ZV6J4W8Q2M7T5R3X1N0BCD", asked, claim.ENOTFOUND)
	refused(first, asked, claim.ECONFLICT)
	_, err := o.Join(o.Context(), second, asked, "anna")
	o.must(err)
	refused(first, o.onlyClaim(third).ID, claim.ECONFLICT)
	refused(third, o.onlyClaim(second).ID, claim.ECONFLICT)

	// A void claim lets go of its answers, and a letter of it means nothing any more.
	steps, err := o.Void(o.Context(), first, "sbagliata", "anna")
	o.must(err)
	equal(o, "steps of the void", names(steps), "submission:assemble "+second)
	equal(o, "answers", o.submission(second).Answers, "")
	refused(third, asked, claim.ECONFLICT)
	late, _ := o.answering("late.pdf", asked)
	equal(o, "answers", o.submission(late).Answers, "")
}

// Two envelopes of a batch may be assembled at once: what the first enters meanwhile is not missed.
func ledgerChangesMeanwhile(o *office) {
	first, firstReads := o.split("first.pdf", 2)
	second, secondReads := o.split("second.pdf", 2)
	a, b := o.readAll(firstReads), o.readAll(secondReads)
	for _, step := range []storage.Step{a, b} {
		_, err := o.Begin(o.Context(), step.StepRef, o.clock.Add(time.Minute))
		o.must(err)
	}
	o.billAgain(a, "first.pdf", nil)
	next := o.billAgain(b, "second.pdf", nil)
	equal(o, "steps", names(next), "claim:deliver "+o.onlyClaim(second).ID+":1, submission:assemble "+second)
	_, err := o.Begin(o.Context(), next[1].StepRef, o.clock.Add(time.Minute))
	o.must(err)
	equal(o, "steps once it was seen", names(o.billAgain(next[1], "second.pdf", nil)), "")
	equal(o, "earlier", len(o.earlier(second, nil)), 1)
	equal(o, "first", len(o.onlyClaim(first).Claim.Expenses), 1)
}

// A later claim says what became of an earlier one: it is assembled again when that is delivered or comes to something else.
func outcomesAreTold(o *office) {
	_, next := o.billed("first.pdf", nil)
	second, _ := o.billed("second.pdf", nil)
	o.deliver(next[0])
	equal(o, "after delivery", o.submission(second).State, claim.Assembling)
}

// What an answer brings came with the answer, not with the claim.
func answersBringExpenses(o *office) {
	first, _ := o.assembled("first.pdf")
	asked := o.onlyClaim(first).ID
	paid, _ := o.billed("paid.pdf", nil)
	answer, step := o.answering("answer.pdf", asked)
	next, err := o.FinishAnswer(o.Context(), step.StepRef, asked)
	o.must(err)
	list, err := o.EarlierExpenses(o.Context(), first, answer, ledgerOf(bill(nil)))
	o.must(err)
	equal(o, "earlier than the answer", len(list), 1)
	assembly, err := o.Assembly(o.Context(), first)
	o.must(err)
	c := claimOf(assembly.Submission, "first.pdf", 1, 2)
	c.Expenses = []claim.Expense{bill(nil)}
	_, err = o.FinishAssemble(o.Context(), next[0].StepRef, []storage.AssembledClaim{{Claim: c, State: claim.Ready, Brought: map[int]string{0: answer}}})
	o.must(err)
	equal(o, "the paid one stays what it was", o.submission(paid).State, claim.Assembled)
	equal(o, "earlier than the paid one", len(o.earlier(paid, nil)), 0)
}

func ledgerOf(e claim.Expense) claim.LedgerExpense { return e.Ledger() }

// A claim waits for an answer that is being read, and goes on when it is read or given up.
func claimsWaitForAnswers(o *office) {
	first, _ := o.assembled("first.pdf")
	asked := o.onlyClaim(first).ID
	answer, step := o.answering("answer.pdf", asked)
	_, err := o.FinishAnswer(o.Context(), step.StepRef, asked)
	o.must(err)
	again, err := o.Reprocess(o.Context(), answer, "anna")
	o.must(err)
	a, err := o.Assembly(o.Context(), first)
	o.must(err)
	equal(o, "waiting", a.Waiting, true)
	steps, err := o.Stalled(o.Context(), o.clock.AddDate(1, 0, 0), 0)
	o.must(err)
	for _, s := range steps {
		if s.Kind == storage.AssembleSubmission && s.Subject == first {
			o.must(o.FinishWaiting(o.Context(), s.StepRef))
		}
	}
	o.must(o.Fail(o.Context(), again[0].StepRef, "broken", "Non si apre."))
	a, err = o.Assembly(o.Context(), first)
	o.must(err)
	if a.Waiting || len(a.AnsweredBy) != 1 || !a.AnsweredBy[0].Failed {
		o.Errorf("after it was given up: waiting %t, %+v", a.Waiting, a.AnsweredBy)
	}
	if pending := o.pending(); !strings.Contains(pending, "submission:assemble "+first) {
		o.Errorf("pending: %s", pending)
	}
}

// Readings of another version are made anew before their claim is assembled.
func staleReadings(o *office) {
	first, _ := o.assembled("first.pdf")
	steps, err := o.correctDate(first)
	o.must(err)
	next, err := o.ReadStale(o.Context(), steps[0].StepRef, "r2")
	o.must(err)
	equal(o, "reads", len(next), 2)
	equal(o, "state", o.submission(first).State, claim.Reading)
	fresh := reading
	fresh.ReaderVersion = "r2"
	_, err = o.FinishRead(o.Context(), next[0].StepRef, fresh)
	o.must(err)
	last, err := o.FinishRead(o.Context(), next[1].StepRef, fresh)
	o.must(err)
	equal(o, "then", names(last), "submission:assemble "+first)
	_, err = o.ReadStale(o.Context(), last[0].StepRef, "r2")
	o.code(err, claim.EINTERNAL)
}

// correctDate corrects the sent date, which opens the assembling of a submission.
func (o *office) correctDate(submission string) ([]storage.Step, error) {
	o.Helper()
	day := claim.MustDate("2026-05-09")
	_, steps, err := o.Patch(o.Context(), submission, storage.Patch{SentOn: &day, SentEvidence: claim.Postmark}, "anna")
	return steps, err
}
