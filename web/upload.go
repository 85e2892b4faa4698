package web

import (
	"context"
	"errors"
	"fmt"
	"io"
	"mime"
	"mime/multipart"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"pratica/claim"
	"pratica/storage"
)

// limit is what one request may bring. Pages are counted when the files are opened; a file has at
// least one, so there cannot be more files than pages.
type limit struct {
	bytes int64
	files int
}

// limits by channel, of the design: online 200 pages and 50 MB, post 2 000 pages and 2 GB. A provider
// sends like a member; the API serves the operator's own systems, so it gets what post gets.
var limits = map[claim.Channel]limit{
	claim.Online:   {50_000_000, 200},
	claim.Provider: {50_000_000, 200},
	claim.Post:     {2_000_000_000, 2000},
	claim.API:      {2_000_000_000, 2000},
}

var largest = limits[claim.Post]

const (
	maxField    = 4 << 10  // bytes of one form field
	maxOverhead = 1 << 20  // bytes of multipart headers and fields, all together
	drainLimit  = 64 << 20 // bytes read and thrown away so that a refusal reaches its client
	maxParts    = 2100     // files and fields
)

type submissionAnswer struct {
	Arrival     string                `json:"arrival"`
	State       claim.SubmissionState `json:"state"`
	Submissions []string              `json:"submissions"`
}

// postSubmission takes one arrival: every file goes straight into the objects, then one record names
// them all, then it is acknowledged. If anything fails before the record, nothing is visible; objects
// that no record names are harmless.
func (s *server) postSubmission(w http.ResponseWriter, r *http.Request) {
	arrival, err := s.receive(w, r)
	if err != nil {
		s.refuseUpload(w, r, err)
		return
	}
	stored, created, step, err := s.register(r.Context(), arrival)
	if err != nil {
		s.refuseUpload(w, r, err)
		return
	}
	if created {
		s.notify(r.Context(), step)
	} else {
		w.Header().Set("Idempotent-Replay", "true")
	}
	w.Header().Set("Location", "/api/v1/arrivals/"+stored.ID)
	writeJSON(w, http.StatusAccepted, submissionAnswer{stored.ID, stored.State, orEmpty(stored.Submissions)})
}

// register records an arrival with the claim that it answers. A repeated one answered its claim the first time: that may be void by now.
func (s *server) register(ctx context.Context, a claim.Arrival) (stored storage.Arrival, created bool, step storage.Step, err error) {
	if stored, err = s.Records.Repeated(ctx, a); claim.ErrorCode(err) != claim.ENOTFOUND {
		return stored, false, step, err
	}
	if a.Answers, err = s.claimNamed(ctx, string(a.AnswersName)); err != nil {
		return stored, false, step, err
	}
	return s.Records.CreateArrival(ctx, a)
}

// receive streams the request's files into Objects and returns the arrival they make.
func (s *server) receive(w http.ResponseWriter, r *http.Request) (claim.Arrival, error) {
	key := r.Header.Get("Idempotency-Key")
	if err := checkLine(key, 200); err != nil {
		return claim.Arrival{}, claim.WrapError(claim.EINVALID, err, "L'intestazione Idempotency-Key può avere al massimo 200 caratteri, su una riga.")
	}
	if r.ContentLength > largest.bytes+maxOverhead {
		return claim.Arrival{}, tooLarge(largest)
	}
	reader, err := multipartReader(w, r)
	if err != nil {
		return claim.Arrival{}, err
	}
	form := uploadForm{objects: s.Objects, channel: claim.API, names: map[string]bool{}}
	if err := form.read(r.Context(), reader.parts); err != nil {
		return claim.Arrival{}, err
	}
	reader.body.done()
	return form.arrival(s.Now(), key)
}

type uploadReader struct {
	body  *steadyBody
	parts *multipart.Reader
}

func multipartReader(w http.ResponseWriter, r *http.Request) (*uploadReader, error) {
	kind, params, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	if err != nil || kind != "multipart/form-data" || params["boundary"] == "" {
		return nil, claim.Errorf(claim.EINVALID, "I documenti si inviano come multipart/form-data, nei campi «file».")
	}
	body := newSteadyBody(w, r.Body)
	r.Body = body // what is thrown away after a refusal keeps to the rate too
	return &uploadReader{body, multipart.NewReader(http.MaxBytesReader(w, body, largest.bytes+maxOverhead), params["boundary"])}, nil
}

// uploadForm gathers the parts of one request in their order.
type uploadForm struct {
	objects interface {
		Put(ctx context.Context, r io.Reader) (string, int64, error)
	}
	channel  claim.Channel
	sentOn   string
	external string
	answers  string
	copies   bool
	files    []claim.File
	names    map[string]bool
	bytes    int64
}

func (f *uploadForm) read(ctx context.Context, parts *multipart.Reader) error {
	for n := 0; ; n++ {
		part, err := parts.NextPart()
		if errors.Is(err, io.EOF) {
			return f.checkTotal()
		}
		if err != nil {
			return cutShort(err)
		}
		if n >= maxParts {
			return claim.Errorf(claim.ETOOLARGE, "La richiesta contiene troppe parti.")
		}
		if part.FormName() == "file" {
			err = f.file(ctx, part)
		} else {
			err = f.field(part)
		}
		if err != nil {
			return err
		}
	}
}

func (f *uploadForm) file(ctx context.Context, part *multipart.Part) error {
	allowed := limits[f.channel]
	if len(f.files) >= allowed.files {
		return claim.Errorf(claim.ETOOLARGE, "Troppi file: per questo canale se ne possono inviare al massimo %d alla volta.", allowed.files)
	}
	bounded := &boundedReader{r: part, left: allowed.bytes - f.bytes, over: tooLarge(allowed)}
	key, size, err := f.objects.Put(ctx, bounded)
	if err != nil {
		return cutShort(err)
	}
	f.bytes += size
	// A browser sends an empty part without a name for a file field left empty: that is no file.
	if name := part.FileName(); size > 0 || name != "" {
		f.files = append(f.files, claim.File{Name: f.uniqueName(name), Object: key, Size: size})
	}
	return nil
}

func (f *uploadForm) field(part *multipart.Part) error {
	name := part.FormName()
	data, err := io.ReadAll(io.LimitReader(part, maxField+1))
	if err != nil {
		return cutShort(err)
	}
	if len(data) > maxField || !utf8.Valid(data) {
		return claim.Errorf(claim.EINVALID, "Il campo «%s» è troppo lungo o non è un testo.", shown(name))
	}
	value := strings.TrimSpace(string(data))
	switch name {
	case "channel":
		if value == "" {
			return nil
		}
		if _, ok := limits[claim.Channel(value)]; !ok {
			return claim.Errorf(claim.EINVALID, "Il canale «%s» non esiste: scegliere fra post, online, provider e api.", shown(value))
		}
		f.channel = claim.Channel(value)
	case "sent_on":
		f.sentOn = value
	case "external_number":
		if err := checkLine(value, 64); err != nil {
			return claim.WrapError(claim.EINVALID, err, "Il numero dell'operatore può avere al massimo 64 caratteri, su una riga.")
		}
		f.external = value
	case "answers":
		if err := checkLine(value, 100); err != nil {
			return claim.WrapError(claim.EINVALID, err, "La pratica a cui si risponde si indica con il protocollo o con il codice della lettera.")
		}
		f.answers = value
	case "copies":
		switch value {
		case "", "false":
		case "true":
			f.copies = true
		default:
			return claim.Errorf(claim.EINVALID, "copies è true o false.")
		}
	default:
		return claim.Errorf(claim.EINVALID, "Il campo «%s» non esiste: si accettano file, channel, sent_on, external_number, answers e copies.", shown(name))
	}
	return nil
}

// checkTotal holds the channel's limits also when the channel came after the files.
func (f *uploadForm) checkTotal() error {
	allowed := limits[f.channel]
	switch {
	case len(f.files) == 0:
		return claim.Errorf(claim.EINVALID, "Non è arrivato nessun file: aggiungere almeno un documento nel campo «file».")
	case f.bytes > allowed.bytes:
		return tooLarge(allowed)
	case len(f.files) > allowed.files:
		return claim.Errorf(claim.ETOOLARGE, "Troppi file: per questo canale se ne possono inviare al massimo %d alla volta.", allowed.files)
	}
	return nil
}

// arrival adds the sent date with its evidence. An online request is sent at the moment it arrives,
// unless whoever passes it on says otherwise (Reg. 18.2).
func (f *uploadForm) arrival(now time.Time, key string) (claim.Arrival, error) {
	a := claim.Arrival{Channel: f.channel, ReceivedAt: now, ExternalNumber: claim.Text(f.external), IdempotencyKey: claim.Text(key), Files: f.files,
		AnswersName: claim.Text(f.answers), Copies: f.copies}
	switch {
	case f.sentOn != "":
		day, err := sentDate(f.sentOn, now)
		if err != nil {
			return claim.Arrival{}, err
		}
		a.SentOn, a.SentEvidence = day, sentEvidence(f.channel)
	case f.channel == claim.Online:
		instant := now.UTC()
		a.SentOn, a.SentEvidence, a.SentAt = claim.DateIn(now), claim.OnlineSubmission, &instant
	}
	return a, nil
}

// earliestSent is before the fund's first rules known to us (June 2012): an older date is a slip of
// the keyboard.
var earliestSent = claim.MustDate("2000-01-01")

// sentDate reads a sent date as a person states it.
func sentDate(text string, now time.Time) (claim.Date, error) {
	day, err := claim.ParseDate(text)
	switch {
	case err != nil:
		return claim.Date{}, claim.WrapError(claim.EINVALID, err, "La data d'invio «%s» non è un giorno nella forma 2026-05-10.", shown(text))
	case day.After(claim.DateIn(now)):
		return claim.Date{}, claim.Errorf(claim.EINVALID, "La data d'invio (%s) è nel futuro: controllare il timbro postale.", day.Italian())
	case day.Before(earliestSent):
		return claim.Date{}, claim.Errorf(claim.EINVALID, "La data d'invio (%s) è troppo lontana nel passato: controllare l'anno.", day.Italian())
	}
	return day, nil
}

// sentEvidence is what stands behind a date that a person states.
func sentEvidence(channel claim.Channel) claim.SentEvidence {
	if channel == claim.Post {
		return claim.Postmark
	}
	return claim.Operator
}

// uniqueName makes a name that is safe to show and unique in the request: telephones send three times
// "image.jpg", and a page is named by its file.
func (f *uploadForm) uniqueName(sent string) string {
	name := cleanName(sent)
	if name == "" {
		name = fmt.Sprintf("documento-%d", len(f.files)+1)
	}
	extension := filepath.Ext(name)
	stem := strings.TrimSuffix(name, extension)
	for n := 2; f.names[name]; n++ {
		name = fmt.Sprintf("%s (%d)%s", stem, n, extension)
	}
	f.names[name] = true
	return name
}

// maxName is in bytes, and leaves room for " (2000)" within the 255 of most file systems.
const maxName = 200

// cleanName keeps the last element of a path of any system, without control and formatting characters.
func cleanName(name string) string {
	if i := strings.LastIndexAny(name, `/\`); i >= 0 {
		name = name[i+1:]
	}
	name = strings.TrimSpace(strings.Map(func(r rune) rune {
		if r == utf8.RuneError || unicode.IsControl(r) || unicode.Is(unicode.Cf, r) {
			return -1
		}
		return r
	}, name))
	if name == "." || name == ".." {
		return ""
	}
	if len(name) <= maxName {
		return name
	}
	extension := filepath.Ext(name)
	if len(extension) > 10 {
		extension = ""
	}
	return cleanName(strings.ToValidUTF8(name[:maxName-len(extension)], "") + extension) // it may end in a space now
}

func checkLine(s string, most int) error {
	if utf8.RuneCountInString(s) > most || !utf8.ValidString(s) || strings.ContainsFunc(s, unicode.IsControl) {
		return fmt.Errorf("more than %d characters, or control characters", most)
	}
	return nil
}

// shown keeps what a message repeats short.
func shown(s string) string {
	if runes := []rune(s); len(runes) > 40 {
		return string(runes[:40]) + "…"
	}
	return s
}

func tooLarge(l limit) error {
	return claim.Errorf(claim.ETOOLARGE, "I documenti sono troppo grandi: per questo canale il limite è di %d MB alla volta.", l.bytes/1_000_000)
}

// boundedReader gives over, and no end of file, past left bytes.
type boundedReader struct {
	r    io.Reader
	left int64
	over error
}

func (b *boundedReader) Read(p []byte) (int, error) {
	n, err := b.r.Read(p)
	if b.left -= int64(n); b.left < 0 {
		return 0, b.over
	}
	return n, err
}

// cutShort says in words what ended the reading of a request.
func cutShort(err error) error {
	var known *claim.Error
	var over *http.MaxBytesError
	switch {
	case errors.As(err, &over):
		return tooLarge(largest)
	case errors.Is(err, os.ErrDeadlineExceeded):
		return claim.WrapError(claim.EINVALID, err, "L'invio è troppo lento o si è fermato. Nulla è stato registrato: riprovare.")
	case errors.As(err, &known):
		return err
	case errors.Is(err, io.ErrUnexpectedEOF), errors.Is(err, io.EOF), errors.Is(err, multipart.ErrMessageTooLarge), errors.Is(err, context.Canceled):
		return claim.WrapError(claim.EINVALID, err, "L'invio si è interrotto o non è completo. Nulla è stato registrato: riprovare.")
	case strings.HasPrefix(err.Error(), "multipart:"), strings.Contains(err.Error(), "malformed MIME header"):
		return claim.WrapError(claim.EINVALID, err, "La richiesta non è un multipart/form-data valido.")
	}
	return err
}

// refuseUpload answers an error. A client that is still sending would meet a closed connection instead
// of the answer, so some of what is left is read first.
func (s *server) refuseUpload(w http.ResponseWriter, r *http.Request, err error) {
	s.logInternal(r, err)
	w.Header().Set("Connection", "close")
	if r.Header.Get("Expect") == "" {
		_, _ = io.CopyN(io.Discard, r.Body, drainLimit)
	}
	_ = http.NewResponseController(w).SetWriteDeadline(time.Now().Add(shortWrite))
	writeError(w, err)
}
