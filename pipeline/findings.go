package pipeline

import (
	"fmt"

	"pratica/claim"
)

var fileProblems = map[claim.Code]string{
	"file.empty":          "Il file «%s» è vuoto: inviarlo di nuovo.",
	"file.truncated":      "Il file «%s» è incompleto: forse l'invio si è interrotto. Inviarlo di nuovo.",
	"file.encrypted":      "Il file «%s» è protetto da una password: inviarlo senza protezione.",
	"file.unsupported":    "Il file «%s» non è un documento leggibile (si accettano PDF, TIFF, JPEG e PNG).",
	"file.too_large":      "Il file «%s» è troppo grande.",
	"file.too_many_pages": "Il file «%s» ha troppe pagine.",
}

// fileFinding says that a file could not be opened.
func fileFinding(code claim.Code, name string) claim.Finding {
	message, ok := fileProblems[code]
	if !ok {
		code, message = "file.unsupported", fileProblems["file.unsupported"]
	}
	return claim.NewFinding(code, "", fmt.Sprintf(message, name)).With("file", name)
}

// closedFinding says that this machine does not let a file be read.
func closedFinding(name string) claim.Finding {
	return claim.NewFinding("file.unsupported", "", fmt.Sprintf("Il file «%s» non si può aprire: controllare che sia un documento e i permessi.", name)).With("file", name)
}

// pageFinding says that a page could not be read.
func pageFinding(ref PageRef) claim.Finding {
	return claim.NewFinding("page.unreadable", "", fmt.Sprintf("La pagina %d del file «%s» non è leggibile: inviarla di nuovo.", ref.FilePage, ref.File)).
		With("file", ref.File).With("page", ref.FilePage)
}
