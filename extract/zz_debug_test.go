package extract

import (
	"fmt"
	"html"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"pratica/claim"
	"pratica/ocr"
)

func TestZZ(t *testing.T) {
	re := regexp.MustCompile(`<word xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)">(.*?)</word>`)
	files, _ := filepath.Glob(os.Getenv("ZZ"))
	for _, f := range files {
		out, _ := exec.Command("pdftotext", "-bbox", "-l", "1", f, "-").Output()
		p := InvoicePage{Width: 2480, Height: 3508, Method: claim.FromTextLayer}
		for _, m := range re.FindAllStringSubmatch(string(out), -1) {
			v := func(i int) int { x, _ := strconv.ParseFloat(m[i], 64); return int(x * 300 / 72) }
			h := (v(4) - v(2)) * 7 / 10
			p.Words = append(p.Words, ocr.Word{Text: html.UnescapeString(m[5]), Box: claim.Box{X: v(1), Y: v(2) + h/4, W: v(3) - v(1), H: h}, Confidence: 1})
		}
		kind := ClassifyPage(p, Look{}).Kind
		if kind != claim.DischargeLetter && kind != claim.HospitalCertificate {
			continue
		}
		r := newStayReader([]InvoicePage{p}, Hints{})
		s := ReadStay([]InvoicePage{p}, Hints{})
		fmt.Println("==", f, kind, s, fmt.Sprintf("ord %v ds %v dh %v op %v onc %v", s.Ordinary, s.DaySurgery, s.DayHospital, s.Operation, s.Oncology))
		for _, d := range r.days {
			fmt.Printf("   %s role %d sure %.3f  …%s\n", d.date, d.role, d.sure, r.flow.text[max(0, d.start-40):d.end])
		}
		if strings.Contains(os.Getenv("ZZ"), "0.pdf") {
			fmt.Println(r.flow.text)
		}
	}
}
