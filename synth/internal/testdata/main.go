// Command testdata draws the samples of the folder testdata again:
//
//	go run ./synth/internal/testdata [DIR]
//
// DIR is testdata when left out.
package main

import (
	"fmt"
	"os"

	"pratica/synth"
)

func main() {
	dir := "testdata"
	if len(os.Args) > 1 {
		dir = os.Args[1]
	}
	if err := synth.WriteSamples(dir); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
