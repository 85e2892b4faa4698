package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"mime/multipart"
	"net/http"
	"os"
	"time"

	"pratica/claim"
	"pratica/pipeline"
)

// client speaks to a running server.
type client struct {
	Server string `help:"Address of the server." env:"PRATICA_SERVER" default:"http://127.0.0.1:8080"`
}

type submitCommand struct {
	client
	Files   []string `arg:"" name:"file" help:"Files, or folders whose files are taken in name order." type:"existing"`
	Sent    string   `help:"Sent date (postmark), YYYY-MM-DD."`
	Channel string   `help:"How it came: post, online, provider or api." enum:"post,online,provider,api" default:"post"`
	Number  string   `help:"Your own number for it."`
	Answers string   `help:"The claim that it answers: its id, the code printed on its letter, or its protocol number." placeholder:"CLAIM"`
	Copies  bool     `help:"The envelope holds photocopies of invoices: matters under rules that want originals (2012)."`
	Key     string   `help:"Idempotency key: sending again with the same key changes nothing."`
	Wait    bool     `help:"Wait until it is read, and print its claims."`
}

// submission is what GET /api/v1/submissions/{id} answers, as far as it is shown here.
type submission struct {
	ID             string     `json:"id"`
	ProtocolNumber claim.Text `json:"protocol_number"`
	State          string     `json:"state"`
	Progress       struct {
		Read  int `json:"read"`
		Pages int `json:"pages"`
	} `json:"progress"`
	Claims []struct {
		ID string `json:"id"`
	} `json:"claims"`
}

// Run sends the files and prints where they can be seen; with --wait the claims go to stdout.
func (c *submitCommand) Run(ctx context.Context) error {
	arrival, err := c.send(ctx)
	if err != nil {
		return err
	}
	fmt.Fprintf(os.Stderr, "Received: %s/api/v1/arrivals/%s\n", c.Server, arrival)
	if !c.Wait {
		fmt.Println(arrival)
		return nil
	}
	found, err := c.wait(ctx, arrival)
	if err != nil {
		return err
	}
	return c.printClaims(ctx, found)
}

func (c *submitCommand) send(ctx context.Context) (string, error) {
	files, err := expand(c.Files)
	if err != nil {
		return "", err
	}
	body, writer := io.Pipe()
	form := multipart.NewWriter(writer)
	go func() { writer.CloseWithError(c.writeForm(form, files)) }()
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, c.Server+"/api/v1/submissions", body)
	if err != nil {
		return "", err
	}
	request.Header.Set("Content-Type", form.FormDataContentType())
	if c.Key != "" {
		request.Header.Set("Idempotency-Key", c.Key)
	}
	var answer struct {
		Arrival string `json:"arrival"`
	}
	err = do(request, &answer)
	return answer.Arrival, err
}

// wait shows the progress until every submission of the arrival is read.
func (c *submitCommand) wait(ctx context.Context, arrival string) ([]submission, error) {
	bar := newProgress("Reading")
	defer bar.finish()
	tick := time.NewTicker(300 * time.Millisecond)
	defer tick.Stop()
	for {
		var state struct {
			Submissions []submission `json:"submissions"`
		}
		if err := c.get(ctx, "/api/v1/arrivals/"+arrival, &state); err != nil {
			return nil, err
		}
		done := len(state.Submissions) > 0
		for _, s := range state.Submissions {
			bar.show(s.Progress.Read, max(1, s.Progress.Pages))
			done = done && (s.State == string(claim.Assembled) || s.State == string(claim.Failed))
		}
		if done {
			return state.Submissions, nil
		}
		select {
		case <-ctx.Done():
			return nil, ctx.Err()
		case <-tick.C:
		}
	}
}

func (c *submitCommand) printClaims(ctx context.Context, submissions []submission) error {
	for _, s := range submissions {
		if s.State == string(claim.Failed) {
			return claim.Errorf(claim.EINTERNAL, "submission %s failed; see %s/submissions/%s", s.ProtocolNumber, c.Server, s.ID)
		}
		for _, head := range s.Claims {
			var raw json.RawMessage
			if err := c.get(ctx, "/api/v1/claims/"+head.ID, &raw); err != nil {
				return err
			}
			var pretty bytes.Buffer
			if err := json.Indent(&pretty, raw, "", "  "); err != nil {
				return err
			}
			fmt.Println(pretty.String())
			fmt.Fprintf(os.Stderr, "Protocol %s: %s/claims/%s\n", s.ProtocolNumber, c.Server, head.ID)
		}
	}
	return nil
}

type reprocessCommand struct {
	client
	Submission string `arg:"" help:"Submission id or protocol number."`
}

// Run asks the server to read a submission again.
func (c *reprocessCommand) Run(ctx context.Context) error {
	return c.post(ctx, "/api/v1/submissions/"+c.Submission+"/reprocess", struct{}{})
}

type voidCommand struct {
	client
	Submission string `arg:"" help:"Submission id or protocol number."`
	Reason     string `required:"" help:"Why; it is kept and delivered."`
}

// Run takes a submission back.
func (c *voidCommand) Run(ctx context.Context) error {
	return c.post(ctx, "/api/v1/submissions/"+c.Submission+"/void", map[string]string{"reason": c.Reason})
}

type joinCommand struct {
	client
	Submission string `arg:"" help:"Submission id or protocol number of the papers."`
	Claim      string `arg:"" optional:"" help:"Claim that they answer: its id, the code of its letter, or its protocol number."`
	Part       bool   `help:"Take the papers back from the claim that they answer."`
}

// Run makes a submission the answer to a claim of another one, or takes that back.
func (c *joinCommand) Run(ctx context.Context) error {
	if (c.Claim == "") != c.Part {
		return claim.Errorf(claim.EINVALID, "name the claim that %s answers, or --part", c.Submission)
	}
	var to *string
	if !c.Part {
		to = &c.Claim
	}
	return c.post(ctx, "/api/v1/submissions/"+c.Submission+"/join", map[string]*string{"claim": to})
}

func (c *client) get(ctx context.Context, path string, answer any) error {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, c.Server+path, nil)
	if err != nil {
		return err
	}
	return do(request, answer)
}

func (c *client) post(ctx context.Context, path string, body any) error {
	data, err := json.Marshal(body)
	if err != nil {
		return err
	}
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, c.Server+path, bytes.NewReader(data))
	if err != nil {
		return err
	}
	request.Header.Set("Content-Type", "application/json")
	return do(request, nil)
}

// do sends a request; an answer that is no success becomes an error with the server's sentence.
func do(request *http.Request, answer any) error {
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return claim.WrapError(claim.EUNAVAILABLE, err, "no server answers at %s; start one with 'pratica serve'", request.URL.Host)
	}
	defer response.Body.Close()
	if response.StatusCode >= 300 {
		var failure struct {
			Error struct{ Code, Message string } `json:"error"`
		}
		if json.NewDecoder(io.LimitReader(response.Body, 1<<16)).Decode(&failure) != nil || failure.Error.Message == "" {
			return fmt.Errorf("the server answered %s", response.Status)
		}
		return claim.Errorf(failure.Error.Code, "%s", failure.Error.Message)
	}
	if answer == nil {
		_, err := io.Copy(io.Discard, response.Body)
		return err
	}
	return json.NewDecoder(response.Body).Decode(answer)
}

// asField is "" for what is the default.
func asField(yes bool) string {
	if yes {
		return "true"
	}
	return ""
}

func (c *submitCommand) writeForm(form *multipart.Writer, files []pipeline.File) error {
	for name, value := range map[string]string{"channel": c.Channel, "sent_on": c.Sent, "external_number": c.Number, "answers": c.Answers, "copies": asField(c.Copies)} {
		if value == "" {
			continue
		}
		if err := form.WriteField(name, value); err != nil {
			return err
		}
	}
	for _, file := range files {
		if err := writeFile(form, file); err != nil {
			return err
		}
	}
	return form.Close()
}

func writeFile(form *multipart.Writer, file pipeline.File) error {
	source, err := os.Open(file.Path)
	if err != nil {
		return err
	}
	defer source.Close()
	part, err := form.CreateFormFile("file", file.Name)
	if err != nil {
		return err
	}
	_, err = io.Copy(part, source)
	return err
}
