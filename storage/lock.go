package storage

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"github.com/gofrs/flock"

	"pratica/claim"
)

// Lock makes this process the only one that uses the data folder dir, which is made (mode 0700) if missing.
// The kernel releases the lock when the process ends, however it ends; unlock releases it earlier. When
// another process holds it the error is ECONFLICT and says so at once, without waiting.
func Lock(dir string) (unlock func() error, err error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, fmt.Errorf("make the data folder: %w", DiskError(err))
	}
	lock := flock.New(filepath.Join(dir, "lock"), flock.SetPermissions(0o600))
	locked, err := lock.TryLock()
	if err != nil {
		return nil, fmt.Errorf("lock the data folder: %w", DiskError(err))
	}
	if !locked {
		return nil, claim.WrapError(claim.ECONFLICT, errors.New("another pratica uses the data folder "+dir),
			"Un'altra istanza di pratica usa già la cartella %s: chiuderla, oppure indicare un'altra cartella con PRATICA_DATA.", dir)
	}
	return lock.Unlock, nil
}
