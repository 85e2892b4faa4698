package workers

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"pratica/storage"
)

// Outbox delivers claims as files of a folder, when no webhook is set:
//
//	<protocol number>-<claim id>-v<version>.json        the claim (claim/v1)
//	<protocol number>-<claim id>-v<version>-void.json   its taking back (Voided)
//
// A file appears whole or not at all and survives a power cut; written again it stays the same. Whoever
// collects the files may remove them. Mode 0600.
type Outbox struct{ folder string }

// tempPrefix begins the names of files being written.
const tempPrefix = ".writing-"

// NewOutbox makes the folder (mode 0700) if it is missing and removes what a killed process left
// half-written; only one process may use it.
func NewOutbox(folder string) (*Outbox, error) {
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return nil, fmt.Errorf("make the outbox: %w", storage.DiskError(err))
	}
	entries, err := os.ReadDir(folder)
	if err != nil {
		return nil, fmt.Errorf("clean the outbox: %w", storage.DiskError(err))
	}
	for _, e := range entries {
		if strings.HasPrefix(e.Name(), tempPrefix) {
			if err := os.Remove(filepath.Join(folder, e.Name())); err != nil {
				return nil, fmt.Errorf("clean the outbox: %w", storage.DiskError(err))
			}
		}
	}
	return &Outbox{folder}, nil
}

// Deliver implements Deliverer; the target is "outbox:" and the file's name.
func (o *Outbox) Deliver(_ context.Context, d storage.Delivery, protocolNumber string) (string, error) {
	_, body, err := message(d, protocolNumber)
	if err != nil {
		return "", err
	}
	name := fmt.Sprintf("%s-%s-v%d.json", protocolNumber, d.Claim, d.Version)
	if d.Void {
		name = fmt.Sprintf("%s-%s-v%d-void.json", protocolNumber, d.Claim, d.Version)
	}
	if strings.ContainsAny(name, "/\x00") {
		return "", &Refused{Code: "outbox.name"}
	}
	if err := o.write(name, body); err != nil {
		return "", fmt.Errorf("write to the outbox: %w", storage.DiskError(err))
	}
	return "outbox:" + name, nil
}

// write makes a file durable under a temporary name, then gives it its name.
func (o *Outbox) write(name string, body []byte) (err error) {
	temp, err := os.CreateTemp(o.folder, tempPrefix) // mode 0600
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			os.Remove(temp.Name())
		}
	}()
	_, err = temp.Write(body)
	if err = errors.Join(err, temp.Sync(), temp.Close()); err != nil {
		return err
	}
	if err = os.Rename(temp.Name(), filepath.Join(o.folder, name)); err != nil {
		return err
	}
	folder, err := os.Open(o.folder)
	if err != nil {
		return err
	}
	return errors.Join(folder.Sync(), folder.Close())
}
