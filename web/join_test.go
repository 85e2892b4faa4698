package web

import (
	"net/http"
	"strings"
	"testing"

	"pratica/claim"
)

func TestASubmissionAnswersAClaimAndIsTakenBack(t *testing.T) {
	d := openDesk(t)
	first, stored := d.receive(sampleEnvelope("BERTOLINI"), "")
	asked, claimID, number := first.ID, stored.ID, first.ProtocolNumber
	answer := d.arrive("risposta.pdf", 1, "").ID
	for name, refused := range map[string]struct {
		id, body string
		status   int
	}{
		"an empty body":            {answer, `{}`, http.StatusBadRequest},
		"an empty name":            {answer, `{"claim":" "}`, http.StatusBadRequest},
		"another body":             {answer, `{"to":"x"}`, http.StatusBadRequest},
		"a claim that is not":      {answer, `{"claim":"01K9ZV6J4W8Q2M7T5R3X1N0BCE"}`, http.StatusBadRequest},
		"a number that is not":     {answer, `{"claim":"2026-000999"}`, http.StatusBadRequest},
		"its own claim":            {asked, `{"claim":"` + claimID + `"}`, http.StatusConflict},
		"a submission that is not": {"2026-000999", `{"claim":null}`, http.StatusNotFound},
	} {
		t.Run(name, func(t *testing.T) {
			if status, body := d.postJSON("/api/v1/submissions/"+refused.id+"/join", refused.body); status != refused.status {
				t.Errorf("%d %s", status, body)
			}
		})
	}
	for _, named := range []string{claimID, number, claim.AnswerCode(claimID)} {
		if status, body := d.postJSON("/api/v1/submissions/"+answer+"/join", `{"claim":"`+named+`"}`); status != http.StatusOK || !strings.Contains(body, `"answers":"`+claimID+`"`) {
			t.Errorf("%s: %d %s", named, status, body)
		}
		_, _, page := d.get("/submissions/" + answer)
		contains(t, page, "risponde alla", "Separa il plico")
		if status, body := d.postJSON("/api/v1/submissions/"+answer+"/join", `{"claim":null}`); status != http.StatusOK || !strings.Contains(body, `"answers":null`) {
			t.Errorf("%s: %d %s", named, status, body)
		}
	}
}

func (d *desk) postJSON(path, body string) (status int, answer string) {
	d.t.Helper()
	status, _, answer = d.do(http.MethodPost, path, strings.NewReader(body), "Content-Type", "application/json")
	return status, answer
}
