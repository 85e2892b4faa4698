package validate

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"go.yaml.in/yaml/v3"

	"pratica/claim"
)

// thirdShelf is the embedded sets with the made-up one of testdata/third, and its law.
func thirdShelf(t *testing.T) *shelf {
	t.Helper()
	files := copyOfRules(t)
	for _, name := range []string{"rules/2030-01-01.yaml", "rules/law.yaml"} {
		files[name] = &fstest.MapFile{Data: must(os.ReadFile(filepath.Join("testdata/third", name)))}
	}
	s, err := readRules(files)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// A set with other terms, channels, forms, papers, services, ages, scores, articles and stamp duty is one file, and judges the
// claims of its days and no others.
func TestClaimsUnderAThirdSet(t *testing.T) {
	var cases []ruleCase
	decoder := yaml.NewDecoder(bytes.NewReader(must(os.ReadFile("testdata/third/cases.yaml"))))
	decoder.KnownFields(true)
	if err := decoder.Decode(&cases); err != nil {
		t.Fatal(err)
	}
	rules := thirdShelf(t)
	for _, c := range cases {
		c.rules = rules
		t.Run(c.Name, func(t *testing.T) { c.run(t) })
	}
}

func TestAThirdSetIsDescribed(t *testing.T) {
	s := thirdShelf(t)
	var text strings.Builder
	if err := ruleSetOn(s.sets, claim.MustDate("2030-06-01")).Describe(&text); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"# Regolamento di prova, 2030", "In vigore dal 1º gennaio 2030.", "fatture e ricevute, dalla loro data: 4 mesi (art. 31.1)", "dalla struttura: solo spese odontoiatriche",
		"modulo R01: solo online", "Che cosa deve esserci sui moduli (art. 30.1)", "l'indirizzo e-mail dell'iscritto", "non per ticket (il modulo dei ticket)",
		"musicoterapia: la ricetta per la musicoterapia, al massimo 6 mesi prima della fattura (art. 34.1)", "fino a 16 anni di età", "almeno 5 punti in tutto", "cromoterapia (art. 35.1)",
		"la talassoterapia, se non dopo un naufragio (art. 35.2)", "anche quando le sedute di arteterapia di un anno sono più di 1 (art. 34.3)", "- rabbia", "le prestazioni per ciascuna grave malattia (art. 32.2)",
		"marca da bollo di 3,00 euro sulle fatture esenti oltre 80,00 euro, dal 1º gennaio 2030", "Giorno di prova (dal 2030)"} {
		if !strings.Contains(text.String(), want) {
			t.Errorf("it does not say %q:\n%s", want, text.String())
		}
	}
}
