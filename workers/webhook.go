package workers

import (
	"bytes"
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"strconv"
	"time"

	"pratica/claim"
	"pratica/storage"
)

// webhookTimeout bounds one POST, answer included.
const webhookTimeout = 30 * time.Second

// Webhook delivers claims by POST. The body is the claim (claim/v1); the taking back of a claim has the
// body of Voided. Headers:
//
//	Idempotency-Key: <claim id>:<version>, or <claim id>:<version>:void
//	Pratica-Event: claim, or claim.void
//	Pratica-Signature: t=<Unix seconds>,v1=<hex of HMAC-SHA256 of "<t>.<body>" under the secret>
//
// The same key may come again, also after a 2xx; the receiver keeps one. Versions may arrive in any order
// (the highest counts), and a void is final, also when it arrives first.
//
// Answers: 2xx, and 409 (I have that key already) mean delivered. 400, 410, 413, 415 and 422 mean that no
// repetition will help: the delivery fails and waits for an operator. Everything else, redirects included,
// is tried again, after Retry-After if that is given in seconds.
type Webhook struct {
	url    *url.URL
	secret []byte
	now    func() time.Time
	client *http.Client
}

// Voided is the body that takes a claim back.
type Voided struct {
	Schema         string     `json:"schema"` // claim-void/v1
	ID             string     `json:"id"`
	Version        int        `json:"version"` // the last one there is
	Submission     string     `json:"submission"`
	ProtocolNumber string     `json:"protocol_number"`
	Reason         claim.Text `json:"reason"`
}

// NewWebhook takes an https address, or http to this machine's loopback: claims are health data. Without a
// secret nothing is signed. now nil means time.Now.
func NewWebhook(address, secret string, now func() time.Time) (*Webhook, error) {
	u, err := url.Parse(address)
	if err != nil || u.Host == "" {
		return nil, claim.WrapError(claim.EINVALID, err, "PRATICA_WEBHOOK_URL non è un indirizzo valido.")
	}
	if u.Scheme != "https" && (u.Scheme != "http" || !isLoopback(u.Hostname())) {
		return nil, claim.Errorf(claim.EINVALID, "PRATICA_WEBHOOK_URL deve essere https (http solo verso questa stessa macchina): le pratiche sono dati sanitari.")
	}
	if now == nil {
		now = time.Now
	}
	transport := http.DefaultTransport.(*http.Transport).Clone()
	return &Webhook{url: u, secret: []byte(secret), now: now, client: &http.Client{
		Transport:     transport,
		Timeout:       webhookTimeout,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}}, nil
}

func isLoopback(host string) bool {
	return host == "localhost" || net.ParseIP(host).IsLoopback()
}

// Close closes idle connections.
func (w *Webhook) Close() { w.client.CloseIdleConnections() }

// Deliver implements Deliverer; the target is "webhook:" and the host.
func (w *Webhook) Deliver(ctx context.Context, d storage.Delivery, protocolNumber string) (string, error) {
	event, body, err := message(d, protocolNumber)
	if err != nil {
		return "", err
	}
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, w.url.String(), bytes.NewReader(body))
	if err != nil {
		return "", err
	}
	request.Header.Set("Content-Type", "application/json")
	request.Header.Set("User-Agent", "pratica")
	request.Header.Set("Idempotency-Key", d.Subject)
	request.Header.Set("Pratica-Event", event)
	if len(w.secret) > 0 {
		request.Header.Set("Pratica-Signature", w.sign(body))
	}
	response, err := w.client.Do(request)
	if err != nil {
		return "", &deliveryError{code: "webhook.unreachable", cause: err}
	}
	defer response.Body.Close()
	io.CopyN(io.Discard, response.Body, 64<<10) // so that the connection is used again
	if err := judge(response); err != nil {
		return "", err
	}
	return "webhook:" + w.url.Host, nil
}

// message is what is said of a delivery.
func message(d storage.Delivery, protocolNumber string) (event string, body []byte, err error) {
	if !d.Void {
		return "claim", d.Body, nil
	}
	body, err = json.Marshal(Voided{Schema: "claim-void/v1", ID: d.Claim, Version: d.Version, Submission: d.Submission,
		ProtocolNumber: protocolNumber, Reason: d.VoidReason})
	return "claim.void", body, err
}

func (w *Webhook) sign(body []byte) string {
	at := strconv.FormatInt(w.now().Unix(), 10)
	mac := hmac.New(sha256.New, w.secret)
	mac.Write([]byte(at + "."))
	mac.Write(body)
	return "t=" + at + ",v1=" + hex.EncodeToString(mac.Sum(nil))
}

// judge says what an answer means.
func judge(response *http.Response) error {
	code := fmt.Sprintf("webhook.status_%d", response.StatusCode)
	switch status := response.StatusCode; {
	case status >= 200 && status < 300, status == http.StatusConflict:
		return nil
	case status == http.StatusBadRequest, status == http.StatusGone, status == http.StatusRequestEntityTooLarge,
		status == http.StatusUnsupportedMediaType, status == http.StatusUnprocessableEntity:
		return &Refused{Code: code}
	}
	e := &deliveryError{code: code}
	if seconds, err := strconv.Atoi(response.Header.Get("Retry-After")); err == nil && seconds > 0 {
		e.after = time.Duration(min(seconds, 24*60*60)) * time.Second
	}
	return e
}

// deliveryError is worth another try.
type deliveryError struct {
	code  string
	after time.Duration
	cause error
}

func (e *deliveryError) Error() string {
	if e.cause != nil {
		return e.code + ": " + e.cause.Error()
	}
	return e.code
}

func (e *deliveryError) Unwrap() error             { return e.cause }
func (e *deliveryError) ErrorCode() string         { return e.code }
func (e *deliveryError) RetryAfter() time.Duration { return e.after }
