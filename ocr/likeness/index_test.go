package likeness_test

import (
	"cmp"
	"database/sql"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	_ "github.com/mattn/go-sqlite3"
	"golang.org/x/sys/unix"

	. "pratica/ocr/likeness"
	"pratica/synth"
)

const (
	bandsOfAPage = 5
	// stored is how many fingerprints lie in the synthetic table; of more pages than that several have the same.
	stored = 1_000_000
	// compared are the candidates that are compared: those that share the most bands. On a busy day hundreds share one, of
	// a usual amount; a paper that comes again mostly shares two or more.
	compared = 50
)

// syntheticBands are those of a page among millions: of 2500 days and 1000 amounts, one of which stands on every tenth
// page, and long figures that no other page has.
func syntheticBands(r *rand.Rand) (bands [bandsOfAPage]uint64) {
	day := r.Uint64N(2500)
	for i := range bands {
		bands[i] = r.Uint64() >> 16
		if i < 2 {
			amount := r.Float64()
			bands[i] = (day<<32 | uint64(1000*amount*amount*amount)<<1 | uint64(i)) * 0x9e3779b97f4a7c15 >> 16
		}
	}
	return bands
}

// TestAFingerprintIsFoundAmongMillions measures looking a page up in SQLite, with the comparison of all that share a band,
// among as many pages as PRATICA_LIKENESS_INDEX says; its log is for docs/accuracy.md. Ten million take some 4 GB in TMPDIR.
func TestAFingerprintIsFoundAmongMillions(t *testing.T) {
	pages, err := strconv.Atoi(os.Getenv("PRATICA_LIKENESS_INDEX"))
	if err != nil {
		t.Skip("PRATICA_LIKENESS_INDEX is not the number of pages to index")
	}
	path := filepath.Join(t.TempDir(), "index.db")
	began := time.Now()
	fill(t, path, pages)
	info, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("%d pages with %d bands each and %d fingerprints: %d MB in %v", pages, bandsOfAPage, min(stored, pages), info.Size()>>20, time.Since(began).Round(time.Second))
	for _, cold := range []bool{true, false} {
		times, processor, candidates := lookUp(t, path, pages, cold)
		t.Logf("cold %v: %d lookups, %d compared at the median, %d at most; p50 %v, p99 %v; of CPU p50 %v, p99 %v", cold, len(times), candidates[len(candidates)/2], candidates[len(candidates)-1],
			times[len(times)/2].Round(time.Microsecond), times[len(times)*99/100].Round(time.Microsecond),
			processor[len(times)/2].Round(time.Microsecond), processor[len(times)*99/100].Round(time.Microsecond))
	}
}

func open(t *testing.T, path string) *sql.DB {
	t.Helper()
	db, err := sql.Open("sqlite3", path)
	if err != nil {
		t.Fatal(err)
	}
	db.SetMaxOpenConns(1)
	return db
}

func run(t *testing.T, on interface {
	Exec(string, ...any) (sql.Result, error)
}, statements ...string) {
	t.Helper()
	for _, s := range statements {
		if _, err := on.Exec(s); err != nil {
			t.Fatalf("%s: %v", s, err)
		}
	}
}

func fill(t *testing.T, path string, pages int) {
	db := open(t, path)
	defer db.Close()
	run(t, db, "PRAGMA journal_mode=OFF", "PRAGMA synchronous=OFF", "CREATE TABLE bands (band INTEGER, page INTEGER, PRIMARY KEY (band, page)) WITHOUT ROWID",
		"CREATE TABLE pages (page INTEGER PRIMARY KEY, likeness TEXT)")
	type row struct{ band, page uint64 }
	rows := make([]row, 0, bandsOfAPage*pages)
	r := rand.New(rand.NewPCG(1, 1))
	for page := range pages {
		for _, band := range syntheticBands(r) {
			rows = append(rows, row{band, uint64(page)})
		}
	}
	slices.SortFunc(rows, func(a, b row) int { return cmp.Or(cmp.Compare(a.band, b.band), cmp.Compare(a.page, b.page)) })
	tx, err := db.Begin()
	if err != nil {
		t.Fatal(err)
	}
	const together = 400
	for len(rows) > 0 {
		n := min(together, len(rows))
		var values []any
		for _, row := range rows[:n] {
			values = append(values, int64(row.band), int64(row.page))
		}
		rows = rows[n:]
		if _, err := tx.Exec("INSERT OR IGNORE INTO bands VALUES "+strings.Repeat("(?,?),", n-1)+"(?,?)", values...); err != nil {
			t.Fatal(err)
		}
	}
	var texts []string
	for n := range 200 {
		text, err := reader{rand.New(rand.NewPCG(2, uint64(n))), 0.01}.fingerprint(printed(synth.Retake{Paper: 90000 + uint64(n), Way: synth.GreyScan})).MarshalText()
		if err != nil {
			t.Fatal(err)
		}
		texts = append(texts, string(text))
	}
	for page := range min(stored, pages) {
		if _, err := tx.Exec("INSERT INTO pages VALUES (?, ?)", page, texts[page%len(texts)]); err != nil {
			t.Fatal(err)
		}
	}
	if err := tx.Commit(); err != nil {
		t.Fatal(err)
	}
}

// spent is the CPU time of this process so far.
func spent(t *testing.T) time.Duration {
	t.Helper()
	var use unix.Rusage
	if err := unix.Getrusage(unix.RUSAGE_SELF, &use); err != nil {
		t.Fatal(err)
	}
	return time.Duration(use.Utime.Nano() + use.Stime.Nano())
}

// lookUp looks papers of the index up, and gives the wall and CPU times and how many were compared, each in order. Before
// a cold one nothing of the file is in memory.
func lookUp(t *testing.T, path string, pages int, cold bool) (times, processor []time.Duration, candidates []int) {
	lookups := 2000
	if cold {
		lookups = 200
	}
	db := open(t, path)
	defer func() { db.Close() }()
	r := rand.New(rand.NewPCG(1, 1)) // the bands of the first pages
	asked := reader{rand.New(rand.NewPCG(5, 5)), 0.01}.fingerprint(printed(synth.Retake{Paper: 90000, Way: synth.GreyScan}))
	for range lookups {
		if cold {
			db.Close()
			forget(t, path)
			db = open(t, path)
		}
		bands := syntheticBands(r)
		began, before := time.Now(), spent(t)
		found := 0
		rows, err := db.Query(fmt.Sprintf("SELECT likeness FROM (SELECT page FROM bands WHERE band IN (?,?,?,?,?) GROUP BY page ORDER BY count(*) DESC LIMIT %d) AS b JOIN pages ON pages.page = b.page %% %d", compared, min(stored, pages)),
			int64(bands[0]), int64(bands[1]), int64(bands[2]), int64(bands[3]), int64(bands[4]))
		if err != nil {
			t.Fatal(err)
		}
		for rows.Next() {
			var text sql.RawBytes
			var other Fingerprint
			if err := rows.Scan(&text); err != nil {
				t.Fatal(err)
			}
			if err := other.UnmarshalText(text); err != nil {
				t.Fatal(err)
			}
			Compare(asked, other)
			found++
		}
		if err := rows.Err(); err != nil || found == 0 {
			t.Fatalf("%d found: %v", found, err)
		}
		times, processor, candidates = append(times, time.Since(began)), append(processor, spent(t)-before), append(candidates, found)
	}
	slices.Sort(times)
	slices.Sort(processor)
	slices.Sort(candidates)
	return times, processor, candidates
}

// forget has the kernel drop what it holds of a file.
func forget(t *testing.T, path string) {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if err := unix.Fdatasync(int(f.Fd())); err != nil {
		t.Fatal(err)
	}
	if err := unix.Fadvise(int(f.Fd()), 0, 0, unix.FADV_DONTNEED); err != nil {
		t.Fatal(err)
	}
}
