package claim

import (
	"errors"
	"fmt"
)

// The codes of Error. web maps them to HTTP: 400, 404, 409, 403, 413, 503, 500.
const (
	EINVALID     = "invalid"
	ENOTFOUND    = "not_found"
	ECONFLICT    = "conflict"
	EFORBIDDEN   = "forbidden"
	ETOOLARGE    = "too_large"
	EUNAVAILABLE = "unavailable"
	EINTERNAL    = "internal"
)

// Error is an error a person may see: a code for machines and an Italian sentence that says what to do.
// The cause stays wrapped for the log and is never shown.
type Error struct {
	Code    string
	Message string
	Err     error
}

// Errorf makes an Error without a cause.
func Errorf(code, format string, args ...any) *Error {
	return &Error{Code: code, Message: fmt.Sprintf(format, args...)}
}

// WrapError makes an Error around a cause.
func WrapError(code string, cause error, format string, args ...any) *Error {
	return &Error{Code: code, Message: fmt.Sprintf(format, args...), Err: cause}
}

func (e *Error) Error() string {
	if e.Err != nil {
		return e.Message + ": " + e.Err.Error()
	}
	return e.Message
}

// Unwrap gives the cause.
func (e *Error) Unwrap() error { return e.Err }

// ErrorCode is the code of the first Error in the chain, EINTERNAL for any other error, and "" for nil.
func ErrorCode(err error) string {
	if err == nil {
		return ""
	}
	var e *Error
	if errors.As(err, &e) {
		return e.Code
	}
	return EINTERNAL
}

// ErrorMessage is the sentence a person may see.
func ErrorMessage(err error) string {
	var e *Error
	if errors.As(err, &e) {
		return e.Message
	}
	return "Errore interno: riprovare; se si ripete, avvisare chi gestisce il sistema."
}
