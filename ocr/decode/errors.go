package decode

import (
	"errors"
	"fmt"
	"io"

	"pratica/claim"
)

// The codes of FileError, those of claim/v1.
const (
	CodeEmpty        claim.Code = "file.empty"
	CodeTruncated    claim.Code = "file.truncated"
	CodeEncrypted    claim.Code = "file.encrypted" // needs a user password
	CodeUnsupported  claim.Code = "file.unsupported"
	CodeTooLarge     claim.Code = "file.too_large"
	CodeTooManyPages claim.Code = "file.too_many_pages"
	CodeUnreadable   claim.Code = "page.unreadable"
)

// FileError says why a file, or one page of it, cannot be read.
type FileError struct {
	Code claim.Code
	// Page counts from 1; 0 when the error is about the whole file.
	Page int
	// Err is the cause, for the log; it may be nil.
	Err error
}

func (e *FileError) Error() string {
	text := string(e.Code)
	if e.Page > 0 {
		text += fmt.Sprintf(" (page %d)", e.Page)
	}
	if e.Err != nil {
		text += ": " + e.Err.Error()
	}
	return text
}

// Unwrap gives the cause.
func (e *FileError) Unwrap() error { return e.Err }

func fileError(code claim.Code, cause error) *FileError { return &FileError{Code: code, Err: cause} }

// truncatedOr tells a stream that ends too early from one that is damaged.
func truncatedOr(code claim.Code, cause error) *FileError {
	var fe *FileError
	if errors.As(cause, &fe) {
		return fe
	}
	if errors.Is(cause, io.ErrUnexpectedEOF) || errors.Is(cause, io.EOF) {
		code = CodeTruncated
	}
	return fileError(code, cause)
}
