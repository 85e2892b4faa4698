package storagetest

import (
	"bytes"
	"context"
	"encoding/json"
	"reflect"
	"testing"
	"time"

	"pratica/claim"
	"pratica/storage"
)

func arrivalIsKept(o *office) {
	want := arrival("b.pdf", "a.pdf")
	want.ExternalNumber, want.IdempotencyKey = "P-77", "key"
	at := time.Date(2026, 5, 14, 7, 0, 0, 0, time.UTC)
	want.SentAt = &at
	a, created, step, err := o.CreateArrival(o.Context(), want)
	o.must(err)
	equal(o, "created", created, true)
	want.ID, want.ReceivedAt = a.ID, o.clock
	if len(a.ID) != 26 || !reflect.DeepEqual(a.Arrival, want) {
		o.Errorf("stored %+v, want %+v", a.Arrival, want)
	}
	again, err := o.Arrival(o.Context(), a.ID)
	o.must(err)
	if !reflect.DeepEqual(again, a) {
		o.Errorf("read %+v, want %+v", again, a)
	}
	equal(o, "state", a.State, claim.Received)
	equal(o, "step", step, storage.Step{StepRef: storage.StepRef{Kind: storage.SplitArrival, Subject: a.ID, Generation: 1}, State: storage.Pending, DueAt: o.clock})
	equal(o, "task id", step.TaskID(), "arrival:split:"+a.ID+":1")
	_, err = o.Begin(o.Context(), step.StepRef, o.clock.Add(time.Minute))
	o.must(err)
	waiting, err := o.WaitingArrivals(o.Context())
	o.must(err)
	equal(o, "waiting arrivals", len(waiting), 1)
	equal(o, "state", waiting[0].State, claim.Splitting)
}

func senselessArrivals(o *office) {
	noName, noObject := arrival("a.pdf", " "), arrival("a.pdf")
	noObject.Files[0].Object = "sha256:../../etc/passwd"
	for name, a := range map[string]claim.Arrival{"no file": arrival(), "no name": noName, "no object": noObject, "equal names": arrival("a.pdf", "a.pdf")} {
		o.Run(name, func(t *testing.T) {
			_, _, _, err := o.CreateArrival(t.Context(), a)
			if claim.ErrorCode(err) != claim.EINVALID {
				t.Errorf("error is %v, want EINVALID", err)
			}
		})
	}
	equal(o, "pending", o.pending(), "")
}

func wholeWay(o *office) {
	a, step := o.arrive("scan.pdf")
	_, err := o.Begin(o.Context(), step.StepRef, o.clock.Add(time.Minute))
	o.must(err)
	truncated := claim.NewFinding("file.truncated", "", "Il documento è incompleto.").With("file", "scan.pdf")
	e := pages("scan.pdf", 2)
	e.Findings = []claim.Finding{truncated}
	reads, err := o.FinishSplit(o.Context(), step.StepRef, []storage.Envelope{e})
	o.must(err)

	a, err = o.Arrival(o.Context(), a.ID)
	o.must(err)
	equal(o, "arrival state", a.State, claim.Reading)
	id := a.Submissions[0]
	s := o.submission(id)
	equal(o, "protocol number", s.ProtocolNumber, "2026-000001")
	equal(o, "state", s.State, claim.Reading)
	equal(o, "sent on", s.SentOn, claim.MustDate("2026-05-10"))

	page, err := o.Page(o.Context(), reads[1].Subject)
	o.must(err)
	equal(o, "page", page, storage.Page{ID: reads[1].Subject, Submission: id, Number: 2, File: a.Files[0], FilePage: 2})
	none, err := o.FinishRead(o.Context(), reads[1].StepRef, reading)
	o.must(err)
	equal(o, "steps", len(none), 0)
	s = o.submission(id)
	equal(o, "pages", s.Pages, 2)
	equal(o, "pages read", s.PagesRead, 1)
	assemble := o.readAll(reads[:1])
	equal(o, "state", o.submission(id).State, claim.Assembling)
	list, err := o.Pages(o.Context(), id)
	o.must(err)
	equal(o, "pages", len(list), 2)
	equal(o, "picture", list[0].Picture, claim.Text(reading.Picture))
	equal(o, "media type", list[0].MediaType, "image/jpeg")

	assembly, err := o.Assembly(o.Context(), id)
	o.must(err)
	if len(assembly.Findings) != 1 || !reflect.DeepEqual(assembly.Findings[0], truncated) {
		o.Errorf("findings are %+v, want %+v", assembly.Findings, truncated)
	}
	if !reflect.DeepEqual(assembly.Pages[1].Reading, reading) || assembly.Pages[1].FilePage != 2 {
		o.Errorf("page 2 is %+v, want %+v", assembly.Pages[1], reading)
	}
	deliver := o.assemble(assemble, "scan.pdf", nil)[0]
	s = o.submission(id)
	equal(o, "state", s.State, claim.Assembled)
	equal(o, "claims", len(s.Claims), 1)
	equal(o, "claim state", s.Claims[0].State, claim.Ready)
	equal(o, "subject", deliver.Subject, s.Claims[0].ID+":1")

	delivery, err := o.Delivery(o.Context(), deliver.Subject)
	o.must(err)
	var c claim.Claim
	o.must(json.Unmarshal(delivery.Body, &c))
	equal(o, "delivered id", c.ID, s.Claims[0].ID)
	equal(o, "delivered member", c.Member.Surname, "BERTOLINI")
	o.deliver(deliver)
	equal(o, "claim state", o.onlyClaim(id).State, claim.Delivered)
	deliveries, err := o.Deliveries(o.Context(), id)
	o.must(err)
	equal(o, "deliveries", len(deliveries), 1)
	d := deliveries[0]
	if d.DeliveredAt == nil || !d.DeliveredAt.Equal(o.clock) || d.Target != "outbox" || d.State != storage.Done || d.Attempts != 1 {
		o.Errorf("delivery is %+v", d)
	}
	equal(o, "pending", o.pending(), "")
}

func nothingOpens(o *office) {
	_, step := o.arrive("broken.pdf")
	finding := claim.NewFinding("file.empty", "", "Il documento è vuoto.")
	steps, err := o.FinishSplit(o.Context(), step.StepRef, []storage.Envelope{{Findings: []claim.Finding{finding}}})
	o.must(err)
	equal(o, "steps", len(steps), 1)
	equal(o, "kind", steps[0].Kind, storage.AssembleSubmission)
	equal(o, "state", o.submission(steps[0].Subject).State, claim.Assembling)
	next := o.assemble(steps[0], "broken.pdf", func(c *claim.Claim) { c.Documents, c.Findings = nil, []claim.Finding{finding} })
	equal(o, "deliver steps", len(next), 1)
}

func foreignPages(o *office) {
	a, step := o.arrive("scan.pdf")
	_, err := o.FinishSplit(o.Context(), step.StepRef, []storage.Envelope{pages("scan.pdf", 1), pages("other.pdf", 1)})
	o.code(err, claim.EINVALID)
	_, err = o.FinishSplit(o.Context(), step.StepRef, nil)
	o.code(err, claim.EINVALID)
	equal(o, "pending", o.pending(), "arrival:split "+a.ID)
	_, steps := o.split("good.pdf", 1)
	page, err := o.Page(o.Context(), steps[0].Subject)
	o.must(err)
	equal(o, "number after a rollback", o.submission(page.Submission).ProtocolNumber, "2026-000001")
}

func cachedReadings(o *office) {
	_, steps := o.split("scan.pdf", 2)
	_, err := o.Reading(o.Context(), object("scan.pdf"), 1, "r1")
	o.code(err, claim.ENOTFOUND)
	o.readAll(steps)
	got, err := o.Reading(o.Context(), object("scan.pdf"), 1, "r1")
	o.must(err)
	if !reflect.DeepEqual(got, reading) {
		o.Errorf("reading is %+v, want %+v", got, reading)
	}
	_, err = o.Reading(o.Context(), object("scan.pdf"), 1, "r2")
	o.code(err, claim.ENOTFOUND)

	_, steps = o.split("scan.pdf", 2) // the same bytes again, read otherwise
	other := reading
	other.Body, other.Picture, other.MediaType = json.RawMessage(`{"unreadable":true}`), "", ""
	_, err = o.FinishRead(o.Context(), steps[0].StepRef, other)
	o.must(err)
	got, err = o.Reading(o.Context(), object("scan.pdf"), 1, "r1")
	o.must(err)
	if !bytes.Equal(got.Body, other.Body) {
		o.Errorf("reading is %s, want the latest %s", got.Body, other.Body)
	}
	_, err = o.FinishRead(o.Context(), steps[1].StepRef, storage.Reading{})
	o.code(err, claim.EINVALID)
}

func arrivalState(o *office) {
	a, step := o.arrive("batch.pdf")
	steps, err := o.FinishSplit(o.Context(), step.StepRef, []storage.Envelope{
		{Pages: []storage.PageRef{{File: "batch.pdf", FilePage: 1}}}, {Pages: []storage.PageRef{{File: "batch.pdf", FilePage: 2}}, ExternalNumber: "E-2"}})
	o.must(err)
	split, err := o.Arrival(o.Context(), a.ID)
	o.must(err)
	equal(o, "external number of the arrival's", o.submission(split.Submissions[0]).ExternalNumber, a.ExternalNumber)
	equal(o, "external number of its own", o.submission(split.Submissions[1]).ExternalNumber, "E-2")
	state := func(want claim.SubmissionState) {
		o.Helper()
		got, err := o.Arrival(o.Context(), a.ID)
		o.must(err)
		equal(o, "submissions", len(got.Submissions), 2)
		equal(o, "state", got.State, want)
	}
	state(claim.Reading)
	first := o.readAll(steps[:1])
	o.assemble(first, "batch.pdf", nil)
	state(claim.Reading)
	second := o.readAll(steps[1:])
	state(claim.Assembling)
	o.must(o.Fail(o.Context(), second.StepRef, "internal", "Non riuscito."))
	state(claim.Failed)
	_, err = o.Void(o.Context(), second.Subject, "prova", "operatore")
	o.must(err)
	state(claim.Assembled)
	waiting, err := o.WaitingArrivals(o.Context())
	o.must(err)
	equal(o, "waiting arrivals", len(waiting), 0)
}

func oddTexts(o *office) {
	a := arrival(`Età dell'anno "2026" 100%_.pdf`, "Фактура\n№1.pdf")
	a.ExternalNumber, a.IdempotencyKey = `'; DROP TABLE arrivals; --`, "ключ"
	stored, _, _, err := o.CreateArrival(o.Context(), a)
	o.must(err)
	got, err := o.Arrival(o.Context(), stored.ID)
	o.must(err)
	if !reflect.DeepEqual(got.Files, a.Files) || got.ExternalNumber != a.ExternalNumber || got.IdempotencyKey != a.IdempotencyKey {
		o.Errorf("read %+v, want %+v", got, a)
	}
}

func cancelledContext(o *office) {
	ctx, cancel := context.WithCancel(o.Context())
	cancel()
	_, _, _, err := o.CreateArrival(ctx, arrival("a.pdf"))
	if err == nil {
		o.Error("an arrival was created under a cancelled context")
	}
	equal(o, "pending", o.pending(), "")
}
