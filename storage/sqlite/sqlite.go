// Package sqlite keeps records in one SQLite file: write-ahead log, synchronous=FULL (a commit survives a
// power cut), foreign keys, one connection that writes and several that read. The SQL is what SQLite and
// PostgreSQL share; parameters are numbered in the order of their first appearance, as both understand them.
package sqlite

import (
	"context"
	"crypto/rand"
	"database/sql"
	"embed"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"time"

	"github.com/mattn/go-sqlite3"
	"github.com/oklog/ulid/v2"
	"github.com/pressly/goose/v3"

	"pratica/claim"
	"pratica/storage"
)

// Store implements storage.Records.
type Store struct {
	path    string
	writer  *sql.DB // one connection, every transaction immediate
	readers *sql.DB // query_only
	now     func() time.Time
	entropy io.Reader
}

var _ storage.Records = (*Store)(nil)

// Readers is how many connections read at once, beside the one that writes.
const Readers = 4

// BusyTimeout is how long a connection waits for another process that writes, a backup for instance.
const BusyTimeout = 10 * time.Second

// Open opens the database file at path, made with mode 0600 if missing, and brings it to the newest schema.
// now is the clock; nil means time.Now.
func Open(ctx context.Context, path string, now func() time.Time) (*Store, error) {
	if now == nil {
		now = time.Now
	}
	// SQLite gives the -wal and -shm files the mode of the database, and would make that itself with 0644.
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, fmt.Errorf("open the database: %w", storage.DiskError(err))
	}
	if err := f.Close(); err != nil {
		return nil, fmt.Errorf("open the database: %w", storage.DiskError(err))
	}
	s := &Store{path: path, now: now, entropy: &ulid.LockedMonotonicReader{MonotonicReader: ulid.Monotonic(rand.Reader, 0)}}
	if s.writer, err = connect(path, url.Values{"_txlock": {"immediate"}}, 1); err != nil {
		return nil, err
	}
	if s.readers, err = connect(path, url.Values{"_query_only": {"true"}}, Readers); err != nil {
		return nil, errors.Join(err, s.Close())
	}
	if err := migrate(ctx, s.writer); err != nil {
		return nil, errors.Join(fmt.Errorf("migrate the database: %w", visible(err)), s.Close())
	}
	if err := s.fillLedger(ctx); err != nil {
		return nil, errors.Join(err, s.Close())
	}
	return s, nil
}

// OpenToRead opens an existing database, beside a server that may be writing to it, for the methods that
// change nothing. ENOTFOUND if there is none, EINVALID if its schema is older than this program's.
func OpenToRead(ctx context.Context, path string) (*Store, error) {
	return openExisting(ctx, path, false)
}

// OpenBeside opens an existing database, beside a server that may be writing to it, for short changes; errors as OpenToRead.
func OpenBeside(ctx context.Context, path string) (*Store, error) {
	return openExisting(ctx, path, true)
}

func openExisting(ctx context.Context, path string, toWrite bool) (*Store, error) {
	if _, err := os.Stat(path); errors.Is(err, fs.ErrNotExist) {
		return nil, claim.WrapError(claim.ENOTFOUND, err, "Non c'è un archivio in %s.", filepath.Dir(path))
	}
	readers, err := connect(path, url.Values{"_query_only": {"true"}, "mode": {"rw"}}, 1)
	if err != nil {
		return nil, err
	}
	s := &Store{path: path, readers: readers, now: time.Now}
	var have int64
	if err := readers.QueryRowContext(ctx, `SELECT coalesce(max(version_id), 0) FROM goose_db_version`).Scan(&have); err != nil {
		return nil, errors.Join(fmt.Errorf("open the database: %w", visible(err)), s.Close())
	}
	if have < newestMigration() {
		return nil, errors.Join(claim.Errorf(claim.EINVALID, "L'archivio in %s è di una versione precedente: avviare una volta pratica serve, che lo aggiorna.",
			filepath.Dir(path)), s.Close())
	}
	if toWrite {
		s.entropy = &ulid.LockedMonotonicReader{MonotonicReader: ulid.Monotonic(rand.Reader, 0)}
		if s.writer, err = connect(path, url.Values{"_txlock": {"immediate"}, "mode": {"rw"}}, 1); err != nil {
			return nil, errors.Join(err, s.Close())
		}
	}
	return s, nil
}

// newestMigration is the number of the last file of migrations.
func newestMigration() (newest int64) {
	entries, err := migrations.ReadDir("migrations")
	if err != nil {
		panic(err) // part of the program
	}
	for _, e := range entries {
		number, err := goose.NumericComponent(e.Name())
		if err != nil {
			panic(err) // as above
		}
		newest = max(newest, number)
	}
	return newest
}

func connect(path string, options url.Values, connections int) (*sql.DB, error) {
	path, err := filepath.Abs(path)
	if err != nil {
		return nil, fmt.Errorf("open the database: %w", err)
	}
	options.Set("_journal_mode", "WAL")
	options.Set("_synchronous", "FULL")
	options.Set("_foreign_keys", "true")
	options.Set("_busy_timeout", fmt.Sprint(BusyTimeout.Milliseconds()))
	db, err := sql.Open("sqlite3", (&url.URL{Scheme: "file", Path: path, RawQuery: options.Encode()}).String())
	if err != nil {
		return nil, fmt.Errorf("open the database: %w", err)
	}
	db.SetMaxOpenConns(connections)
	db.SetMaxIdleConns(connections)
	return db, nil
}

//go:embed migrations/*.sql
var migrations embed.FS

func migrate(ctx context.Context, db *sql.DB) error {
	folder, err := fs.Sub(migrations, "migrations")
	if err != nil {
		return err
	}
	provider, err := goose.NewProvider(goose.DialectSQLite3, db, folder)
	if err != nil {
		return err
	}
	_, err = provider.Up(ctx)
	return err
}

// Close implements storage.Records; it waits for queries that run.
func (s *Store) Close() error {
	var errs []error
	for _, db := range []*sql.DB{s.readers, s.writer} { // the writer last: it folds the log into the database
		if db != nil {
			errs = append(errs, db.Close())
		}
	}
	return errors.Join(errs...)
}

// tx is one transaction; now is the instant of all it writes.
type tx struct {
	*sql.Tx
	ctx context.Context
	now time.Time
	s   *Store
}

// write runs f in one transaction that is committed, durably, if f returns nil. what is for the log.
func write[T any](ctx context.Context, s *Store, what string, f func(*tx) (T, error)) (T, error) {
	return transact(ctx, s, s.writer, what, f)
}

// read runs f on one consistent view.
func read[T any](ctx context.Context, s *Store, what string, f func(*tx) (T, error)) (T, error) {
	return transact(ctx, s, s.readers, what, f)
}

func transact[T any](ctx context.Context, s *Store, db *sql.DB, what string, f func(*tx) (T, error)) (T, error) {
	var none T
	t, err := db.BeginTx(ctx, nil)
	if err != nil {
		return none, fmt.Errorf("%s: %w", what, visible(err))
	}
	defer t.Rollback() // does nothing after Commit
	result, err := f(&tx{t, ctx, s.now().UTC().Truncate(time.Microsecond), s})
	if err != nil {
		return none, fmt.Errorf("%s: %w", what, visible(err))
	}
	if err := t.Commit(); err != nil {
		return none, fmt.Errorf("%s: %w", what, visible(err))
	}
	return result, nil
}

// nothing is the result of a transaction that has none.
type nothing struct{}

// visible gives errors of the disk a code and a sentence; others stay.
func visible(err error) error {
	var e sqlite3.Error
	if !errors.As(err, &e) {
		return err
	}
	switch e.Code {
	case sqlite3.ErrFull:
		return claim.WrapError(claim.EUNAVAILABLE, err, "Il disco dell'archivio è pieno: liberare spazio e riprovare. Nulla è stato registrato.")
	case sqlite3.ErrReadonly, sqlite3.ErrPerm, sqlite3.ErrAuth:
		return claim.WrapError(claim.EUNAVAILABLE, err, "L'archivio è in sola lettura: avvisare chi gestisce il sistema. Nulla è stato registrato.")
	case sqlite3.ErrIoErr, sqlite3.ErrCantOpen, sqlite3.ErrBusy, sqlite3.ErrLocked, sqlite3.ErrNomem:
		return claim.WrapError(claim.EUNAVAILABLE, err, "L'archivio non risponde: riprovare fra poco. Nulla è stato registrato.")
	}
	return err
}

func (t *tx) exec(query string, args ...any) error {
	_, err := t.Tx.ExecContext(t.ctx, query, args...)
	return err
}

// get scans the first row; found is false when there is none.
func (t *tx) get(query string, args []any, into ...any) (found bool, err error) {
	err = t.Tx.QueryRowContext(t.ctx, query, args...).Scan(into...)
	if errors.Is(err, sql.ErrNoRows) {
		return false, nil
	}
	return err == nil, err
}

func (t *tx) row(query string, args ...any) *sql.Row {
	return t.Tx.QueryRowContext(t.ctx, query, args...)
}

// all scans every row of a query.
func all[T any](t *tx, scan func(row) (T, error), query string, args ...any) (list []T, err error) {
	rows, err := t.Tx.QueryContext(t.ctx, query, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		item, err := scan(rows)
		if err != nil {
			return nil, err
		}
		list = append(list, item)
	}
	return list, rows.Err()
}

// one scans the only row of a query, or gives the error missing.
func one[T any](t *tx, missing error, scan func(row) (T, error), query string, args ...any) (T, error) {
	item, err := scan(t.row(query, args...))
	if errors.Is(err, sql.ErrNoRows) {
		return item, missing
	}
	return item, err
}

// scanText scans a row of one text.
func scanText(r row) (string, error) {
	var text string
	err := r.Scan(&text)
	return text, err
}

// row is *sql.Row or *sql.Rows.
type row interface{ Scan(...any) error }

func (t *tx) newID() (string, error) {
	id, err := ulid.New(ulid.Timestamp(t.now), t.s.entropy)
	return id.String(), err
}
