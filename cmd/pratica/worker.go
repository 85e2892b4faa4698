package main

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"strings"

	"pratica/claim"
	"pratica/pipeline"
	"pratica/workers"
)

type workerCommand struct {
	Server      string `help:"Address of the server." env:"PRATICA_SERVER" default:"http://127.0.0.1:8080"`
	Data        string `help:"Data folder of the server, where its key is; on another machine give the key." env:"PRATICA_DATA" default:"./data" type:"path"`
	WorkerKey   string `help:"The server's key, from worker.key in its data folder." env:"PRATICA_WORKER_KEY" hidden:""`
	Concurrency int    `help:"Pages read at once; default one per core." env:"PRATICA_CONCURRENCY"`
	Verbose     bool   `short:"v" help:"Log every page."`
}

// Run reads pages until it is told to stop; it then finishes what is at work.
func (c *workerCommand) Run(ctx context.Context) error {
	key, err := existingKey(c.WorkerKey, c.Data)
	if err != nil {
		return err
	}
	folder, err := os.MkdirTemp("", "pratica-worker-")
	if err != nil {
		return fmt.Errorf("make a folder for files: %w", err)
	}
	defer os.RemoveAll(folder)
	reader, err := pipeline.New(pipeline.Config{Concurrency: c.Concurrency, Software: version})
	if err != nil {
		return err
	}
	defer reader.Close()
	if err := reader.Warm(ctx); err != nil {
		return err
	}
	level := slog.LevelWarn
	if c.Verbose {
		level = slog.LevelDebug
	}
	fmt.Fprintf(os.Stderr, "pratica worker reads for %s — Ctrl-C stops\n", c.Server)
	err = workers.Borrower{Server: c.Server, Key: key, Reader: reader, Folder: folder, Concurrency: c.Concurrency,
		Log: slog.New(slog.NewTextHandler(os.Stderr, &slog.HandlerOptions{Level: level}))}.Run(ctx)
	if errors.Is(err, workers.ErrRefused) {
		return claim.WrapError(claim.EUNAVAILABLE, err, "%s", err)
	}
	return err
}

const keyFile = "worker.key"

// workerKey is the key given, or the one in the data folder, which is made there the first time.
func workerKey(given, data string) (string, error) {
	key, err := existingKey(given, data)
	if err == nil || claim.ErrorCode(err) != claim.EUNAVAILABLE {
		return key, err
	}
	random := make([]byte, 32)
	rand.Read(random) // never fails (crypto/rand)
	key = hex.EncodeToString(random)
	if err := os.WriteFile(filepath.Join(data, keyFile), []byte(key+"\n"), 0o600); err != nil {
		return "", fmt.Errorf("write the key of workers: %w", err)
	}
	return key, nil
}

func existingKey(given, data string) (string, error) {
	if given != "" {
		return given, nil
	}
	path := filepath.Join(data, keyFile)
	text, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return "", claim.WrapError(claim.EUNAVAILABLE, err, "no key of a server in %s: start the server once, name its data folder with --data, or set PRATICA_WORKER_KEY", path)
	}
	if err != nil {
		return "", fmt.Errorf("read the key of workers: %w", err)
	}
	key := strings.TrimSpace(string(text))
	if len(key) < 32 {
		return "", claim.Errorf(claim.EINVALID, "%s holds no key of 32 characters or more", path)
	}
	return key, nil
}
