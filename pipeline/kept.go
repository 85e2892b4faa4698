package pipeline

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"sync"
)

// keptReadings keeps what children said of pages in a folder, so that what follows the reading can be tried on
// thousands of pages in seconds. Whoever changes the reader takes another folder: only ReaderVersion, not the
// program, is part of a name. Pictures are not kept.
type keptReadings struct {
	folder string
	mutex  sync.Mutex
	hashes map[string]string // of files by path
}

// call asks the children, or takes the answer kept of the same request about the same bytes.
func (p *Pipeline) call(ctx context.Context, operation string, request readRequest, answer any) ([][]byte, error) {
	if p.kept == nil {
		return p.pool.Call(ctx, operation, request, answer, turn(ctx)...)
	}
	path, err := p.kept.path(operation, request, p.ReaderVersion())
	if err != nil {
		return nil, err
	}
	data, err := os.ReadFile(path)
	switch {
	case err == nil && json.Unmarshal(data, answer) == nil: // else cut short: it is read anew
		return nil, nil
	case err != nil && !errors.Is(err, fs.ErrNotExist):
		return nil, fmt.Errorf("kept reading: %w", err)
	}
	blobs, err := p.pool.Call(ctx, operation, request, answer, turn(ctx)...)
	if err != nil {
		return nil, err
	}
	return blobs, p.kept.keep(path, answer)
}

func (k *keptReadings) path(operation string, request readRequest, version string) (string, error) {
	file, err := k.hash(request.Path)
	if err != nil {
		return "", fmt.Errorf("kept reading: %w", err)
	}
	key := sha256.Sum256(fmt.Appendf(nil, "%s %s %s %d %+v", version, operation, file, request.Page, request.Limits))
	name := hex.EncodeToString(key[:])
	return filepath.Join(k.folder, name[:2], name+".json"), nil
}

func (k *keptReadings) hash(path string) (string, error) {
	k.mutex.Lock()
	defer k.mutex.Unlock()
	if known, ok := k.hashes[path]; ok {
		return known, nil
	}
	f, err := os.Open(path)
	if err != nil {
		return "", err
	}
	defer f.Close()
	sum := sha256.New()
	if _, err := io.Copy(sum, f); err != nil {
		return "", err
	}
	k.hashes[path] = hex.EncodeToString(sum.Sum(nil))
	return k.hashes[path], nil
}

// keep writes an answer so that one cut short is never taken for whole.
func (k *keptReadings) keep(path string, answer any) error {
	data, err := json.Marshal(answer)
	if err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return fmt.Errorf("keep reading: %w", err)
	}
	part, err := os.CreateTemp(filepath.Dir(path), "part-")
	if err != nil {
		return fmt.Errorf("keep reading: %w", err)
	}
	_, err = part.Write(data)
	if err = errors.Join(err, part.Close()); err == nil {
		err = os.Rename(part.Name(), path)
	}
	if err != nil {
		return fmt.Errorf("keep reading: %w", errors.Join(err, os.Remove(part.Name())))
	}
	return nil
}
