package storagetest

import (
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"runtime"
	"strings"
	"sync"
	"testing"
	"testing/iotest"

	"pratica/claim"
	"pratica/storage"
)

// ObjectStore is a store under test with a way to look behind it.
type ObjectStore struct {
	storage.Objects
	// File is the path of the file in which the server or the store itself keeps the object.
	File func(key string) string
}

// Objects is the suite every implementation of storage.Objects passes. open gives an empty store and closes
// it when the test ends.
func Objects(t *testing.T, open func(t *testing.T) ObjectStore) {
	for name, test := range map[string]func(*testing.T, ObjectStore){
		"what is put comes back whole under its hash":               wholeUnderHash,
		"large objects do not fill the memory":                      boundedMemory,
		"the same bytes put at once are one object":                 sameAtOnce,
		"when reading the input fails nothing is stored":            failingInput,
		"when the context ends nothing is stored":                   endingContext,
		"what is no key is refused and what is not there not found": noObject,
		"a local file stays while it is used":                       localFile,
		"a damaged object is noticed and healed":                    damaged,
	} {
		t.Run(name, func(t *testing.T) { test(t, open(t)) })
	}
}

func keyOf(data []byte) string {
	sum := sha256.Sum256(data)
	return storage.Key(sum[:])
}

func put(t *testing.T, s storage.Objects, data []byte) string {
	t.Helper()
	key, size, err := s.Put(t.Context(), bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	if key != keyOf(data) || size != int64(len(data)) {
		t.Fatalf("put gives %s with %d bytes, want %s with %d", key, size, keyOf(data), len(data))
	}
	return key
}

func get(t *testing.T, s storage.Objects, key string) ([]byte, error) {
	t.Helper()
	r, err := s.Open(t.Context(), key)
	if err != nil {
		return nil, err
	}
	data, err := io.ReadAll(r)
	if err := r.Close(); err != nil {
		t.Errorf("close: %v", err)
	}
	return data, err
}

func wantCode(t *testing.T, what string, err error, code string) {
	t.Helper()
	if claim.ErrorCode(err) != code {
		t.Errorf("%s: error is %v (%s), want code %s", what, err, claim.ErrorCode(err), code)
	}
}

func wholeUnderHash(t *testing.T, s ObjectStore) {
	for _, data := range []string{"", "a", "FATTURA n. 118\x00\xff", strings.Repeat("pagina ", 100_000)} {
		key := put(t, s, []byte(data))
		got, err := get(t, s, key)
		if err != nil || string(got) != data {
			t.Errorf("%d bytes come back as %d, %v", len(data), len(got), err)
		}
		if size, err := s.Stat(t.Context(), key); err != nil || size != int64(len(data)) {
			t.Errorf("stat gives %d, %v, want %d", size, err, len(data))
		}
		if err := s.Verify(t.Context(), key); err != nil {
			t.Errorf("verify: %v", err)
		}
	}
}

func boundedMemory(t *testing.T, s ObjectStore) {
	const size = 64 << 20
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	key, n, err := s.Put(t.Context(), io.LimitReader(rand.NewChaCha8([32]byte{1}), size))
	if err != nil || n != size {
		t.Fatalf("put gives %d bytes, %v", n, err)
	}
	_, release, err := s.Local(t.Context(), key)
	if err != nil {
		t.Fatal(err)
	}
	release()
	runtime.ReadMemStats(&after)
	if used := after.TotalAlloc - before.TotalAlloc; used > 8<<20 {
		t.Errorf("put and local of %d MB allocate %d MB, want at most 8", size>>20, used>>20)
	}
}

func sameAtOnce(t *testing.T, s ObjectStore) {
	data := bytes.Repeat([]byte("busta"), 50_000)
	var all sync.WaitGroup
	errs := make([]error, 20)
	for i := range errs {
		all.Go(func() {
			key, _, err := s.Put(t.Context(), bytes.NewReader(data))
			if err == nil && key != keyOf(data) {
				err = fmt.Errorf("key is %s", key)
			}
			if err == nil {
				err = s.Verify(t.Context(), key)
			}
			errs[i] = err
		})
	}
	all.Wait()
	if err := errors.Join(errs...); err != nil {
		t.Fatal(err)
	}
	if got, err := get(t, s, keyOf(data)); err != nil || !bytes.Equal(got, data) {
		t.Errorf("%d bytes come back, %v", len(got), err)
	}
}

func failingInput(t *testing.T, s ObjectStore) {
	data, broken := bytes.Repeat([]byte("x"), 300_000), errors.New("the sender hung up")
	_, _, err := s.Put(t.Context(), io.MultiReader(bytes.NewReader(data), iotest.ErrReader(broken)))
	if !errors.Is(err, broken) {
		t.Errorf("error is %v, want the input's", err)
	}
	_, err = s.Stat(t.Context(), keyOf(data))
	wantCode(t, "stat", err, claim.ENOTFOUND)
}

func endingContext(t *testing.T, s ObjectStore) {
	data := bytes.Repeat([]byte("y"), 300_000)
	ctx, cancel := context.WithCancel(t.Context())
	_, _, err := s.Put(ctx, io.MultiReader(bytes.NewReader(data), readerFunc(func([]byte) (int, error) {
		cancel()
		return 0, io.EOF
	}), bytes.NewReader([]byte("the rest"))))
	if !errors.Is(err, context.Canceled) {
		t.Errorf("error is %v, want context.Canceled", err)
	}
	for _, d := range [][]byte{data, append(data, "the rest"...)} {
		_, err = s.Stat(t.Context(), keyOf(d))
		wantCode(t, "stat", err, claim.ENOTFOUND)
	}
	key := put(t, s, data)
	if _, err := s.Open(ctx, key); !errors.Is(err, context.Canceled) {
		t.Errorf("open: error is %v, want context.Canceled", err)
	}
}

type readerFunc func([]byte) (int, error)

func (f readerFunc) Read(p []byte) (int, error) { return f(p) }

func noObject(t *testing.T, s ObjectStore) {
	for key, code := range map[string]string{
		"":                                    claim.EINVALID,
		"sha256:":                             claim.EINVALID,
		"sha256:../../../../etc/passwd":       claim.EINVALID,
		keyOf(nil) + "0":                      claim.EINVALID,
		strings.ToUpper(keyOf(nil)):           claim.EINVALID,
		"sha512" + keyOf(nil)[len("sha256"):]: claim.EINVALID,
		keyOf([]byte("never put")):            claim.ENOTFOUND,
	} {
		_, err := s.Open(t.Context(), key)
		wantCode(t, "open "+key, err, code)
		_, err = s.Stat(t.Context(), key)
		wantCode(t, "stat "+key, err, code)
		_, release, err := s.Local(t.Context(), key)
		wantCode(t, "local "+key, err, code)
		if release != nil {
			t.Error("release is not nil beside an error")
		}
		wantCode(t, "verify "+key, s.Verify(t.Context(), key), code)
	}
}

func localFile(t *testing.T, s ObjectStore) {
	data := bytes.Repeat([]byte("pagina"), 10_000)
	key := put(t, s, data)
	var all sync.WaitGroup
	errs := make([]error, 10)
	for i := range errs {
		all.Go(func() {
			path, release, err := s.Local(t.Context(), key)
			if err != nil {
				errs[i] = err
				return
			}
			defer release()
			got, err := os.ReadFile(path)
			if err == nil && !bytes.Equal(got, data) {
				err = fmt.Errorf("%d bytes, want %d", len(got), len(data))
			}
			errs[i] = err
		})
	}
	all.Wait()
	if err := errors.Join(errs...); err != nil {
		t.Fatal(err)
	}
}

func damaged(t *testing.T, s ObjectStore) {
	data := bytes.Repeat([]byte("importo 85,50 "), 10_000)
	for name, damage := range map[string]func(path string) error{
		"a byte changed": func(path string) error {
			other := bytes.Clone(data)
			other[70_000] ^= 1
			return os.WriteFile(path, other, 0o600)
		},
		"the end is missing": func(path string) error { return os.Truncate(path, 70_000) },
		"all is missing":     func(path string) error { return os.Truncate(path, 0) },
	} {
		key := put(t, s, data)
		if err := damage(s.File(key)); err != nil {
			t.Fatal(err)
		}
		if _, err := get(t, s, key); err == nil {
			t.Errorf("%s: read without error", name)
		}
		if err := s.Verify(t.Context(), key); err == nil || claim.ErrorCode(err) == claim.ENOTFOUND {
			t.Errorf("%s: verify gives %v", name, err)
		}
		put(t, s, data)
		if got, err := get(t, s, key); err != nil || !bytes.Equal(got, data) {
			t.Errorf("%s: after putting it again %d bytes come back, %v", name, len(got), err)
		}
	}
}
