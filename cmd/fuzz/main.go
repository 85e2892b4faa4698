// Command fuzz runs every fuzz target of the module for a short while, one after the other: what `make fuzz` and
// `make test` call. Targets are found in the sources, so that a new one needs no list. It ends with 1 when an input
// breaks a target; Go has then written that input to the package's testdata/fuzz, where it stays as a case.
//
// A few seconds for each go into changes of the inputs that are kept, with the programs that `go test` has built
// already. From ten seconds on, programs are built that tell which code an input reaches, so that one change leads to
// the next, and what was found so is remembered in the user's cache.
//
// With -seed the inputs are the same on every run, as far as the time goes: a check that must not depend on chance.
package main

import (
	"bytes"
	"context"
	"flag"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"regexp"
	"strings"
	"time"
)

func main() {
	each := flag.Duration("time", 3*time.Second, "for each target")
	seed := flag.Int("seed", 0, "begin with the same inputs each time, those of this `number`; 0 begins with others")
	only := flag.String("only", ".", "targets to run, as a regular expression on package/target")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := run(ctx, *each, *seed, *only); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// target is a fuzz target: the folder of its package and the name of its function.
type target struct{ folder, name string }

func run(ctx context.Context, each time.Duration, seed int, only string) error {
	wanted, err := regexp.Compile(only)
	if err != nil {
		return err
	}
	targets, err := find(".")
	if err != nil {
		return err
	}
	work, err := os.MkdirTemp("", "fuzz")
	if err != nil {
		return err
	}
	defer os.RemoveAll(work)
	start, count, broken := time.Now(), 0, 0
	for _, t := range targets {
		if !wanted.MatchString(t.folder + "/" + t.name) {
			continue
		}
		ok, err := t.run(ctx, work, each, seed)
		if err != nil {
			return fmt.Errorf("%s in %s: %w", t.name, t.folder, err)
		}
		if count++; !ok {
			broken++
		}
	}
	fmt.Printf("%d fuzz targets in %v\n", count, time.Since(start).Round(time.Second))
	if count == 0 || broken > 0 {
		return fmt.Errorf("%d of %d fuzz targets broke", broken, count)
	}
	return nil
}

var declaration = regexp.MustCompile(`(?m)^func (Fuzz\w+)\(\w+ \*testing\.F\)`)

// find lists the targets below a folder, in the order of their files.
func find(root string) (targets []target, err error) {
	err = filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case entry.IsDir() && (entry.Name() == "testdata" || entry.Name() == "data" || len(entry.Name()) > 1 && entry.Name()[0] == '.'):
			return filepath.SkipDir
		case entry.IsDir() || !strings.HasSuffix(path, "_test.go"):
			return nil
		}
		source, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		for _, m := range declaration.FindAllSubmatch(source, -1) {
			targets = append(targets, target{filepath.Dir(path), string(m[1])})
		}
		return nil
	})
	return targets, err
}

// guided is the time from which building programs that tell what they reach is worth its while.
const guided = 10 * time.Second

// stuck is how much longer than its time a target may take, to build and to end.
const stuck = 10 * time.Minute

// run fuzzes one target and prints a line, or all that it said when an input broke it.
func (t target) run(ctx context.Context, work string, each time.Duration, seed int) (ok bool, err error) {
	ctx, cancel := context.WithTimeout(ctx, each+stuck)
	defer cancel()
	binary := filepath.Join(work, strings.ReplaceAll(t.folder, string(filepath.Separator), "_")+".test")
	corpus := filepath.Join(work, "corpus", t.name)
	args := []string{"test", "-c", "-o", binary}
	if each >= guided {
		cache, err := os.UserCacheDir()
		if err != nil {
			return false, err
		}
		corpus = filepath.Join(cache, "pratica-fuzz", t.folder)
		args = append(args, "-fuzz=.")
	}
	if _, err := os.Stat(binary); err != nil {
		build := exec.CommandContext(ctx, "go", append(args, "./"+t.folder)...)
		build.Stderr = os.Stderr
		if err := build.Run(); err != nil {
			return false, fmt.Errorf("build: %w", err)
		}
	}
	// Nothing is made shorter: the time goes into trying.
	fuzz := exec.CommandContext(ctx, binary, "-test.run=^$", "-test.fuzz=^"+t.name+"$", "-test.fuzztime="+each.String(),
		"-test.fuzzminimizetime=0s", "-test.fuzzcachedir="+corpus)
	fuzz.Dir = t.folder
	if seed != 0 {
		fuzz.Env = append(os.Environ(), fmt.Sprintf("GODEBUG=fuzzseed=%d", seed))
	}
	fuzz.Cancel = func() error { return fuzz.Process.Signal(os.Interrupt) }
	fuzz.WaitDelay = time.Minute
	output, err := fuzz.CombinedOutput()
	if ctx.Err() != nil {
		return false, fmt.Errorf("%w\n%s", ctx.Err(), output)
	}
	if err != nil && !outOfTime(output) {
		fmt.Printf("%s\n%s in %s broke. If Go has written the input that did, again with: go test ./%s -run '^%s$'\n", output, t.name, t.folder, t.folder, t.name)
		return false, nil
	}
	fmt.Printf("%-26s %-24s %s\n", t.folder, t.name, tried(output))
	return true, nil
}

// outOfTime reports that Go calls it a failure that the time ended in the middle of an input
// (https://go.dev/issue/75804): nothing else was said, and no input written.
func outOfTime(output []byte) bool {
	return bytes.Contains(output, []byte("\n    context deadline exceeded\n")) && !bytes.Contains(output, []byte("Failing input")) &&
		!bytes.Contains(output, []byte("_test.go:"))
}

var progress = regexp.MustCompile(`execs: (\d+)`)

// tried says how many inputs were tried.
func tried(output []byte) string {
	all := progress.FindAllSubmatch(output, -1)
	if len(all) == 0 {
		return ""
	}
	return string(all[len(all)-1][1]) + " inputs"
}
