package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"

	"pratica/claim"
	"pratica/validate"
)

type explainCommand struct {
	File string `arg:"" help:"A claim, or the array that process prints; - for standard input." placeholder:"CLAIM.json"`
	JSON bool   `help:"Print the data instead of text."`
}

// Run says which rules were applied to claims, and why their outcome is what it is.
func (c *explainCommand) Run(ctx context.Context) error {
	claims, one, err := c.read()
	if err != nil {
		return err
	}
	explained := make([]claim.Explanation, 0, len(claims))
	for _, stored := range claims {
		e, err := validate.Explain(ctx, stored)
		if err != nil {
			return fmt.Errorf("explain claim %s: %w", stored.ID, err)
		}
		explained = append(explained, e)
	}
	if c.JSON {
		out := json.NewEncoder(os.Stdout)
		out.SetEscapeHTML(false)
		out.SetIndent("", "  ")
		if one {
			return out.Encode(explained[0])
		}
		return out.Encode(explained)
	}
	for i := range explained {
		if i > 0 {
			fmt.Printf("\n\n")
		}
		if err := validate.WriteExplanation(os.Stdout, &explained[i]); err != nil {
			return err
		}
	}
	return nil
}

// maxClaims is the most that is read, in bytes: thousands of claims.
const maxClaims = 256 << 20

// read gives the claims of the file; one reports that it holds a claim alone and no array.
func (c *explainCommand) read() (claims []claim.Claim, one bool, err error) {
	file := os.Stdin
	if c.File != "-" {
		if file, err = os.Open(c.File); err != nil {
			return nil, false, fmt.Errorf("read the claim: %w", err)
		}
		defer file.Close()
	}
	data, err := io.ReadAll(io.LimitReader(file, maxClaims))
	if err != nil {
		return nil, false, fmt.Errorf("read the claim: %w", err)
	}
	list := []json.RawMessage{data}
	if one = !bytes.HasPrefix(bytes.TrimSpace(data), []byte("[")); !one {
		if err := json.Unmarshal(data, &list); err != nil {
			return nil, false, claim.WrapError(claim.EINVALID, err, "%s holds no claims", c.File)
		}
	}
	for _, data := range list {
		var stored claim.Claim
		if err := claim.ValidateJSON(data); err != nil {
			return nil, false, claim.WrapError(claim.EINVALID, err, "%s is no claim of %s", c.File, claim.SchemaV1)
		}
		if err := json.Unmarshal(data, &stored); err != nil {
			return nil, false, claim.WrapError(claim.EINVALID, err, "%s is no claim of %s", c.File, claim.SchemaV1)
		}
		claims = append(claims, stored)
	}
	return claims, one, nil
}
