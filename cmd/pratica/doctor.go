package main

import (
	"context"
	"fmt"
	"os/exec"

	"pratica/claim"
	"pratica/ocr/recognise"
	"pratica/pipeline"
)

type doctorCommand struct{}

// Run looks for what pratica needs on this machine and says how to get what is missing.
func (doctorCommand) Run(ctx context.Context) error {
	var missing error
	engine, err := recognise.NewEngine("ita")
	if err != nil {
		missing = err
		fmt.Println("Tesseract with Italian: missing — apt-get install tesseract-ocr-ita tesseract-ocr-osd")
	} else {
		engine.Close()
		fmt.Println("Tesseract with Italian: ok")
	}
	if path, err := exec.LookPath("redis-server"); err != nil {
		missing = claim.Errorf(claim.EUNAVAILABLE, "redis-server is missing")
		fmt.Println("redis-server: missing — apt-get install redis-server (needed by 'pratica serve', not by 'pratica process')")
	} else {
		fmt.Println("redis-server: ok,", path)
	}
	if err := preparePDFium(ctx); err != nil {
		missing = err
		fmt.Println("PDFium: cannot be prepared —", err)
	} else {
		fmt.Println("PDFium: ok, compiled for this machine")
	}
	return missing
}

func preparePDFium(ctx context.Context) error {
	p, err := pipeline.New(pipeline.Config{Concurrency: 1})
	if err != nil {
		return err
	}
	defer p.Close()
	return p.Warm(ctx)
}
