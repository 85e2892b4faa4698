package child

import (
	"errors"
	"fmt"
)

// The ways a call can cost a child its life. They speak about the page at hand, not about the machine: a
// caller tries once more and then calls the page unreadable. See Died.
var (
	// ErrCrashed: the child ended by itself (a signal, an exit, a panic) or sent something that is no answer.
	ErrCrashed = errors.New("child process crashed")
	// ErrDeadline: the call was not answered in time.
	ErrDeadline = errors.New("child process exceeded its deadline")
	// ErrMemory: the child's resident memory passed Config.MaxResidentBytes.
	ErrMemory = errors.New("child process exceeded its memory")
)

// ErrClosed is returned by calls on a closed pool, and by calls that Close cut short.
var ErrClosed = errors.New("child pool is closed")

// Died reports whether the error is ErrCrashed, ErrDeadline or ErrMemory.
func Died(err error) bool {
	return errors.Is(err, ErrCrashed) || errors.Is(err, ErrDeadline) || errors.Is(err, ErrMemory)
}

// RemoteError is the error of a handler that ran to its end. The message may quote the paper at hand: it is
// for the caller, not for a log.
type RemoteError struct {
	Op      string `json:"op"`
	Code    string `json:"code"`
	Message string `json:"message"`
}

func (e *RemoteError) Error() string { return fmt.Sprintf("%s: %s: %s", e.Op, e.Code, e.Message) }

// ErrorCode is the code the handler gave.
func (e *RemoteError) ErrorCode() string { return e.Code }

// Codes of our own; a handler's codes never start with "child.".
const (
	codePanic     = "child.panic"
	codeDeadline  = "child.deadline"
	codeUnknownOp = "child.unknown_operation"
)

// maxMessageBytes bounds the message of a RemoteError.
const maxMessageBytes = 1024

func clip(s string, n int) string {
	if len(s) <= n {
		return s
	}
	return s[:n] + "…"
}
