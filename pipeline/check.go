package pipeline

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"sync"
	"time"

	"pratica/claim"
	"pratica/ocr/child"
	"pratica/ocr/decode"
	"pratica/ocr/photo"
)

// checkDeadline is what one page may take; somebody waits with a telephone in his hand.
const checkDeadline = 20 * time.Second

// checkAnswer is what a child says of a page, and of how many pages the file has.
type checkAnswer struct {
	Pages int `json:"pages"`
	// Problem is of the file, PageProblem of this page only; "" for none.
	Problem     claim.Code `json:"problem,omitempty"`
	PageProblem claim.Code `json:"page_problem,omitempty"`
	// Measures are nil for a page that is no picture.
	Measures *claim.LegibilityMeasures `json:"measures,omitempty"`
	Problems []claim.LegibilityProblem `json:"problems,omitempty"`
}

// checkPicture judges the picture of one page. It needs no engine.
func checkPicture(ctx context.Context, request json.RawMessage) (any, [][]byte, error) {
	var r readRequest
	if err := json.Unmarshal(request, &r); err != nil {
		return nil, nil, err
	}
	source, err := decode.Open(ctx, r.Path, r.Limits)
	if problem := problemOf(err); problem != "" {
		return checkAnswer{Problem: problem}, nil, nil
	}
	if err != nil {
		return nil, nil, err
	}
	defer source.Close() // unlike a page to read, nothing of it is kept
	answer := checkAnswer{Pages: source.PageCount()}
	shot, err := source.Snapshot(ctx, r.Page-1, photo.AssessSide)
	if problem := problemOf(err); problem != "" {
		answer.PageProblem = problem
		return answer, nil, nil
	}
	if err != nil {
		return nil, nil, err
	}
	if !shot.Drawn {
		measures, problems := photo.Assess(shot.Luma, shot.Small)
		answer.Measures, answer.Problems = &measures, problems
	}
	return answer, nil, nil
}

// Check says of every page of a file whether its picture is good enough to be read, in words for whoever took it, without
// recognising its text. The limits are those of the channel. A file or page that cannot be opened is not good, and says
// why; an error is about this machine.
func (p *Pipeline) Check(ctx context.Context, file File, channel claim.Channel) (claim.Legibility, error) {
	first, err := p.checkPage(ctx, file, 1, channel)
	if err != nil {
		return claim.Legibility{}, err
	}
	if first.Problem != "" {
		return unopened(first.Problem, file.Name), nil
	}
	answers := make([]checkAnswer, first.Pages)
	answers[0] = first
	if err := p.checkPages(ctx, file, channel, answers); err != nil {
		return claim.Legibility{}, err
	}
	result := claim.Legibility{Good: true, Problems: []claim.LegibilityProblem{}, Pages: make([]claim.PageLegibility, len(answers))}
	bad := 0
	for i, a := range answers {
		result.Pages[i] = a.page(file.Name, i+1)
		if !result.Pages[i].Good {
			bad++
		}
	}
	result.Good = bad == 0
	result.Message = inWords(result.Pages, bad)
	return result, nil
}

// inWords is what is said of the whole file.
func inWords(pages []claim.PageLegibility, bad int) string {
	switch {
	case len(pages) == 1:
		return pages[0].Message
	case bad == 0:
		return photo.GoodMessage
	case bad == 1:
		return fmt.Sprintf("Una pagina su %d è da rifare.", len(pages))
	}
	return fmt.Sprintf("%d pagine su %d sono da rifare.", bad, len(pages))
}

// checkPages fills in the answers after the first, as many side by side as there are children.
func (p *Pipeline) checkPages(ctx context.Context, file File, channel claim.Channel, answers []checkAnswer) error {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	next := make(chan int)
	var group sync.WaitGroup
	for range min(max(1, p.pool.Size), len(answers)-1) {
		group.Go(func() {
			for i := range next {
				answer, err := p.checkPage(ctx, file, i+1, channel)
				if err != nil {
					cancel(err)
				}
				answers[i] = answer
			}
		})
	}
	for i := 1; i < len(answers); i++ {
		next <- i
	}
	close(next)
	group.Wait()
	return context.Cause(ctx)
}

// checkPage asks a child. One that dies on a page twice says that the page is at fault; on the first, the file.
func (p *Pipeline) checkPage(ctx context.Context, file File, page int, channel claim.Channel) (checkAnswer, error) {
	var answer checkAnswer
	err := twice(func() error {
		_, err := p.pool.Call(ctx, "check", readRequest{Path: file.Path, Page: page, Limits: limits(channel)}, &answer, child.Within(checkDeadline), child.Urgent())
		return err
	})
	switch {
	case child.Died(err) && page == 1:
		return checkAnswer{Problem: decode.CodeUnsupported}, nil
	case child.Died(err):
		return checkAnswer{PageProblem: decode.CodeUnreadable}, nil
	case err != nil:
		return checkAnswer{}, fmt.Errorf("check page %d: %w", page, err)
	}
	return answer, nil
}

// unopened is the answer for a file that cannot be opened.
func unopened(code claim.Code, name string) claim.Legibility {
	finding := fileFinding(code, name)
	return claim.Legibility{Message: finding.Message, Pages: []claim.PageLegibility{},
		Problems: []claim.LegibilityProblem{{Code: claim.LegibilityCode(finding.Code), Message: finding.Message}}}
}

// page puts the answer for a page into words.
func (a checkAnswer) page(name string, number int) claim.PageLegibility {
	page := claim.PageLegibility{Page: number, Measures: a.Measures, Problems: a.Problems}
	if a.PageProblem != "" {
		finding := pageFinding(PageRef{File: name, FilePage: number})
		if a.Pages == 1 && fileProblems[a.PageProblem] != "" {
			finding = fileFinding(a.PageProblem, name)
		}
		page.Problems = []claim.LegibilityProblem{{Code: claim.LegibilityCode(finding.Code), Message: finding.Message}}
	}
	if page.Problems == nil {
		page.Problems = []claim.LegibilityProblem{}
	}
	page.Good, page.Message = len(page.Problems) == 0, photo.GoodMessage
	if !page.Good {
		var messages []string
		for _, p := range page.Problems {
			messages = append(messages, p.Message)
		}
		page.Message = strings.Join(messages, " ")
	}
	return page
}
