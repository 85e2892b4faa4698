package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"strings"

	"pratica/claim"
	"pratica/pipeline"
)

// errRetake says that a picture should be taken again; the words for it were printed.
var errRetake = errors.New("some pictures should be taken again")

// checkedFile is one object of process --check --json.
type checkedFile struct {
	File string `json:"file"`
	claim.Legibility
}

// check says of every file and page whether its picture is good enough to be read.
func (c *processCommand) check(ctx context.Context) error {
	files, err := expand(c.Files)
	if err != nil {
		return err
	}
	p, err := pipeline.New(pipeline.Config{Concurrency: c.Concurrency, Software: version})
	if err != nil {
		return err
	}
	defer p.Close()
	checked := []checkedFile{}
	for _, file := range files {
		answer, err := p.Check(ctx, file, claim.Channel(c.Channel))
		if err != nil {
			return err
		}
		checked = append(checked, checkedFile{file.Name, answer})
		if !c.JSON {
			printChecked(file.Name, answer)
		}
	}
	if c.JSON {
		out := json.NewEncoder(os.Stdout)
		out.SetEscapeHTML(false)
		out.SetIndent("", "  ")
		if err := out.Encode(checked); err != nil {
			return err
		}
	}
	return verdict(checked)
}

func printChecked(name string, answer claim.Legibility) {
	if len(answer.Pages) <= 1 {
		fmt.Printf("%s: %s\n", name, answer.Message)
		return
	}
	for _, page := range answer.Pages {
		fmt.Printf("%s, pagina %d: %s\n", name, page.Page, page.Message)
	}
}

// verdict is the error that gives the exit code: a file that cannot be read counts before a picture to retake.
func verdict(checked []checkedFile) error {
	var verdict error
	for _, file := range checked {
		problems := file.Problems
		for _, page := range file.Pages {
			problems = append(problems, page.Problems...)
		}
		for _, problem := range problems {
			if !strings.HasPrefix(string(problem.Code), "photo.") {
				return errReported
			}
			verdict = errRetake
		}
	}
	return verdict
}
