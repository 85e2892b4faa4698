package web

import (
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"fmt"
	"html/template"
	"io/fs"
	"mime"
	"net/http"
	"path"

	"pratica/claim"
)

//go:embed templates/*.html
var templateFiles embed.FS

//go:embed static
var staticFS embed.FS

//go:embed openapi.yaml
var openAPI []byte

type pageTemplates map[string]*template.Template

// parseTemplates makes one set a page: each defines its title and its content inside layout.html.
func parseTemplates(version string) (pageTemplates, error) {
	functions := template.FuncMap{
		"static":  func(name string) string { return "/static/" + staticVersion + "/" + name },
		"version": func() string { return version },
		"dash":    orDash,
		"plural":  plural,
		"states":  filterStates,
		"item":    newItemView,
	}
	pages := pageTemplates{}
	for _, name := range []string{"list.html", "submission.html", "claim.html", "letter.html", "message.html"} {
		set, err := template.New("page").Funcs(functions).ParseFS(templateFiles, "templates/layout.html", "templates/"+name)
		if err != nil {
			return nil, fmt.Errorf("parse %s: %w", name, err)
		}
		pages[name] = set
	}
	return pages, nil
}

// plural is "1 pagina", "3 pagine".
func plural(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, many)
}

type filterState struct{ Value, Word string }

// filterStates are the states a list can be filtered by, in order.
func filterStates() []filterState {
	var states []filterState
	for _, state := range []claim.SubmissionState{claim.Received, claim.Splitting, claim.Reading, claim.Assembling, claim.Assembled, claim.Failed} {
		states = append(states, filterState{string(state), word(stateWords, state)})
	}
	return states
}

// staticVersion changes with any static file. It is part of their address, so that browsers may keep
// them for ever, and modules import each other from the same version.
var staticVersion = func() string {
	sum := sha256.New()
	err := fs.WalkDir(staticFS, "static", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		data, err := staticFS.ReadFile(name)
		fmt.Fprintf(sum, "%s %d\n", name, len(data))
		sum.Write(data)
		return err
	})
	if err != nil {
		panic(err) // the files are embedded
	}
	return hex.EncodeToString(sum.Sum(nil))[:12]
}()

func staticFiles() http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		name := r.PathValue("name")
		data, err := staticFS.ReadFile("static/" + name)
		if err != nil || r.PathValue("version") != staticVersion {
			http.NotFound(w, r)
			return
		}
		w.Header().Set("Content-Type", contentTypes[path.Ext(name)])
		w.Header().Set("Cache-Control", "public, max-age=31536000, immutable")
		_, _ = w.Write(data)
	})
}

// contentTypes are fixed: the system's MIME table is not the same everywhere.
var contentTypes = map[string]string{
	".css": mime.FormatMediaType("text/css", map[string]string{"charset": "utf-8"}),
	".js":  mime.FormatMediaType("text/javascript", map[string]string{"charset": "utf-8"}),
	".svg": "image/svg+xml",
}
