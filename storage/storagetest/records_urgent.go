package storagetest

import (
	"slices"
	"time"

	"pratica/claim"
	"pratica/storage"
)

// arriveBy is arrive through a channel.
func (o *office) arriveBy(channel claim.Channel, file string) storage.Step {
	o.Helper()
	a := arrival(file)
	a.Channel = channel
	_, _, step, err := o.CreateArrival(o.Context(), a)
	o.must(err)
	return step
}

func urgentFirst(o *office) {
	for channel, urgent := range map[claim.Channel]bool{claim.Post: false, claim.API: false, claim.Online: true, claim.Provider: true} {
		split := o.arriveBy(channel, string(channel)+".pdf")
		equal(o, "urgent split of "+string(channel), split.Urgent, urgent)
		reads, err := o.FinishSplit(o.Context(), split.StepRef, []storage.Envelope{pages(string(channel)+".pdf", 2)})
		o.must(err)
		equal(o, "urgent page of "+string(channel), reads[1].Urgent, urgent)
		later, err := o.Retry(o.Context(), reads[0].StepRef, "ocr.crashed", o.clock.Add(-time.Hour))
		o.must(err)
		equal(o, "urgent page put off of "+string(channel), later.Urgent, urgent)
		assemble := o.readAll([]storage.Step{later, reads[1]})
		equal(o, "urgent assembling of "+string(channel), assemble.Urgent, urgent)
	}
	o.arriveBy(claim.Post, "batch.pdf")
	o.clock = o.clock.Add(time.Minute)
	member := o.arriveBy(claim.Online, "photo.jpg")
	o.clock = o.clock.Add(time.Minute)
	due, err := o.Stalled(o.Context(), o.clock, 3)
	o.must(err)
	if !slices.ContainsFunc(due, func(s storage.Step) bool { return s.StepRef == member.StepRef }) {
		o.Errorf("the three first due are %v: the member's is not among them", due)
	}
	for _, s := range due {
		equal(o, "urgent", s.Urgent, true)
	}
}

func takenAndHeld(o *office) {
	_, err := o.Take(o.Context(), storage.ReadPage, o.clock.Add(time.Minute))
	o.code(err, claim.ENOTFOUND)
	_, batch := o.split("batch.pdf", 2)
	o.clock = o.clock.Add(time.Second)
	reads, err := o.FinishSplit(o.Context(), o.arriveBy(claim.Online, "photo.jpg").StepRef, []storage.Envelope{pages("photo.jpg", 1)})
	o.must(err)

	first, err := o.Take(o.Context(), storage.ReadPage, o.clock.Add(time.Minute))
	o.must(err)
	equal(o, "first taken", first.Subject, reads[0].Subject)
	equal(o, "generation", first.Generation, 2)
	equal(o, "attempts", first.Attempts, 1)
	_, err = o.Begin(o.Context(), reads[0].StepRef, o.clock) // whoever was told of it before
	o.stale(err)
	taken := []string{batch[0].Subject, batch[1].Subject}
	for range 2 {
		s, err := o.Take(o.Context(), storage.ReadPage, o.clock.Add(time.Minute))
		o.must(err)
		taken = slices.DeleteFunc(taken, func(subject string) bool { return subject == s.Subject })
	}
	equal(o, "pages left", len(taken), 0)
	_, err = o.Take(o.Context(), storage.ReadPage, o.clock.Add(time.Minute))
	o.code(err, claim.ENOTFOUND)

	o.must(o.Hold(o.Context(), first.StepRef, o.clock.Add(time.Hour)))
	o.stale(o.Hold(o.Context(), reads[0].StepRef, o.clock.Add(time.Hour)))
	o.clock = o.clock.Add(2 * time.Minute) // whoever had the batch's pages is gone
	due, err := o.Stalled(o.Context(), o.clock, 0)
	o.must(err)
	equal(o, "pages due again", len(due), 2)
	_, err = o.FinishRead(o.Context(), first.StepRef, reading)
	o.must(err)
	o.stale(o.Hold(o.Context(), first.StepRef, o.clock.Add(time.Hour)))
}

func countsBacklog(o *office) {
	none, err := o.Backlog(o.Context())
	o.must(err)
	equal(o, "kinds pending", len(none), 0)
	o.split("batch.pdf", 3)
	_, err = o.Take(o.Context(), storage.ReadPage, o.clock.Add(time.Minute))
	o.must(err)
	o.arriveBy(claim.Online, "photo.jpg")
	got, err := o.Backlog(o.Context())
	o.must(err)
	want := []storage.Backlog{{Kind: storage.SplitArrival, Urgent: true, Due: 1}, {Kind: storage.ReadPage, Due: 2, Later: 1}}
	if !slices.Equal(got, want) {
		o.Errorf("backlog is %+v, want %+v", got, want)
	}
}
