package extract

import (
	"strings"
	"testing"
)

func TestACodeGluedToANumberIsTheIssuers(t *testing.T) {
	text := strings.NewReplacer("P.IVA 01234560157", "P.IVA 01234560157-C.F. RSSMRA80A01H501U", "%PERSONS%", "Destinatario: Bianchi Lucia").Replace(plain)
	fields := fieldsOf(text, Hints{})
	check(t, fields, "/issuer/vat_number", "01234560157", true)
	check(t, fields, "/patient/surname", "Bianchi", false)
	if f := fields["/billed_to/tax_code"]; f.Value != "" {
		t.Errorf("billed to %q", f.Value)
	}
}

func TestAColonReadAsALetterEndsALabel(t *testing.T) {
	text := strings.Replace(plain, "%PERSONS%", "Intestatario fattura\nCAMPANA MARIA\nC.F. CMPMRA78B64C352U\nPrestazione eseguita a favore dii CAMPANA GUGLIELMO", 1)
	fields := fieldsOf(text, Hints{})
	check(t, fields, "/patient/name", "GUGLIELMO", false)
	check(t, fields, "/billed_to/name", "MARIA", false)
}
