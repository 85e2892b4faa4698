package storagetest

import (
	"crypto/sha256"
	"encoding/json"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/oklog/ulid/v2"

	"pratica/claim"
	"pratica/storage"
)

// Records is the suite every implementation of storage.Records passes. open gives an empty store with the
// given clock and closes it when the test ends.
func Records(t *testing.T, open func(t *testing.T, now func() time.Time) storage.Records) {
	for name, test := range map[string]func(*office){
		"an arrival is kept with its files and gives one split step":         arrivalIsKept,
		"a repeated idempotency key gives the first answer":                  repeatGivesFirstAnswer,
		"an idempotency key with other content is a conflict":                otherContentIsConflict,
		"arrivals that make no sense are refused":                            senselessArrivals,
		"an envelope goes from arrival to delivered claim":                   wholeWay,
		"an envelope of which nothing opens is assembled at once":            nothingOpens,
		"only files of the arrival can be split":                             foreignPages,
		"a stale or doubled task changes nothing":                            staleTasks,
		"only the step of the right kind finishes":                           wrongKind,
		"attempts are counted and due dates kept":                            attempts,
		"stalled steps are those due and not finished":                       stalled,
		"steps of members and providers are urgent and come first":           urgentFirst,
		"a step is taken once, and held as long as somebody is at it":        takenAndHeld,
		"pending steps are counted by kind and urgency":                      countsBacklog,
		"a page that fails for good fails the submission":                    failedPage,
		"a split that fails for good is visible and can be reprocessed":      failedSplit,
		"a delivery that fails for good leaves the claim and can be revived": failedDelivery,
		"protocol numbers count by year of arrival in Rome":                  numbersByYear,
		"concurrent submissions take gapless protocol numbers":               gaplessNumbers,
		"concurrent repeats of one key make one arrival":                     concurrentRepeats,
		"a reading is cached by file, page and reader":                       cachedReadings,
		"reprocessing without a changed value makes no version":              unchangedReprocess,
		"reprocessing with a changed value makes a version":                  changedReprocess,
		"reprocessing makes an assembling under way stale":                   reprocessWhileAssembling,
		"reprocessing one of several submissions keeps its pages":            reprocessOneOfSeveral,
		"a claim that is gone at reprocessing is void, a further one is new": claimsComeAndGo,
		"a claim that waited is delivered when it need not wait any more":    waitingClaim,
		"a corrected sent date is audited and assembles again":               patchSentDate,
		"a patch that changes nothing or makes no sense does nothing":        idlePatch,
		"voiding stops everything and tells only receivers that may have it": voiding,
		"a void is final": voidIsFinal,
		"submissions are found by number, state and page":                      searching,
		"what does not exist is not found":                                     notFound,
		"a cancelled context changes nothing":                                  cancelledContext,
		"an arrival shows the least advanced of its submissions":               arrivalState,
		"lessons of claims add up by issuer":                                   lessonsAddUp,
		"what a submission taught itself does not count for it":                ownLessonsDoNotCount,
		"a lesson counts once, however often its claim is assembled":           repeatedLessonCountsOnce,
		"a new version takes back what the one before it taught":               newVersionTeachesAnew,
		"a void claim has taught nothing":                                      voidUnlearns,
		"an issuer is forgotten with all that claims taught of him":            issuerIsForgotten,
		"names that the operator states replace those stated before":           statedNames,
		"an expense is found by three of issuer, number, date and patient":     earlierExpenses,
		"what is asked for without an invoice is found by member or patient":   earlierRequests,
		"expenses of void claims are not in the ledger":                        voidIsNotInTheLedger,
		"an envelope read before an earlier one is assembled again":            laterIsAssembledAgain,
		"a paper is found by the bands of its print":                           earlierPrints,
		"sends of a member are counted by month and channel":                   earlierSends,
		"pages whose bytes came before are told":                               sameBytes,
		"members are imported as often as one likes":                           membersAreImported,
		"an envelope that answers a claim goes into it":                        answersJoin,
		"an envelope is joined with a claim by hand, and parted again":         joinsByHand,
		"an envelope that was assembled beside an earlier one is not missed":   ledgerChangesMeanwhile,
		"later claims are told what became of earlier ones":                    outcomesAreTold,
		"what an answer brings came with the answer":                           answersBringExpenses,
		"a claim waits for an answer that is being read":                       claimsWaitForAnswers,
		"readings of another version are made anew":                            staleReadings,
		"joins that make no sense are refused":                                 senselessJoins,
		"texts with quotes, percent signs and other alphabets come back whole": oddTexts,
	} {
		t.Run(name, func(t *testing.T) {
			o := &office{T: t, clock: time.Date(2026, 5, 14, 9, 12, 44, 123456000, time.UTC)}
			o.Records = open(t, func() time.Time { return o.clock })
			test(o)
		})
	}
}

// office is one test's store with the moves of a mailroom; every move fails the test when the store does.
type office struct {
	*testing.T
	storage.Records
	clock time.Time
}

func (o *office) must(err error) {
	o.Helper()
	if err != nil {
		o.Fatalf("unexpected error: %v", err)
	}
}

// code requires an error with a code and a sentence for people.
func (o *office) code(err error, code string) {
	o.Helper()
	if claim.ErrorCode(err) != code {
		o.Fatalf("error is %v (%s), want code %s", err, claim.ErrorCode(err), code)
	}
}

func (o *office) stale(err error) {
	o.Helper()
	if !errors.Is(err, storage.ErrStale) {
		o.Fatalf("error is %v, want ErrStale", err)
	}
}

func equal[T comparable](o *office, what string, got, want T) {
	o.Helper()
	if got != want {
		o.Errorf("%s is %v, want %v", what, got, want)
	}
}

// object is the key of a made-up file.
func object(name string) string {
	sum := sha256.Sum256([]byte(name))
	return storage.Key(sum[:])
}

func arrival(names ...string) claim.Arrival {
	a := claim.Arrival{Channel: claim.Post, SentOn: claim.MustDate("2026-05-10"), SentEvidence: claim.Postmark}
	for _, name := range names {
		a.Files = append(a.Files, claim.File{Name: name, Object: object(name), Size: 1234})
	}
	return a
}

func (o *office) arrive(names ...string) (storage.Arrival, storage.Step) {
	o.Helper()
	a, created, step, err := o.CreateArrival(o.Context(), arrival(names...))
	o.must(err)
	equal(o, "created", created, true)
	return a, step
}

// pages are n pages of a file, one envelope.
func pages(file string, n int) (e storage.Envelope) {
	for i := range n {
		e.Pages = append(e.Pages, storage.PageRef{File: file, FilePage: i + 1})
	}
	return e
}

// split brings one file with n pages as far as read steps.
func (o *office) split(file string, n int) (submission string, steps []storage.Step) {
	o.Helper()
	a, step := o.arrive(file)
	steps, err := o.FinishSplit(o.Context(), step.StepRef, []storage.Envelope{pages(file, n)})
	o.must(err)
	equal(o, "read steps", len(steps), n)
	a, err = o.Arrival(o.Context(), a.ID)
	o.must(err)
	equal(o, "submissions", len(a.Submissions), 1)
	return a.Submissions[0], steps
}

var reading = storage.Reading{ReaderVersion: "r1", Picture: object("picture"), MediaType: "image/jpeg", Body: json.RawMessage(`{"words":["FATTURA"]}`)}

// readAll finishes read steps and gives the assemble step.
func (o *office) readAll(steps []storage.Step) storage.Step {
	o.Helper()
	for i, step := range steps {
		next, err := o.FinishRead(o.Context(), step.StepRef, reading)
		o.must(err)
		if i < len(steps)-1 {
			equal(o, "steps before the last page", len(next), 0)
			continue
		}
		equal(o, "steps after the last page", len(next), 1)
		equal(o, "kind", next[0].Kind, storage.AssembleSubmission)
		return next[0]
	}
	o.Fatal("no read steps")
	return storage.Step{}
}

// claimOf makes a claim as the pipeline would, of pages of a file.
func claimOf(s claim.Submission, file string, filePages ...int) claim.Claim {
	c := claim.Claim{Schema: claim.SchemaV1, ID: ulid.Make().String(), Version: 1, Submission: s.ID, ProtocolNumber: claim.Text(s.ProtocolNumber),
		CreatedAt: time.Now().UTC(), ProducedBy: claim.ProducedBy{Software: "test"}, Channel: s.Channel, Form: claim.R01, ReceivedOn: claim.DateIn(s.ReceivedAt),
		SentOn: s.SentOn, SentEvidence: s.SentEvidence, Outcome: claim.Admissible, Member: claim.Member{Code: "1047823", Surname: "BERTOLINI"}}
	d := claim.Document{ID: "d1", Kind: claim.R01Document}
	for _, p := range filePages {
		d.Pages = append(d.Pages, claim.Page{File: file, FilePage: p, Object: claim.Text(object("picture")), Width: 2480, Height: 3508, DPI: 300, Transform: claim.Identity})
	}
	c.Documents = []claim.Document{d}
	return c
}

// assemble finishes an assemble step with one ready claim of pages 1 and 2 of file, after change.
func (o *office) assemble(step storage.Step, file string, change func(*claim.Claim)) []storage.Step {
	o.Helper()
	a, err := o.Assembly(o.Context(), step.Subject)
	o.must(err)
	c := claimOf(a.Submission, file, 1, 2)
	if change != nil {
		change(&c)
	}
	steps, err := o.FinishAssemble(o.Context(), step.StepRef, []storage.AssembledClaim{{Claim: c, State: claim.Ready}})
	o.must(err)
	return steps
}

// assembled brings one file with two pages as far as its deliver step.
func (o *office) assembled(file string) (submission string, deliver storage.Step) {
	o.Helper()
	submission, steps := o.split(file, 2)
	next := o.assemble(o.readAll(steps), file, nil)
	equal(o, "deliver steps", len(next), 1)
	equal(o, "kind", next[0].Kind, storage.DeliverClaim)
	return submission, next[0]
}

func (o *office) deliver(step storage.Step) {
	o.Helper()
	_, err := o.Begin(o.Context(), step.StepRef, o.clock.Add(time.Minute))
	o.must(err)
	o.must(o.FinishDelivery(o.Context(), step.StepRef, "outbox"))
}

func (o *office) submission(id string) storage.Submission {
	o.Helper()
	s, err := o.Submission(o.Context(), id)
	o.must(err)
	return s
}

func (o *office) onlyClaim(submission string) storage.StoredClaim {
	o.Helper()
	list, err := o.ClaimsOf(o.Context(), submission)
	o.must(err)
	if len(list) != 1 {
		o.Fatalf("%d claims, want 1", len(list))
	}
	return list[0]
}

// pending are the pending steps, as "kind subject".
func (o *office) pending() string {
	o.Helper()
	steps, err := o.Stalled(o.Context(), o.clock.AddDate(100, 0, 0), 0)
	o.must(err)
	var list []string
	for _, s := range steps {
		list = append(list, string(s.Kind)+" "+s.Subject)
	}
	return strings.Join(list, ", ")
}
