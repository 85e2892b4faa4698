package web

import (
	"fmt"
	"net"
	"net/http"
	"net/url"
	"strings"

	"pratica/claim"
)

// Until there are accounts, who reaches the loopback address may do everything. So a page of another
// site, opened in a browser on this machine, must reach nothing: not by a cross-origin request
// (http.CrossOriginProtection, and no foreign Origin even to read), and not by a name of its own that
// resolves to 127.0.0.1 (the Host check).

// contentPolicy allows our own files only: no inline script or style, no frame, no other site.
const contentPolicy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; " +
	"form-action 'self'; base-uri 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'"

// picturePolicy is for a page picture opened on its own.
const picturePolicy = "default-src 'none'; sandbox; frame-ancestors 'none'"

func secured(hosts hostSet, next http.Handler) http.Handler {
	protection := http.NewCrossOriginProtection()
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		setDeadlines(w)
		header := w.Header()
		header.Set("Content-Security-Policy", contentPolicy)
		header.Set("X-Content-Type-Options", "nosniff")
		header.Set("X-Frame-Options", "DENY")
		header.Set("Referrer-Policy", "no-referrer")
		header.Set("Cross-Origin-Opener-Policy", "same-origin")
		header.Set("Cross-Origin-Resource-Policy", "same-origin")
		header.Set("Permissions-Policy", "camera=(), geolocation=(), microphone=()")
		header.Set("Cache-Control", "no-store")
		if !hosts.allows(r.Host) {
			writeError(w, claim.Errorf(claim.EFORBIDDEN, "Richiesta rifiutata: l'indirizzo usato non è di questo servizio. Aprire l'indirizzo mostrato all'avvio."))
			return
		}
		if !hosts.allowsOrigin(r) || protection.Check(r) != nil {
			writeError(w, claim.Errorf(claim.EFORBIDDEN, "Richiesta rifiutata: viene da un altro sito."))
			return
		}
		next.ServeHTTP(w, r)
	})
}

// hostSet holds the values of the Host header that are ours: "name:port", or "name" for any port.
type hostSet map[string]bool

// newHostSet knows the loopback names on the port of listen, and the names configured.
func newHostSet(listen string, more []string) (hostSet, error) {
	_, port, err := net.SplitHostPort(listen)
	if err != nil {
		return nil, fmt.Errorf("address %q: %w", listen, err)
	}
	hosts := hostSet{}
	for _, name := range []string{"127.0.0.1", "localhost", "::1"} {
		hosts[net.JoinHostPort(name, port)] = true
	}
	for _, name := range more {
		if name = strings.ToLower(strings.TrimSpace(name)); name != "" {
			hosts[name] = true
		}
	}
	return hosts, nil
}

func (h hostSet) allows(host string) bool {
	host = strings.ToLower(host)
	name, port, err := net.SplitHostPort(host)
	if err != nil {
		name, port = strings.Trim(host, "[]"), "80"
	}
	return h[host] || h[name] || h[net.JoinHostPort(name, port)]
}

// allowsOrigin accepts requests without Origin, and with one of ours. Our pages send "null" when they
// post a form, because they ask for no referrer; then the browser's Sec-Fetch-Site speaks.
func (h hostSet) allowsOrigin(r *http.Request) bool {
	switch origin := r.Header.Get("Origin"); origin {
	case "":
		return true
	case "null":
		return r.Header.Get("Sec-Fetch-Site") == "same-origin"
	default:
		u, err := url.Parse(origin)
		return err == nil && (u.Scheme == "http" || u.Scheme == "https") && h.allows(u.Host)
	}
}
