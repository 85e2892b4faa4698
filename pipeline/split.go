package pipeline

import (
	"context"
	"errors"
	"fmt"
	"sync"

	"pratica/claim"
	"pratica/ocr/child"
	"pratica/ocr/decode"
)

// Split opens the files of an arrival, lists their pages, and parts them into envelopes, at least one. A file
// that cannot be opened becomes a finding and never stops the others.
//
// What the post and the operator's systems send may be a batch: a separator sheet begins an envelope, or, in a
// batch without separators, a page with a barcode label of another number than the envelope before it. A page of a letter
// that answers another claim than the page of a letter before it begins one too: papers of two claims must not join one.
// What a member or provider sends is one envelope, whatever lies in it.
func (p *Pipeline) Split(ctx context.Context, files []File, channel claim.Channel) ([]Envelope, error) {
	var batch batch
	var pages []pageOfFile
	limit := limits(channel)
	left := limit.MaxBytes
	for _, file := range files {
		count, size, problem, err := p.inspect(ctx, file.Path, limit)
		if err != nil {
			return nil, fmt.Errorf("open file: %w", err)
		}
		switch {
		case problem != "":
		case size > left:
			problem = decode.CodeTooLarge
		case len(pages)+count > limit.MaxPages:
			problem = decode.CodeTooManyPages
		}
		if problem != "" {
			pages = append(pages, pageOfFile{problem: problem, file: file})
			continue
		}
		left -= size
		for n := range count {
			pages = append(pages, pageOfFile{file: file, number: n + 1})
		}
	}
	if channel != claim.Online && channel != claim.Provider && len(pages) > 0 {
		if err := p.lookAll(ctx, pages); err != nil {
			return nil, err
		}
	}
	for _, page := range pages {
		batch.separators = batch.separators || page.look.Separator
	}
	for _, page := range pages {
		batch.add(page)
	}
	return batch.envelopes(), nil
}

// pageOfFile is a page of an arrival and what was seen on it, or a file with a problem.
type pageOfFile struct {
	file    File
	number  int // from 1
	look    look
	problem claim.Code
}

// batch parts pages into envelopes, in order.
type batch struct {
	list []Envelope
	// separators tells that there are some: then labels number envelopes and do not part them.
	separators bool
	// waiting are the separators and blanks since the last page that says something: they belong to the
	// envelope that the next such page begins, and at the end of a batch to the last one.
	waiting []PageRef
	// separated tells that a separator is among them, number what a label on it says.
	separated bool
	number    claim.Text
}

func (b *batch) add(page pageOfFile) {
	ref := PageRef{page.file.Name, page.number}
	switch {
	case page.problem != "":
		last := b.last()
		last.Findings = append(last.Findings, fileFinding(page.problem, page.file.Name))
	case page.look.Separator:
		if !b.separated {
			b.separated, b.number = true, ""
		}
		b.waiting = append(b.waiting, ref)
		if b.number == "" {
			b.number = page.look.Label
		}
	case page.look.Blank && b.separated:
		b.waiting = append(b.waiting, ref)
	default:
		b.addContent(ref, page.look)
	}
}

// addContent adds a page that is neither separator nor blank back of one.
func (b *batch) addContent(ref PageRef, seen look) {
	last, label := b.last(), seen.Label
	labelled := label != "" && label != last.ExternalNumber && !b.separators
	answers := seen.Answers != "" && last.Answers != "" && seen.Answers != last.Answers
	if (b.separated || labelled || answers) && len(last.Pages) > 0 {
		b.list = append(b.list, Envelope{})
		last = b.last()
	}
	last.Pages = append(append(last.Pages, b.waiting...), ref)
	if b.separated {
		last.ExternalNumber = b.number
	}
	if last.ExternalNumber == "" {
		last.ExternalNumber = label
	}
	if last.Answers == "" {
		last.Answers = seen.Answers
	}
	b.waiting, b.separated, b.number = nil, false, ""
}

func (b *batch) last() *Envelope {
	if len(b.list) == 0 {
		b.list = append(b.list, Envelope{})
	}
	return &b.list[len(b.list)-1]
}

func (b *batch) envelopes() []Envelope {
	last := b.last()
	last.Pages = append(last.Pages, b.waiting...)
	if last.ExternalNumber == "" {
		last.ExternalNumber = b.number
	}
	return b.list
}

// lookAll looks at all pages side by side, as many as there are children.
func (p *Pipeline) lookAll(ctx context.Context, pages []pageOfFile) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	next := make(chan int)
	var mutex sync.Mutex
	var group sync.WaitGroup
	var failure error
	for range max(1, p.pool.Size) {
		group.Go(func() {
			for i := range next {
				err := p.lookAt(ctx, &pages[i])
				mutex.Lock()
				if err != nil && failure == nil {
					failure = err
					cancel()
				}
				mutex.Unlock()
			}
		})
	}
	for i := range pages {
		if pages[i].problem == "" {
			next <- i
		}
	}
	close(next)
	group.Wait()
	return failure
}

// lookAt looks at one page. A page on which a child dies shows nothing; reading it will say so. One that takes
// too long is not looked at again: reading it takes as long once more.
func (p *Pipeline) lookAt(ctx context.Context, page *pageOfFile) error {
	look := func() error {
		_, err := p.call(ctx, "look", readRequest{page.file.Path, page.number, decode.DefaultLimits}, &page.look)
		return err
	}
	err := look()
	if child.Died(err) && !errors.Is(err, child.ErrDeadline) {
		err = look()
	}
	if err != nil && !child.Died(err) {
		return fmt.Errorf("look at page: %w", err)
	}
	return nil
}
