package storagetest

import (
	"reflect"

	"pratica/claim"
	"pratica/storage"
)

const clinic, practice = "01234560157", "00743110157"

// lesson is what a claim that came in May 2026 teaches: a name, as changed.
func lesson(vatNumber, name string, change func(*claim.IssuerVote)) claim.KnownIssuer {
	vote := claim.IssuerVote{Of: claim.IssuerName, Text: name, Quarter: "2026Q2", Accepted: 1}
	if change != nil {
		change(&vote)
	}
	return claim.KnownIssuer{VATNumber: vatNumber, Documents: 1, LastSeen: claim.MustDate("2026-05-14"), Votes: []claim.IssuerVote{vote}}
}

// taught assembles one claim of pages 1 and 2 of file, after change, which teaches lessons.
func (o *office) taught(step storage.Step, file string, change func(*claim.Claim), lessons ...claim.KnownIssuer) {
	o.Helper()
	a, err := o.Assembly(o.Context(), step.Subject)
	o.must(err)
	c := claimOf(a.Submission, file, 1, 2)
	if change != nil {
		change(&c)
	}
	_, err = o.FinishAssemble(o.Context(), step.StepRef, []storage.AssembledClaim{{Claim: c, State: claim.Ready, Lessons: lessons}})
	o.must(err)
}

// teach brings an envelope as far as its claim, which teaches lessons.
func (o *office) teach(file string, lessons ...claim.KnownIssuer) (submission string) {
	o.Helper()
	submission, steps := o.split(file, 2)
	o.taught(o.readAll(steps), file, nil, lessons...)
	return submission
}

func (o *office) issuer(vatNumber, without string) claim.KnownIssuer {
	o.Helper()
	known, err := o.Issuer(o.Context(), vatNumber, without)
	o.must(err)
	return known
}

func (o *office) unknown(vatNumber, without string) {
	o.Helper()
	_, err := o.Issuer(o.Context(), vatNumber, without)
	o.code(err, claim.ENOTFOUND)
}

func (o *office) votes(vatNumber string) []claim.IssuerVote {
	o.Helper()
	return o.issuer(vatNumber, "").Votes
}

func sameVotes(o *office, what string, got []claim.IssuerVote, want ...claim.IssuerVote) {
	o.Helper()
	if len(got) != len(want) || len(want) > 0 && !reflect.DeepEqual(got, want) {
		o.Errorf("%s: votes are %+v, want %+v", what, got, want)
	}
}

func lessonsAddUp(o *office) {
	o.unknown(clinic, "")
	place := claim.IssuerVote{Of: claim.TotalPlace, Text: "totale da pagare", Page: 1, X: 92, Y: 64, Quarter: "2026Q2", Accepted: 1}
	first := lesson(clinic, `Centro "L'Aquila" 100%`, nil)
	first.Votes = append(first.Votes, place)
	o.teach("a.pdf", first, lesson(practice, "Dott. Mario Rossi", nil))
	o.teach("b.pdf", first)
	o.teach("c.pdf", lesson(clinic, "Centro Aquila", func(v *claim.IssuerVote) { v.Accepted, v.Confirmed, v.Quarter = 0, 1, "2026Q3" }))
	place.Accepted = 2
	known := o.issuer(clinic, "")
	equal(o, "documents", known.Documents, 3)
	equal(o, "last seen", known.LastSeen, claim.MustDate("2026-05-14"))
	sameVotes(o, "clinic", known.Votes,
		claim.IssuerVote{Of: claim.IssuerName, Text: `Centro "L'Aquila" 100%`, Quarter: "2026Q2", Accepted: 2},
		claim.IssuerVote{Of: claim.IssuerName, Text: "Centro Aquila", Quarter: "2026Q3", Confirmed: 1}, place)
	list, err := o.Issuers(o.Context(), "", 0)
	o.must(err)
	if len(list) != 2 || list[0].VATNumber != practice || !reflect.DeepEqual(list[1], known) {
		o.Errorf("issuers are %+v", list)
	}
	list, err = o.Issuers(o.Context(), practice, 1)
	o.must(err)
	equal(o, "issuers after the first", len(list), 1)
}

func ownLessonsDoNotCount(o *office) {
	own := o.teach("a.pdf", lesson(clinic, "Centro", nil))
	o.unknown(clinic, own)
	o.teach("b.pdf", lesson(clinic, "Centro", nil))
	equal(o, "documents of others", o.issuer(clinic, own).Documents, 1)
	equal(o, "votes of others", o.issuer(clinic, own).Votes[0].Accepted, 1)
	equal(o, "all documents", o.issuer(clinic, "").Documents, 2)
}

func repeatedLessonCountsOnce(o *office) {
	submission := o.teach("a.pdf", lesson(clinic, "Centro", nil))
	for range 2 {
		steps, err := o.Reprocess(o.Context(), submission, "test")
		o.must(err)
		reads, err := o.FinishSplit(o.Context(), steps[0].StepRef, []storage.Envelope{pages("a.pdf", 2)})
		o.must(err)
		assemble := o.readAll(reads)
		o.taught(assemble, "a.pdf", nil, lesson(clinic, "Centro", nil))
		_, err = o.FinishAssemble(o.Context(), assemble.StepRef, []storage.AssembledClaim{{Claim: claimOf(o.submission(submission).Submission, "a.pdf", 1, 2),
			State: claim.Ready, Lessons: []claim.KnownIssuer{lesson(clinic, "Centro", nil)}}})
		o.stale(err) // a doubled task
	}
	equal(o, "documents", o.issuer(clinic, "").Documents, 1)
	sameVotes(o, "once", o.votes(clinic), lesson(clinic, "Centro", nil).Votes...)
}

func newVersionTeachesAnew(o *office) {
	submission := o.teach("a.pdf", lesson(clinic, "Centr0", nil), lesson(practice, "Studio", nil))
	steps, err := o.Reprocess(o.Context(), submission, "test")
	o.must(err)
	reads, err := o.FinishSplit(o.Context(), steps[0].StepRef, []storage.Envelope{pages("a.pdf", 2)})
	o.must(err)
	corrected := lesson(clinic, "Centro", func(v *claim.IssuerVote) { v.Accepted, v.Confirmed = 0, 1 })
	o.taught(o.readAll(reads), "a.pdf", func(c *claim.Claim) { c.Member.Surname = "BERTOLIN" }, corrected)
	equal(o, "version", o.onlyClaim(submission).Version, 2)
	sameVotes(o, "corrected", o.votes(clinic), corrected.Votes...)
	equal(o, "documents", o.issuer(clinic, "").Documents, 1)
	o.unknown(practice, "")
}

func voidUnlearns(o *office) {
	first := o.teach("a.pdf", lesson(clinic, "Centro", nil))
	second := o.teach("b.pdf", lesson(clinic, "Centro", nil))
	_, err := o.Void(o.Context(), first, "sent twice", "test")
	o.must(err)
	equal(o, "documents", o.issuer(clinic, "").Documents, 1)
	equal(o, "votes", o.votes(clinic)[0].Accepted, 1)
	_, err = o.Void(o.Context(), second, "wrong fund", "test")
	o.must(err)
	o.unknown(clinic, "")
}

func issuerIsForgotten(o *office) {
	o.code(o.ForgetIssuer(o.Context(), clinic), claim.ENOTFOUND)
	submission := o.teach("a.pdf", lesson(clinic, "Centro", nil), lesson(practice, "Studio", nil))
	o.must(o.ForgetIssuer(o.Context(), clinic))
	o.unknown(clinic, "")
	equal(o, "documents of the other", o.issuer(practice, "").Documents, 1)
	o.teach("b.pdf", lesson(clinic, "Centro", nil))
	_, err := o.Void(o.Context(), submission, "sent twice", "test")
	o.must(err)
	equal(o, "documents learnt after", o.issuer(clinic, "").Documents, 1)
	o.unknown(practice, "")
}

func statedNames(o *office) {
	o.must(o.StateIssuers(o.Context(), map[string]string{clinic: "Centro San Marco", practice: "Studio Rossi"}))
	submission := o.teach("a.pdf", lesson(clinic, "Centro", nil))
	for range 2 {
		o.must(o.StateIssuers(o.Context(), map[string]string{clinic: "Centro San Marco Srl"}))
	}
	stated := claim.IssuerVote{Of: claim.IssuerName, Text: "Centro San Marco Srl", Confirmed: 1}
	sameVotes(o, "stated and learnt", o.votes(clinic), lesson(clinic, "Centro", nil).Votes[0], stated)
	_, err := o.Void(o.Context(), submission, "sent twice", "test")
	o.must(err)
	sameVotes(o, "stated", o.votes(clinic), stated)
	o.code(o.StateIssuers(o.Context(), map[string]string{practice: "Studio Bianchi", "01234560158": "Altro"}), claim.EINVALID)
	sameVotes(o, "after a bad list", o.votes(practice), claim.IssuerVote{Of: claim.IssuerName, Text: "Studio Rossi", Confirmed: 1})
}
