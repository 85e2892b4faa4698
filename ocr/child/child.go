// Package child runs work in processes that may die: the same binary, executed again and fed by pipes.
// Untrusted papers are decoded and recognised there, so that a crash, a hang or a hunger for memory costs
// one page and never the program.
//
// A program calls Main first thing in main (and in TestMain): in a child it serves and never returns, in
// any other process it returns at once. The parent makes a Pool and sends named operations to it.
//
// What a child may do is narrowed without root, as far as that is simple and sure: no new privileges,
// nothing inherited but its pipes, no core dumps, few open files, files of bounded size, a lower priority
// and the first turn when the machine runs out of memory. Its environment is minimal: no secret of the
// parent reaches it. It dies with its parent.
package child

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"runtime"
	"sync/atomic"
	"time"

	"pratica/claim"
)

// Handler answers one operation in the child. The response becomes JSON; blobs (pictures) travel beside it
// unencoded. The context ends at the call's deadline; a handler that goes on is killed. An error reaches
// the parent as *RemoteError: its code is that of an error in the chain with a method ErrorCode() string,
// else claim.ErrorCode. A handler that panics costs the child its life and the call ErrCrashed.
type Handler func(ctx context.Context, request json.RawMessage) (response any, blobs [][]byte, err error)

const (
	// argument and variable mark a child; both are needed, so neither is met by accident.
	argument = "ocr-child"
	variable = "PRATICA_OCR_CHILD"

	// The pipes of a child. Its standard output belongs to stray prints of C code and joins stderr.
	requestsFD, answersFD = 3, 4
)

// mainCalled tells NewPool that children of this binary will serve and not run the program again.
var mainCalled atomic.Bool

// Main serves the operations if this process is a child, and then never returns. Otherwise it returns at
// once. Call it before anything else reads arguments, opens files or starts goroutines.
func Main(handlers map[string]Handler) {
	mainCalled.Store(true)
	if !isChild() {
		return
	}
	os.Unsetenv(variable)
	if err := lowerPrivileges(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	serve(handlers, os.NewFile(requestsFD, "requests"), os.NewFile(answersFD, "answers"))
}

func isChild() bool {
	return len(os.Args) == 2 && os.Args[1] == argument && os.Getenv(variable) != ""
}

// serve answers one request after the other until the parent closes the pipe; then the process ends at
// once, also in the middle of a request.
func serve(handlers map[string]Handler, requests io.Reader, answers io.Writer) {
	incoming := make(chan request)
	go func() {
		in := bufio.NewReader(requests)
		for {
			var r request
			_, err := readFrame(in, &r, limits{header: maxRequestBytes})
			if errors.Is(err, io.EOF) {
				os.Exit(0)
			}
			if err != nil {
				fmt.Fprintln(os.Stderr, "child: read a request:", err)
				os.Exit(1)
			}
			incoming <- r
		}
	}()
	for r := range incoming {
		a, blobs := r.handle(handlers)
		if err := writeFrame(answers, a, blobs); err != nil {
			fmt.Fprintln(os.Stderr, "child: write an answer:", err)
			os.Exit(1)
		}
	}
}

// handle runs one request and never panics.
func (r request) handle(handlers map[string]Handler) (a answer, blobs [][]byte) {
	a.Nonce = r.Nonce
	defer func() {
		if cause := recover(); cause != nil {
			a.Response, blobs = nil, nil
			a.Error = &RemoteError{Op: r.Op, Code: codePanic, Message: describePanic(cause)}
		}
	}()
	ctx, cancel := context.WithTimeout(context.Background(), time.Duration(r.TimeoutMS)*time.Millisecond)
	defer cancel()

	handler, ok := handlers[r.Op]
	if !ok {
		a.Error = &RemoteError{Op: r.Op, Code: codeUnknownOp, Message: "no such operation"}
		return a, nil
	}
	response, blobs, err := handler(ctx, r.Request)
	if err == nil {
		a.Response, err = json.Marshal(response)
	}
	if err != nil {
		if ctx.Err() != nil {
			a.Error = &RemoteError{Op: r.Op, Code: codeDeadline, Message: clip(err.Error(), maxMessageBytes)}
			return a, nil
		}
		a.Error = &RemoteError{Op: r.Op, Code: errorCode(err), Message: clip(err.Error(), maxMessageBytes)}
		return a, nil
	}
	for _, blob := range blobs {
		a.Blobs = append(a.Blobs, len(blob))
	}
	return a, blobs
}

func errorCode(err error) string {
	var coded interface{ ErrorCode() string }
	if errors.As(err, &coded) {
		return coded.ErrorCode()
	}
	return claim.ErrorCode(err)
}

// describePanic names the place of a panic. Its value is told only if the runtime made it ("index out of
// range [5] with length 3"): any other may hold the text of somebody's page.
func describePanic(cause any) string {
	what := fmt.Sprintf("panic of type %T", cause)
	if err, ok := cause.(runtime.Error); ok {
		what = err.Error()
	}
	pc := make([]uintptr, 16)
	frames := runtime.CallersFrames(pc[:runtime.Callers(4, pc)])
	for {
		frame, more := frames.Next()
		if frame.File != "" && !isRuntime(frame.Function) {
			return fmt.Sprintf("%s in %s (line %d)", what, frame.Function, frame.Line)
		}
		if !more {
			return what
		}
	}
}

func isRuntime(function string) bool {
	const prefix = "runtime."
	return len(function) > len(prefix) && function[:len(prefix)] == prefix
}
