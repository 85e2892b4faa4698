package sqlite

import (
	"path/filepath"
	"testing"

	"pratica/claim"
)

func TestAnOpenDatabaseCanBeReadBesideItsServer(t *testing.T) {
	path := filepath.Join(t.TempDir(), "pratica.db")
	if _, err := OpenToRead(t.Context(), path); claim.ErrorCode(err) != claim.ENOTFOUND {
		t.Errorf("without a file the error is %v", err)
	}
	server := open(t, path, nil)
	if err := server.StateIssuers(t.Context(), map[string]string{"01234560157": "Centro San Marco"}); err != nil {
		t.Fatal(err)
	}
	reader, err := OpenToRead(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	list, err := reader.Issuers(t.Context(), "", 0)
	if err != nil || len(list) != 1 || list[0].Votes[0].Text != "Centro San Marco" {
		t.Errorf("beside the server it reads %+v, %v", list, err)
	}
	if _, err := reader.readers.Exec(`DELETE FROM issuers`); err == nil {
		t.Error("it can write")
	}
	if err := reader.Close(); err != nil {
		t.Error(err)
	}
	if _, err := server.writer.Exec(`DELETE FROM goose_db_version WHERE version_id > 1`); err != nil {
		t.Fatal(err)
	}
	if _, err := OpenToRead(t.Context(), path); claim.ErrorCode(err) != claim.EINVALID {
		t.Errorf("of an older schema the error is %v", err)
	}
}
