package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"pratica/claim"
	"pratica/storage"
	"pratica/storage/sqlite"
)

const (
	physiotherapy = "01234560157"
	clinicName    = "Centro Fisioterapico San Marco Srl"
)

// writeInvoice draws the n-th invoice of the centre under a name, as a PDF with a text layer.
func writeInvoice(t *testing.T, folder, name string, n int) string {
	t.Helper()
	type line struct {
		x, y, size int
		text       string
	}
	lines := []line{{60, 780, 16, name}, {60, 762, 9, "Via Garibaldi 12 - 20121 Milano (MI)"}, {60, 748, 9, "P.IVA " + physiotherapy},
		{60, 690, 11, fmt.Sprintf("Fattura n. %d/2026 del %02d/03/2026", 100+n, n)},
		{330, 700, 10, "Spett.le"}, {330, 686, 10, "BIANCHI LUCIA"}, {330, 672, 10, "Via Roma 3 - 20121 Milano (MI)"}, {330, 658, 10, "C.F. BNCLCU80A41F205T"},
		{60, 600, 10, "Descrizione"}, {480, 600, 10, "Importo"},
		{60, 580, 10, "Ciclo di fisioterapia"}, {480, 580, 10, fmt.Sprintf("%d,00", 60+n)},
		{60, 540, 10, "Marca da bollo"}, {480, 540, 10, "2,00"},
		{60, 500, 11, "Totale fattura EUR"}, {480, 500, 11, fmt.Sprintf("%d,00", 62+n)},
		{60, 460, 8, "Operazione esente IVA art. 10 DPR 633/72"}}
	var content bytes.Buffer
	for _, l := range lines {
		fmt.Fprintf(&content, "BT /F %d Tf %d %d Td (%s) Tj ET\n", l.size, l.x, l.y, l.text)
	}
	objects := []string{"<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[3 0 R]/Count 1>>",
		"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</Font<</F 4 0 R>>>>/Contents 5 0 R>>",
		"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>",
		fmt.Sprintf("<</Length %d>>stream\n%sendstream", content.Len(), content.String())}
	var file bytes.Buffer
	file.WriteString("%PDF-1.4\n")
	var table strings.Builder
	for i, object := range objects {
		fmt.Fprintf(&table, "%010d 00000 n \n", file.Len())
		fmt.Fprintf(&file, "%d 0 obj%s endobj\n", i+1, object)
	}
	start := file.Len()
	fmt.Fprintf(&file, "xref\n0 %d\n0000000000 65535 f \n%strailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n", len(objects)+1, table.String(), len(objects)+1, start)
	path := filepath.Join(folder, fmt.Sprintf("invoice-%d.pdf", n))
	if err := os.WriteFile(path, file.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// TestInvoicesOfOneIssuerTeach sends six invoices one after the other, the last with a misprint in its name, and
// kills the server on the way.
func TestInvoicesOfOneIssuerTeach(t *testing.T) {
	folder, data := t.TempDir(), filepath.Join(t.TempDir(), "data")
	runtimeFolder(t)
	const papers = 6
	server := serve(t, data)
	for n := 1; n <= papers; n++ {
		name := clinicName
		if n == papers {
			name = strings.Replace(name, "Fisioterapico", "Fisioterapic0", 1)
		}
		server.submit(writeInvoice(t, folder, name, n))
		if n == 2 || n == 4 {
			server.until("claims are there", func(l listed) bool { return claimsOf(l) >= n })
			server.kill()
			server = serve(t, data)
		}
		server.until("it is delivered", func(l listed) bool { return delivered(l) == n })
	}
	beside := execute(t, "issuers", "list", "--data", data)
	if want := fmt.Sprintf("%s  %d ", physiotherapy, papers); beside.code != 0 || !strings.Contains(beside.stdout, want) || !strings.Contains(beside.stdout, clinicName) {
		t.Errorf("beside the server the list is (%d)\n%s%s", beside.code, beside.stdout, beside.stderr)
	}
	if busy := execute(t, "issuers", "forget", "--data", data, physiotherapy); busy.code != exitUsage || !strings.Contains(busy.stderr, "stop it first") {
		t.Errorf("beside the server forget says (%d) %s", busy.code, busy.stderr)
	}
	server.stop()

	invoices := readInvoices(t, data, papers)
	first, fifth, last := invoices[0], invoices[4], invoices[5]
	if got := string(fifth.Expenses[0].Issuer.Name); got != clinicName {
		t.Errorf("the fifth is of %q", got)
	}
	for _, part := range []string{"/issuer/name", "/issuer/vat_number", "/number", "/date", "/total"} {
		read := first.Provenance["/expenses/0"+part]
		before, after := read.Confidence, fifth.Provenance["/expenses/0"+part].Confidence
		learnt := read.Accepted != "" || part == "/issuer/name" // places of accepted values alone are
		if after < before || learnt && after == before && before < 0.999 {
			t.Errorf("%s of the first has %.4f, of the fifth %.4f", part, before, after)
		}
	}
	name := last.Provenance["/expenses/0/issuer/name"]
	if got := string(last.Expenses[0].Issuer.Name); got != clinicName || name.Method != claim.FromRule || !strings.Contains(string(name.Text), "Fisioterapic0") {
		t.Errorf("the last is of %q: %+v", got, name)
	}
	known := knownIssuer(t, data)
	if known.Documents != papers {
		t.Errorf("%d documents were learnt from, want %d", known.Documents, papers)
	}
	for _, v := range known.Votes {
		if n := v.Read + v.Accepted; v.Of == claim.IssuerName && (v.Text != clinicName || n != papers-1) {
			t.Errorf("%d claims taught the name %q", n, v.Text)
		}
	}
	again(t, data, papers, last)
	forget(t, data)
}

// again reads the last invoice a second time: it must not be held against itself.
func again(t *testing.T, data string, papers int, last claim.Claim) {
	t.Helper()
	server := serve(t, data)
	reprocess := reprocessCommand{client: client{Server: server.address}, Submission: last.Submission}
	if err := reprocess.Run(t.Context()); err != nil {
		t.Fatal(err)
	}
	server.until("it is read again", func(l listed) bool {
		return len(l.Submissions) == papers && l.Submissions[0].State == "assembled" && delivered(l) == papers
	})
	server.stop()
	if repeated := readInvoices(t, data, papers)[papers-1]; repeated.Version != 1 {
		t.Errorf("reading it again made version %d", repeated.Version)
	}
	if n := knownIssuer(t, data).Documents; n != papers {
		t.Errorf("after reading one again %d documents count, want %d", n, papers)
	}
}

// forget deletes the issuer, and imports his name.
func forget(t *testing.T, data string) {
	t.Helper()
	if p := execute(t, "issuers", "forget", "--data", data, physiotherapy); p.code != 0 {
		t.Errorf("forget: %s", p.stderr)
	}
	if p := execute(t, "issuers", "--data", data); p.stdout != "No issuer is known yet.\n" {
		t.Errorf("after forgetting the list is %q %s", p.stdout, p.stderr)
	}
	if p := execute(t, "issuers", "forget", "--data", data, physiotherapy); p.code != exitUsage || !strings.Contains(p.stderr, "nothing is known") {
		t.Errorf("forgetting twice: (%d) %s", p.code, p.stderr)
	}
	list := filepath.Join(t.TempDir(), "names.csv")
	if err := os.WriteFile(list, []byte("vat_number,name\n"+physiotherapy+","+clinicName+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if p := execute(t, "issuers", "import", "--data", data, list); p.code != 0 || p.stderr != "1 names are known\n" {
		t.Errorf("import: (%d) %s", p.code, p.stderr)
	}
	if p := execute(t, "issuers", "list", "--csv", "--data", data); p.stdout != "vat_number,name\n"+physiotherapy+","+clinicName+"\n" {
		t.Errorf("the exported list is %q %s", p.stdout, p.stderr)
	}
	var known []claim.KnownIssuer
	if p := execute(t, "issuers", "list", "--json", "--data", data); json.Unmarshal([]byte(p.stdout), &known) != nil || len(known) != 1 || known[0].Votes[0].Confirmed != 1 {
		t.Errorf("as JSON it is %s %s", p.stdout, p.stderr)
	}
	misprinted := writeInvoice(t, t.TempDir(), strings.Replace(clinicName, "Marco", "Marc0", 1), 9)
	if got := execute(t, "process", "--issuers", list, misprinted).claims(t); len(got) != 1 || string(got[0].Expenses[0].Issuer.Name) != clinicName {
		t.Errorf("process with the list gives %+v", got)
	}
}

func TestIssuersSaysWhatToDo(t *testing.T) {
	empty := t.TempDir()
	for _, arguments := range [][]string{{"issuers", "list"}, {"issuers", "forget", physiotherapy}} {
		if p := execute(t, append(arguments, "--data", empty)...); p.code != exitUsage || !strings.Contains(p.stderr, "--data") {
			t.Errorf("%v without data: (%d) %s", arguments, p.code, p.stderr)
		}
	}
	bad := filepath.Join(empty, "bad.csv")
	if err := os.WriteFile(bad, []byte("01234560158,Centro\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if p := execute(t, "issuers", "import", "--data", empty, bad); p.code != exitUsage || !strings.Contains(p.stderr, "bad.csv: line 1: 01234560158 is no VAT number") {
		t.Errorf("a bad list: (%d) %s", p.code, p.stderr)
	}
}

func claimsOf(l listed) (n int) {
	for _, s := range l.Submissions {
		n += len(s.Claims)
	}
	return n
}

// readInvoices are the claims of the submissions, in order of arrival.
func readInvoices(t *testing.T, data string, want int) []claim.Claim {
	t.Helper()
	records, err := sqlite.Open(t.Context(), filepath.Join(data, "pratica.db"), nil)
	if err != nil {
		t.Fatal(err)
	}
	defer records.Close()
	list, err := records.Submissions(t.Context(), storage.Query{})
	if err != nil || len(list.Submissions) != want {
		t.Fatalf("%d submissions, %v", len(list.Submissions), err)
	}
	invoices := make([]claim.Claim, want)
	for i, s := range list.Submissions { // the newest first
		claims, err := records.ClaimsOf(t.Context(), s.ID)
		if err != nil || len(claims) != 1 || len(claims[0].Claim.Expenses) != 1 {
			t.Fatalf("claims of %s are %+v, %v", s.ProtocolNumber, claims, err)
		}
		invoices[want-1-i] = claims[0].Claim
	}
	return invoices
}

func knownIssuer(t *testing.T, data string) claim.KnownIssuer {
	t.Helper()
	records, err := sqlite.Open(t.Context(), filepath.Join(data, "pratica.db"), nil)
	if err != nil {
		t.Fatal(err)
	}
	defer records.Close()
	known, err := records.Issuer(t.Context(), physiotherapy, "")
	if err != nil {
		t.Fatal(err)
	}
	return known
}
