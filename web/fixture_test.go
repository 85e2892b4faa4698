package web

import (
	"bytes"
	"context"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"codeberg.org/go-fonts/liberation/liberationsansregular"
	"golang.org/x/image/font"
	"golang.org/x/image/font/opentype"
	"golang.org/x/image/math/fixed"

	"pratica/claim"
	"pratica/storage"
	"pratica/storage/files"
	"pratica/storage/sqlite"
)

// noon is the clock of the tests: Thursday 14 May 2026, noon in Rome.
var noon = time.Date(2026, 5, 14, 10, 0, 0, 0, time.UTC)

// desk is a server over real storage, and what its workers were told.
type desk struct {
	*httptest.Server
	t       *testing.T
	records *sqlite.Store
	objects *files.Store
	log     *bytes.Buffer
	dir     string // of the objects

	mutex sync.Mutex
	told  []storage.Step
	fail  error // of Notify
}

func (d *desk) Notify(_ context.Context, steps ...storage.Step) error {
	d.mutex.Lock()
	defer d.mutex.Unlock()
	d.told = append(d.told, steps...)
	return d.fail
}

func openDesk(t *testing.T) *desk {
	t.Helper()
	dir := t.TempDir()
	now := func() time.Time { return noon }
	records, err := sqlite.Open(t.Context(), filepath.Join(dir, "records.db"), now)
	if err != nil {
		t.Fatal(err)
	}
	objects, err := files.Open(filepath.Join(dir, "objects"))
	if err != nil {
		t.Fatal(err)
	}
	d := &desk{t: t, records: records, objects: objects, log: &bytes.Buffer{}, dir: filepath.Join(dir, "objects")}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	logger := slog.New(slog.NewTextHandler(&lockedWriter{w: d.log}, &slog.HandlerOptions{Level: slog.LevelDebug}))
	handler, err := New(Config{Records: records, Objects: objects, Notify: d, Now: now, Listen: listener.Addr().String(), Version: "test", Logger: logger})
	if err != nil {
		t.Fatal(err)
	}
	d.Server = &httptest.Server{Listener: listener, Config: NewServer(handler, logger)}
	d.Start()
	t.Cleanup(func() {
		d.Close()
		if err := records.Close(); err != nil {
			t.Error(err)
		}
		if err := objects.Close(); err != nil {
			t.Error(err)
		}
	})
	return d
}

type lockedWriter struct {
	mutex sync.Mutex
	w     io.Writer
}

func (l *lockedWriter) Write(p []byte) (int, error) {
	l.mutex.Lock()
	defer l.mutex.Unlock()
	return l.w.Write(p)
}

// put stores bytes and returns their key.
func (d *desk) put(data []byte) string {
	d.t.Helper()
	key, _, err := d.objects.Put(d.t.Context(), bytes.NewReader(data))
	if err != nil {
		d.t.Fatal(err)
	}
	return key
}

// arrive registers a file of n pages and splits it into one submission, as the workers would.
func (d *desk) arrive(name string, pages int, external claim.Text) storage.Submission {
	d.t.Helper()
	key := d.put([]byte("file " + name))
	arrival, _, step, err := d.records.CreateArrival(d.t.Context(), claim.Arrival{Channel: claim.Post, ReceivedAt: noon, SentOn: claim.MustDate("2026-05-10"),
		SentEvidence: claim.Postmark, ExternalNumber: external, Files: []claim.File{{Name: name, Object: key, Size: 10}}})
	d.must(err)
	envelope := storage.Envelope{}
	for n := range pages {
		envelope.Pages = append(envelope.Pages, storage.PageRef{File: name, FilePage: n + 1})
	}
	_, err = d.records.FinishSplit(d.t.Context(), step.StepRef, []storage.Envelope{envelope})
	d.must(err)
	arrival, err = d.records.Arrival(d.t.Context(), arrival.ID)
	d.must(err)
	found, err := d.records.Submission(d.t.Context(), arrival.Submissions[0])
	d.must(err)
	return found
}

// read finishes the reading of a page with its picture.
func (d *desk) read(submission string, number int, picture []byte) {
	d.t.Helper()
	reading := storage.Reading{ReaderVersion: "test", Body: []byte(`{}`)}
	if picture != nil {
		reading.Picture, reading.MediaType = d.put(picture), "image/png"
	}
	for _, step := range d.steps(storage.ReadPage) {
		page, err := d.records.Page(d.t.Context(), step.Subject)
		d.must(err)
		if page.Submission == submission && page.Number == number {
			_, err := d.records.FinishRead(d.t.Context(), step.StepRef, reading)
			d.must(err)
			return
		}
	}
	d.t.Fatalf("submission %s waits for no page %d", submission, number)
}

// assemble stores the claims of a submission whose pages are all read.
func (d *desk) assemble(submission string, claims ...claim.Claim) {
	d.t.Helper()
	for _, step := range d.steps(storage.AssembleSubmission) {
		if step.Subject != submission {
			continue
		}
		var assembled []storage.AssembledClaim
		for _, c := range claims {
			assembled = append(assembled, storage.AssembledClaim{Claim: c, State: claim.Ready})
		}
		_, err := d.records.FinishAssemble(d.t.Context(), step.StepRef, assembled)
		d.must(err)
		return
	}
	d.t.Fatalf("submission %s waits for no assembling", submission)
}

// steps are the pending ones of a kind.
func (d *desk) steps(kind storage.StepKind) []storage.Step {
	d.t.Helper()
	all, err := d.records.Stalled(d.t.Context(), noon.AddDate(1, 0, 0), 0)
	d.must(err)
	var found []storage.Step
	for _, step := range all {
		if step.Kind == kind {
			found = append(found, step)
		}
	}
	return found
}

func (d *desk) must(err error) {
	d.t.Helper()
	if err != nil {
		d.t.Fatal(err)
	}
}

// get asks for a path and gives the status, the header and the whole body.
func (d *desk) get(path string, header ...string) (int, http.Header, string) {
	d.t.Helper()
	return d.do(http.MethodGet, path, nil, header...)
}

// do sends a request; header holds names and values in turn, "Host" included.
func (d *desk) do(method, path string, body io.Reader, header ...string) (int, http.Header, string) {
	d.t.Helper()
	request, err := http.NewRequestWithContext(d.t.Context(), method, d.URL+path, body)
	d.must(err)
	for i := 0; i+1 < len(header); i += 2 {
		if header[i] == "Host" {
			request.Host = header[i+1]
		} else {
			request.Header.Set(header[i], header[i+1])
		}
	}
	client := &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	response, err := client.Do(request)
	d.must(err)
	defer response.Body.Close()
	data, err := io.ReadAll(response.Body)
	d.must(err)
	return response.StatusCode, response.Header, string(data)
}

// sheet is a page picture being drawn: 150 dpi A4, white.
type sheet struct {
	*image.Gray
	face map[int]font.Face
}

const sheetWidth, sheetHeight = 1240, 1754

var regular = sync.OnceValue(func() *opentype.Font {
	f, err := opentype.Parse(liberationsansregular.TTF)
	if err != nil {
		panic(err)
	}
	return f
})

func newSheet() *sheet {
	s := &sheet{image.NewGray(image.Rect(0, 0, sheetWidth, sheetHeight)), map[int]font.Face{}}
	for i := range s.Pix {
		s.Pix[i] = 250
	}
	return s
}

// text writes with the base line at y, in a size of pixels, and returns the box of the ink.
func (s *sheet) text(x, y, size int, text string) claim.Box {
	if s.face[size] == nil {
		face, err := opentype.NewFace(regular(), &opentype.FaceOptions{Size: float64(size), DPI: 72})
		if err != nil {
			panic(err)
		}
		s.face[size] = face
	}
	drawer := font.Drawer{Dst: s.Gray, Src: image.NewUniform(color.Gray{40}), Face: s.face[size], Dot: fixed.P(x, y)}
	bounds, _ := drawer.BoundString(text)
	drawer.DrawString(text)
	return claim.Box{X: bounds.Min.X.Floor() - 4, Y: bounds.Min.Y.Floor() - 4, W: (bounds.Max.X - bounds.Min.X).Ceil() + 8, H: (bounds.Max.Y - bounds.Min.Y).Ceil() + 8}
}

func (s *sheet) rule(x, y, w int) {
	for i := range w {
		s.SetGray(x+i, y, color.Gray{120})
	}
}

func (s *sheet) png() []byte {
	var out bytes.Buffer
	if err := png.Encode(&out, s.Gray); err != nil {
		panic(err)
	}
	return out.Bytes()
}

// envelope draws a form and its invoices while it fills the claim they hold.
type envelope struct {
	claim    claim.Claim
	pictures [][]byte
	sheet    *sheet
	document int
}

// open begins a new page of a new document.
func (e *envelope) open(kind claim.DocumentKind, title string) {
	e.close()
	e.document++
	e.sheet = newSheet()
	e.sheet.text(90, 130, 40, title)
	e.sheet.rule(90, 160, sheetWidth-180)
	e.claim.Documents = append(e.claim.Documents, claim.Document{ID: fmt.Sprintf("d%d", e.document), Kind: kind, Pages: []claim.Page{
		{File: "busta.pdf", FilePage: e.document, Width: sheetWidth, Height: sheetHeight, DPI: 150, Transform: claim.Identity}}})
}

func (e *envelope) close() {
	if e.sheet != nil {
		e.pictures = append(e.pictures, e.sheet.png())
		e.sheet = nil
	}
}

// write draws a label and a value, and reads the value into the claim.
func (e *envelope) write(x, y int, name, shown, pointer, value string, confidence float64) {
	e.sheet.text(x, y-26, 17, name)
	e.read(e.sheet.text(x, y, 26, shown), shown, pointer, value, confidence)
}

func (e *envelope) read(box claim.Box, shown, pointer, value string, confidence float64) {
	if err := e.claim.Set(pointer, value); err != nil {
		panic(err)
	}
	from := claim.Provenance{Document: claim.Text(fmt.Sprintf("d%d", e.document)), Page: 1, Box: box, Text: claim.Text(shown), Method: claim.FromLine, Confidence: confidence}
	if confidence >= .995 {
		from.Accepted = claim.AcceptedAuto
	}
	e.claim.Provenance[pointer] = from
}

// sampleEnvelope is an R01 with three rows and three invoices: one agrees, one is late, and one row
// differs from its invoice. surname is the member's.
func sampleEnvelope(surname string) *envelope {
	e := &envelope{claim: claim.Claim{Schema: claim.SchemaV1, ID: "01K9ZV6J4W8Q2M7T5R3X1N0BCD", Version: 1, CreatedAt: noon, Channel: claim.Post, Form: claim.R01,
		FormEdition: "2012-06", Kind: claim.Private, RuleSet: "2024-01-01", ReceivedOn: claim.MustDate("2026-05-14"), SentOn: claim.MustDate("2026-05-10"),
		SentEvidence: claim.Postmark, Outcome: claim.NeedsReview, ProducedBy: claim.ProducedBy{Software: "test", Forms: "sha256:9b1c", Calibration: "2026-05-02"},
		Provenance: map[string]claim.Provenance{}}}
	e.open(claim.R01Document, "R01 · Domanda di rimborso per spese sanitarie")
	e.write(90, 260, "codice FASCHIM", "1 0 4 7 8 2 3", "/member/code", "1047823", .999)
	e.write(420, 260, "recapito telefonico", "340 1278845", "/member/phone", "3401278845", .97)
	e.write(90, 350, "cognome dell'iscritto", surname, "/member/surname", surname, .998)
	e.write(620, 350, "nome dell'iscritto", "MARIA GRAZIA", "/member/name", "MARIA GRAZIA", .999)
	e.write(90, 440, "cognome del familiare", "ROSSI", "/patient/surname", "ROSSI", .999)
	e.write(620, 440, "nome del familiare", "LUCA", "/patient/name", "LUCA", .998)
	e.must(e.claim.Set("/patient/relation", "family"))
	rows := []struct{ number, issuer, date, amount, shownDate, shownAmount string }{
		{"2024/118", "Poliamb. San Marco", "2026-03-12", "87.50", "12/03/2026", "87,50"},
		{"45/A", "Dott.ssa Anna Ferri", "2026-01-20", "150.00", "20/01/2026", "150,00"},
		{"FE-771", "Lab. Analisi Centro", "2026-04-02", "64.00", "2/4/2026", "64,00"},
	}
	for i, r := range rows {
		at, y := "/expenses/"+strconv.Itoa(i), 600+i*80
		e.must(e.claim.Set(at+"/row", strconv.Itoa(i+1)))
		e.write(90, y, "n. fattura", r.number, at+"/declared/number", r.number, .996)
		e.write(300, y, "struttura o medico", r.issuer, at+"/declared/issuer", r.issuer, .93)
		e.write(700, y, "data", r.shownDate, at+"/declared/date", r.date, .997)
		e.write(960, y, "importo", r.shownAmount, at+"/declared/amount", r.amount, .998)
		e.sheet.rule(90, y+16, sheetWidth-180)
	}
	e.write(960, 860, "TOTALE", "301,50", "/declared_total", "301.50", .999)
	e.write(90, 1000, "IBAN", "IT60X0542811101000000123456", "/member/iban", "IT60X0542811101000000123456", .997)
	e.write(90, 1120, "data", "10/05/2026", "/signatures/date", "2026-05-10", .996)
	e.write(620, 1120, "firma dell'iscritto", "M. G. Bertolini", "/signatures/member", "true", .999)

	e.invoice(0, "Poliambulatorio San Marco Srl", "2024/118", "12/03/2026", "2026-03-12", "Visita specialistica ortopedica", "85.50", "87.50", "2.00", .998)
	e.invoice(1, "Dott.ssa Anna Ferri", "45/A", "20/01/2026", "2026-01-20", "Seduta di fisioterapia", "150.00", "150.00", "0.00", .999)
	e.invoice(2, "Laboratorio Analisi Centro", "FE/771", "02/04/2026", "2026-04-02", "Esami del sangue", "68.00", "68.00", "0.00", .71)
	e.close()

	e.claim.Findings = []claim.Finding{
		claim.NewFinding("fiscal.stamp_duty_missing", "/expenses/1/stamp_duty", "Sulla fattura 45/A non si vede la marca da bollo; potrebbe essere solo sull'originale."),
		claim.NewFinding("form.row_differs_from_invoice", "/expenses/2/declared/amount", "Alla riga 3 il modulo indica 64,00 €, la fattura FE/771 indica 68,00 €."),
		claim.NewFinding("deadline.lapsed", "/expenses/1/date", "La fattura 45/A del 20 gennaio 2026 andava inviata entro il 20 aprile 2026; è stata inviata il 10 maggio 2026."),
		claim.NewFinding("check.not_run", "", "Il registro degli iscritti non è caricato: il codice FASCHIM non è stato confrontato."),
	}
	return e
}

func (e *envelope) invoice(i int, issuer, number, shownDate, date, what, net, total, stamp string, confidence float64) {
	at := "/expenses/" + strconv.Itoa(i)
	e.open(claim.Invoice, issuer)
	for pointer, value := range map[string]string{"/kind": "private", "/document_type": "invoice", "/settlement": "single", "/currency": "EUR", "/issuer/country": "IT",
		"/vat": "0.00", "/contribution": "0.00", "/discount": "0.00", "/withholding": "0.00", "/excluded/administrative": "0.00", "/excluded/record_copy": "0.00",
		"/excluded/digitisation": "0.00", "/excluded/other": "0.00", "/reimbursable": net, "/reimbursable_eur": net,
		"/deadline": claim.MustDate(date).AddMonths(3).String()} {
		e.must(e.claim.Set(at+pointer, value))
	}
	e.write(90, 230, "emessa da", issuer, at+"/issuer/name", issuer, .97)
	e.write(620, 230, "partita IVA", "01234560157", at+"/issuer/vat_number", "01234560157", .999)
	e.write(90, 330, "fattura n.", number, at+"/number", number, confidence)
	e.write(420, 330, "del", shownDate, at+"/date", date, .998)
	e.write(90, 430, "intestata a", "ROSSI", at+"/patient/surname", "ROSSI", .999)
	e.write(260, 430, "", "LUCA", at+"/patient/name", "LUCA", .999)
	e.write(560, 430, "codice fiscale", "RSSLCU12A01F205W", at+"/patient/tax_code", "RSSLCU12A01F205W", .999)
	e.must(e.claim.Set(at+"/description", what))
	e.must(e.claim.Set(at+"/lines/0/quantity", "1"))
	e.write(90, 560, "prestazione", what, at+"/lines/0/description", what, .99)
	e.write(960, 560, "importo", italian(net), at+"/lines/0/amount", net, .998)
	e.write(960, 640, "marca da bollo", italian(stamp), at+"/stamp_duty", stamp, .996)
	e.write(960, 730, "totale", italian(total), at+"/total", total, confidence)
}

func (e *envelope) must(err error) {
	if err != nil {
		panic(err)
	}
}

func italian(money string) string { return claim.MustMoney(money).Italian() }

// receive brings an envelope the whole way to a claim, and returns its submission and claim.
func (d *desk) receive(e *envelope, external claim.Text) (storage.Submission, storage.StoredClaim) {
	d.t.Helper()
	found := d.arrive("busta.pdf", len(e.pictures), external)
	for i, picture := range e.pictures {
		d.read(found.ID, i+1, picture)
		e.claim.Documents[i].Pages[0].Object = claim.Text(d.put(picture))
	}
	e.claim.Submission, e.claim.ProtocolNumber = found.ID, claim.Text(found.ProtocolNumber)
	d.assemble(found.ID, e.claim)
	claims, err := d.records.ClaimsOf(d.t.Context(), found.ID)
	d.must(err)
	found, err = d.records.Submission(d.t.Context(), found.ID)
	d.must(err)
	return found, claims[0]
}

func contains(t *testing.T, body string, want ...string) {
	t.Helper()
	for _, w := range want {
		if !strings.Contains(body, w) {
			t.Errorf("%q is missing from:\n%.2000s", w, body)
		}
	}
}

func discard() *slog.Logger { return slog.New(slog.DiscardHandler) }

func patchNote(note string) storage.Patch {
	text := claim.Text(note)
	return storage.Patch{Note: &text}
}
