package storage

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"hash"
	"io"
	"io/fs"
	"strings"
	"syscall"

	"pratica/claim"
)

const keyPrefix = "sha256:"

// Key is the key of the object whose SHA-256 is sum.
func Key(sum []byte) string { return keyPrefix + hex.EncodeToString(sum) }

// ParseKey gives the 64 lower-case hexadecimal digits of a key, or EINVALID. Digits are all it lets through,
// so they are safe in a path.
func ParseKey(key string) (digits string, err error) {
	digits, ok := strings.CutPrefix(key, keyPrefix)
	if !ok || len(digits) != 2*sha256.Size || strings.Trim(digits, "0123456789abcdef") != "" {
		return "", claim.Errorf(claim.EINVALID, "%q non è un riferimento a un documento.", key)
	}
	return digits, nil
}

// Checked passes on what r reads and compares it with key at the end: the last Read gives an EINTERNAL error
// in place of io.EOF when the bytes are not the object's. It implements the promise of Objects.Open.
func Checked(r io.ReadCloser, key string) io.ReadCloser {
	return &checked{r, key, sha256.New()}
}

type checked struct {
	io.ReadCloser
	key string
	sum hash.Hash
}

func (c *checked) Read(p []byte) (int, error) {
	n, err := c.ReadCloser.Read(p)
	c.sum.Write(p[:n])
	if errors.Is(err, io.EOF) && Key(c.sum.Sum(nil)) != c.key {
		return n, Damaged(c.key)
	}
	return n, err
}

// Copy is io.Copy that stops when ctx does, between two reads.
func Copy(ctx context.Context, w io.Writer, r io.Reader) (int64, error) {
	return io.Copy(w, readerFunc(func(p []byte) (int, error) {
		if err := ctx.Err(); err != nil {
			return 0, err
		}
		return r.Read(p)
	}))
}

type readerFunc func([]byte) (int, error)

func (f readerFunc) Read(p []byte) (int, error) { return f(p) }

// Damaged is the error of an object whose bytes do not match its key.
func Damaged(key string) error {
	return claim.Errorf(claim.EINTERNAL, "Il documento %s conservato in archivio è danneggiato: va ripristinato da una copia di sicurezza.", key)
}

// NotFound is the error of an object that is not there.
func NotFound(key string) error {
	return claim.Errorf(claim.ENOTFOUND, "Il documento %s non è in archivio.", key)
}

// DiskError makes the error of a local file operation one that a person may see: EUNAVAILABLE when the disk
// is full, read-only or faulty, or the file may not be touched. Other errors are returned as they are.
func DiskError(err error) error {
	switch {
	case errors.Is(err, syscall.ENOSPC), errors.Is(err, syscall.EDQUOT), errors.Is(err, syscall.EFBIG):
		return claim.WrapError(claim.EUNAVAILABLE, err, "Il disco dell'archivio è pieno: liberare spazio e riprovare. Nulla è stato registrato.")
	case errors.Is(err, syscall.EROFS), errors.Is(err, fs.ErrPermission):
		return claim.WrapError(claim.EUNAVAILABLE, err, "L'archivio è in sola lettura: avvisare chi gestisce il sistema. Nulla è stato registrato.")
	case errors.Is(err, syscall.EIO), errors.Is(err, syscall.EMFILE), errors.Is(err, syscall.ENFILE):
		return claim.WrapError(claim.EUNAVAILABLE, err, "L'archivio non risponde: riprovare fra poco. Nulla è stato registrato.")
	}
	return err
}
