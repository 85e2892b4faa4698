package workers

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"pratica/claim"
	"pratica/storage"
)

const number = "2026-000123"

var delivery = storage.Delivery{Subject: "01CLAIM:2", Submission: "01SUB", Claim: "01CLAIM", Version: 2, Body: []byte(`{"schema":"claim/v1","id":"01CLAIM"}`)}

func voided() storage.Delivery {
	d := delivery
	d.Subject, d.Void, d.VoidReason = "01CLAIM:2:void", true, "spedita due volte"
	return d
}

const voidBody = `{"schema":"claim-void/v1","id":"01CLAIM","version":2,"submission":"01SUB","protocol_number":"2026-000123","reason":"spedita due volte"}`

func TestTheWebhookGetsASignedClaim(t *testing.T) {
	for name, c := range map[string]struct {
		delivery         storage.Delivery
		key, event, body string
	}{
		"a claim":            {delivery, "01CLAIM:2", "claim", string(delivery.Body)},
		"a claim taken back": {voided(), "01CLAIM:2:void", "claim.void", voidBody},
	} {
		t.Run(name, func(t *testing.T) {
			var header http.Header
			var body []byte
			server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				header = r.Header
				body, _ = io.ReadAll(r.Body)
			}))
			defer server.Close()
			at := time.Unix(1779000000, 0)
			webhook, err := NewWebhook(server.URL+"/claims", "secret", func() time.Time { return at })
			if err != nil {
				t.Fatal(err)
			}
			defer webhook.Close()
			target, err := webhook.Deliver(t.Context(), c.delivery, number)
			if err != nil || target != "webhook:"+strings.TrimPrefix(server.URL, "http://") {
				t.Fatalf("target %q (%v)", target, err)
			}
			if string(body) != c.body {
				t.Errorf("body is %s", body)
			}
			mac := hmac.New(sha256.New, []byte("secret"))
			mac.Write([]byte("1779000000." + c.body))
			for name, want := range map[string]string{
				"Idempotency-Key": c.key, "Pratica-Event": c.event, "Content-Type": "application/json",
				"Pratica-Signature": "t=1779000000,v1=" + hex.EncodeToString(mac.Sum(nil)),
			} {
				if got := header.Get(name); got != want {
					t.Errorf("%s is %q, want %q", name, got, want)
				}
			}
		})
	}
}

func TestWhatTheWebhookAnswersDecides(t *testing.T) {
	const delivered, again, never = "delivered", "again", "never"
	for status, want := range map[int]string{
		200: delivered, 202: delivered, 204: delivered,
		409: delivered, // it has that key already
		400: never, 410: never, 413: never, 415: never, 422: never,
		301: again, 302: again, 401: again, 403: again, 404: again, 408: again, 425: again, 429: again, 500: again, 502: again, 503: again,
	} {
		t.Run(http.StatusText(status), func(t *testing.T) {
			var calls atomic.Int64
			server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				calls.Add(1)
				w.Header().Set("Location", "/elsewhere")
				w.WriteHeader(status)
			}))
			defer server.Close()
			webhook, err := NewWebhook(server.URL, "", nil)
			if err != nil {
				t.Fatal(err)
			}
			defer webhook.Close()
			_, err = webhook.Deliver(t.Context(), delivery, number)
			got := delivered
			var refused *Refused
			if errors.As(err, &refused) {
				got = never
			} else if err != nil {
				got = again
			}
			if got != want {
				t.Errorf("%d: %s (%v), want %s", status, got, err, want)
			}
			if calls.Load() != 1 {
				t.Errorf("%d calls: the claim went elsewhere", calls.Load())
			}
		})
	}
}

func TestAWebhookOutOfReachIsTriedAgain(t *testing.T) {
	server := httptest.NewServer(http.NotFoundHandler())
	server.Close()
	webhook, err := NewWebhook(server.URL, "", nil)
	if err != nil {
		t.Fatal(err)
	}
	_, err = webhook.Deliver(t.Context(), delivery, number)
	var refused *Refused
	if err == nil || errors.As(err, &refused) || codeOf(err) != "webhook.unreachable" {
		t.Errorf("got %v with code %q", err, codeOf(err))
	}
}

func TestTheWebhookSaysWhenToComeAgain(t *testing.T) {
	o := newOffice(t)
	var calls atomic.Int64
	var second time.Time
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if calls.Add(1) == 1 {
			w.Header().Set("Retry-After", "1")
			w.WriteHeader(http.StatusServiceUnavailable)
			return
		}
		second = time.Now()
	}))
	defer server.Close()
	webhook, err := NewWebhook(server.URL, "", nil)
	if err != nil {
		t.Fatal(err)
	}
	defer webhook.Close()
	o.config.Deliverer = webhook
	policy := o.config.Policies[storage.DeliverClaim]
	policy.Most = time.Minute
	o.config.Policies[storage.DeliverClaim] = policy
	o.serve()
	a, _ := o.arrive("R01")
	first := o.awaitEvent(storage.DeliverClaim, Retried)
	if first.Code != "webhook.status_503" {
		t.Errorf("code %q", first.Code)
	}
	begun := time.Now()
	o.awaitDelivery(a)
	if pause := second.Sub(begun); pause < 500*time.Millisecond {
		t.Errorf("tried again after %v, want a second", pause)
	}
}

func TestClaimsGoOnlyToSafeAddresses(t *testing.T) {
	for address, ok := range map[string]bool{
		"https://adjudication.example/claims": true,
		"http://127.0.0.1:9000/claims":        true,
		"http://[::1]:9000/":                  true,
		"http://localhost:9000/":              true,
		"http://adjudication.example/claims":  false,
		"http://localhost.example/":           false,
		"ftp://127.0.0.1/":                    false,
		"127.0.0.1:9000":                      false,
		"":                                    false,
	} {
		_, err := NewWebhook(address, "secret", nil)
		if (err == nil) != ok {
			t.Errorf("%q: %v", address, err)
		}
		if err != nil && claim.ErrorCode(err) != claim.EINVALID {
			t.Errorf("%q: code %s", address, claim.ErrorCode(err))
		}
	}
}

func TestTheOutboxHoldsWholeFiles(t *testing.T) {
	folder := filepath.Join(t.TempDir(), "outbox")
	outbox, err := NewOutbox(folder)
	if err != nil {
		t.Fatal(err)
	}
	for range 2 { // a repetition changes nothing
		for _, c := range []struct {
			delivery   storage.Delivery
			name, body string
		}{
			{delivery, "2026-000123-01CLAIM-v2.json", string(delivery.Body)},
			{voided(), "2026-000123-01CLAIM-v2-void.json", voidBody},
		} {
			target, err := outbox.Deliver(t.Context(), c.delivery, number)
			if err != nil || target != "outbox:"+c.name {
				t.Fatalf("target %q (%v)", target, err)
			}
			data, err := os.ReadFile(filepath.Join(folder, c.name))
			if err != nil || string(data) != c.body {
				t.Errorf("%s holds %q (%v)", c.name, data, err)
			}
			if info, err := os.Stat(filepath.Join(folder, c.name)); err != nil || info.Mode().Perm() != 0o600 {
				t.Errorf("%s: %v (%v)", c.name, info, err)
			}
		}
	}
	// A kill may leave a file half written; the next process removes it.
	if err := os.WriteFile(filepath.Join(folder, tempPrefix+"1"), []byte("half"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := NewOutbox(folder); err != nil {
		t.Fatal(err)
	}
	entries, err := os.ReadDir(folder)
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, e := range entries {
		names = append(names, e.Name())
	}
	if !slices.Equal(names, []string{"2026-000123-01CLAIM-v2-void.json", "2026-000123-01CLAIM-v2.json"}) {
		t.Errorf("the outbox holds %v", names)
	}
}

func TestAnOutboxThatCannotBeWrittenIsTriedAgain(t *testing.T) {
	folder := filepath.Join(t.TempDir(), "outbox")
	outbox, err := NewOutbox(folder)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.RemoveAll(folder); err != nil {
		t.Fatal(err)
	}
	_, err = outbox.Deliver(context.Background(), delivery, number)
	var refused *Refused
	if err == nil || errors.As(err, &refused) {
		t.Errorf("got %v", err)
	}
}
