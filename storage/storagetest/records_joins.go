package storagetest

import (
	"pratica/claim"
	"pratica/storage"
)

// answering brings an envelope as far as its assembling step, with the code of a letter on it.
func (o *office) answering(file, claimID string) (submission string, step storage.Step) {
	o.Helper()
	a, split := o.arrive(file)
	e := pages(file, 2)
	e.Answers = claim.Text(claimID)
	steps, err := o.FinishSplit(o.Context(), split.StepRef, []storage.Envelope{e})
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
