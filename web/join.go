package web

import (
	"context"
	"encoding/json"
	"net/http"
	"strings"

	"pratica/claim"
	"pratica/storage"
)

// joinRequest keeps null, which takes a submission back, apart from a claim that was left out.
type joinRequest struct {
	Claim json.RawMessage `json:"claim"`
}

// name is the claim that is meant; part is true for null.
func (r joinRequest) name() (name string, part bool, err error) {
	if string(r.Claim) == "null" {
		return "", true, nil
	}
	if json.Unmarshal(r.Claim, &name) != nil || strings.TrimSpace(name) == "" || checkLine(name, 100) != nil {
		return "", false, claim.Errorf(claim.EINVALID, "Indicare la pratica a cui il plico risponde, oppure null per separarlo.")
	}
	return name, false, nil
}

// joinSubmission makes a submission the answer to a claim, or takes that back.
func (s *server) joinSubmission(w http.ResponseWriter, r *http.Request) (any, error) {
	var asked joinRequest
	if err := readJSON(w, r, &asked); err != nil {
		return nil, err
	}
	name, part, err := asked.name()
	if err != nil {
		return nil, err
	}
	var to claim.Text
	found, err := s.changeable(r.Context(), r.PathValue("id"))
	if err == nil && !part {
		to, err = s.claimNamed(r.Context(), name)
	}
	if err != nil {
		return nil, err
	}
	steps, err := s.Records.Join(r.Context(), found.ID, string(to), operator)
	return s.changedSubmission(r.Context(), found.ID, steps, err)
}

// claimNamed is the claim that people mean: by its id, by the code of its letter, or by a protocol number under which there is only
// one. It is empty for an empty name.
func (s *server) claimNamed(ctx context.Context, name string) (claim.Text, error) {
	name = strings.TrimSpace(name)
	if name == "" {
		return "", nil
	}
	if id, ok := claim.ParseAnswerCode(name); ok {
		name = id
	}
	if !storage.IsProtocolNumber(name) {
		stored, err := s.Records.Claim(ctx, strings.ToUpper(name), 0)
		if claim.ErrorCode(err) == claim.ENOTFOUND {
			err = claim.Errorf(claim.EINVALID, "Non c'è una pratica «%s»: indicare il protocollo, o il codice della lettera.", shown(name))
		}
		if err == nil && stored.State == claim.Void {
			err = claim.Errorf(claim.ECONFLICT, "La pratica %s è annullata: non aspetta documenti.", stored.Claim.ProtocolNumber)
		}
		return claim.Text(stored.ID), err
	}
	found, err := s.Records.SubmissionNumbered(ctx, name)
	switch {
	case err != nil && claim.ErrorCode(err) != claim.ENOTFOUND:
		return "", err
	case found.Answers != "":
		return found.Answers, nil // it went into that claim
	}
	var living []string
	for _, c := range found.Claims {
		if c.State != claim.Void {
			living = append(living, c.ID)
		}
	}
	switch len(living) {
	case 0:
		return "", claim.Errorf(claim.EINVALID, "Con il protocollo %s non c'è nessuna pratica.", name)
	case 1:
		return claim.Text(living[0]), nil
	}
	return "", claim.Errorf(claim.EINVALID, "Con il protocollo %s ci sono %d pratiche: indicare il codice della lettera o l'id della pratica.", name, len(living))
}
