package pipeline

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/oklog/ulid/v2"

	"pratica/claim"
	"pratica/extract/forms"
	"pratica/validate"
)

// Assemble makes the claims of a submission from its read pages: pages become documents, documents go to
// the form of their patient, invoices are matched with the rows of the form, and the checks are run. Every
// page is in exactly one claim; a submission of which nothing can be read gives one claim that says so.
func (p *Pipeline) Assemble(ctx context.Context, s claim.Submission, pages []ReadPage, findings []claim.Finding) ([]claim.Claim, error) {
	assembled, err := p.AssembleAnswered(ctx, s, pages, nil, findings)
	var claims []claim.Claim
	for _, a := range assembled {
		claims = append(claims, a.Claim)
	}
	return claims, err
}

// AssembleAnswered is Assemble with answers that came since: they go into the claims they are for. The error is ErrOldReading where
// one of the readings is of another version of this program.
func (p *Pipeline) AssembleAnswered(ctx context.Context, s claim.Submission, pages []ReadPage, answers []Answer, findings []claim.Finding) ([]Assembled, error) {
	papers, err := groupPages(pages)
	if err != nil {
		return nil, err
	}
	var claims []Assembled
	batches := splitClaims(papers)
	notes := map[int][]claim.Finding{0: findings}
	for _, answer := range answers {
		batch, found, err := joinAnswer(batches, answer)
		if err != nil {
			return nil, err
		}
		notes[batch] = append(slices.Clip(notes[batch]), found...)
	}
	for i, batch := range batches {
		a := assembly{claim: p.newClaim(s), batch: batch, mended: map[string]bool{}, corrected: map[int]bool{}}
		a.claim.Findings = append(a.claim.Findings, notes[i]...)
		a.build()
		a.noteCopies(a.onlyCopies(s, answers), s.Channel)
		a.noteCorrections()
		sentByPostmark(&a.claim, papers)
		if !p.config.RawConfidence {
			fitted := calibration().calibrate(&a.claim)
			a.doubtLostCommas()
			a.mendRows()
			confirm(&a.claim, a.patientByHint, a.mended)
			a.doubtContested()
			a.weighAllowance()
			a.doubtMended()
			if err := a.weighIssuers(ctx, p.config.Issuers); err != nil {
				return nil, err
			}
			if err := a.weighMember(ctx, p.config.Checks.Members); err != nil {
				return nil, err
			}
			a.doubtParts()
			a.doubtCorrected()
			p.accept(&a.claim, fitted)
			a.askAboutPatient()
		}
		in := p.config.Checks
		in.Answers = a.cameWith(answers)
		brought := a.brought(in.Answers)
		if in.SamePaper, err = a.sameBefore(ctx, p.config.Pictures, brought); err != nil {
			return nil, err
		}
		in.Today = claim.DateIn(p.config.Now())
		in.OtherPagesUnread = i > 0 && slices.ContainsFunc(findings, aboutFile) || otherUnreadable(batches, i)
		if err := validate.Check(ctx, &a.claim, in); err != nil {
			return nil, fmt.Errorf("check claim: %w", err)
		}
		if err := keepsContract(a.claim); err != nil {
			return nil, err
		}
		claims = append(claims, Assembled{a.claim, brought})
	}
	return claims, nil
}

// keepsContract checks a claim against the published schema before anybody gets it.
func keepsContract(c claim.Claim) error {
	data, err := json.Marshal(c)
	if err != nil {
		return fmt.Errorf("write claim: %w", err)
	}
	if err := claim.ValidateJSON(data); err != nil {
		return fmt.Errorf("claim is not %s: %w", claim.SchemaV1, err)
	}
	return nil
}

func (p *Pipeline) newClaim(s claim.Submission) claim.Claim {
	now := p.config.Now()
	id := s.ID
	if id == "" {
		id = ulid.Make().String()
	}
	c := claim.Claim{Schema: claim.SchemaV1, ID: ulid.Make().String(), Version: 1, Submission: id, ProtocolNumber: claim.Text(s.ProtocolNumber),
		ExternalNumber: s.ExternalNumber, CreatedAt: now.UTC(), Channel: s.Channel, SentOn: s.SentOn, SentAt: s.SentAt, SentEvidence: s.SentEvidence,
		ProducedBy: claim.ProducedBy{Software: p.config.Software, Forms: forms.Digest(), Calibration: p.calibrationName()},
		Provenance: map[string]claim.Provenance{}}
	received := s.ReceivedAt
	if received.IsZero() {
		received = now
	}
	c.ReceivedOn = claim.DateIn(received)
	if c.SentOn.IsZero() {
		c.SentOn, c.SentEvidence = c.ReceivedOn, claim.AssumedReceived
	}
	return c
}

// noteCopies says that the operator saw photocopies where the rules want originals.
func (a *assembly) noteCopies(copies bool, channel claim.Channel) {
	if !copies || len(a.claim.Expenses) == 0 {
		return
	}
	if f, wanted := validate.OriginalMissing(channel, a.claim.SentOn); wanted {
		a.claim.Findings = append(a.claim.Findings, f)
	}
}

// aboutFile reports a file that could not be opened.
func aboutFile(f claim.Finding) bool { return strings.HasPrefix(string(f.Code), "file.") }

func otherUnreadable(batches [][]*paper, self int) bool {
	for i, batch := range batches {
		for _, paper := range batch {
			if i != self && (paper.kind == claim.Other || paper.pages[0].reading.Problem != "") {
				return true
			}
		}
	}
	return false
}

// assembly builds one claim from its papers.
type assembly struct {
	claim claim.Claim
	batch []*paper
	// fields are the values of the form by pointer; row pointers still count rows of the form.
	fields map[string]formValue
	// choices are its crosses of which one is to be made, by pointer.
	choices map[string][]choice
	// dental are the D01 that came with it.
	dental []dentalForm
	// contested are the pointers of values of which a form holds something else than it shows.
	contested []string
	// patientByHint are the expenses whose patient was found by the form's name alone.
	patientByHint map[int]bool
	// mended are the pointers of the form's names that were taken from documents: they confirm nothing there.
	mended map[string]bool
	// expenseInPart are the expenses whose document may lack pages, or belong to another claim.
	expenseInPart map[int]bool
	// corrected are the expenses on whose document somebody corrected something by hand.
	corrected map[int]bool
	// allowanceKind is that of the daily allowance the papers fit, "" for none or several, and allowanceSure how sure that is.
	allowanceKind claim.Kind
	allowanceSure float64
}

type formValue struct {
	field
	document string
	page     int
	reading  *Reading
}

func (a *assembly) build() {
	a.addDocuments()
	a.dateDocuments()
	a.collectForm()
	a.setFormValues()
	a.setTreatments()
	rows := a.usedRows()
	a.findExpenses(rows)
	invoices := a.readInvoices(rows)
	a.addExpenses(rows, invoices)
	a.setAllowance()
	a.mendPersons()
	a.setPatient()
	a.setTaxCodes()
	a.setKind()
	a.setAttachments()
}

// attached are the kinds of papers that go with a form and its invoices (claim/v1, "attachments"); of X-rays and photos nobody has said
// yet whether they are of before or after the cure.
var attached = []claim.DocumentKind{claim.Estimate, claim.DischargeLetter, claim.MedicalRecord, claim.HospitalCertificate, claim.Prescription, claim.Xray, claim.Photo,
	claim.LabCertificate, claim.DentistStatement, claim.QualificationCertificate, claim.Translation, claim.HealthCard, claim.IdentityPaper}

func (a *assembly) setAttachments() {
	for _, d := range a.claim.Documents {
		if slices.Contains(attached, d.Kind) {
			a.claim.Attachments = append(a.claim.Attachments, claim.Attachment{Kind: claim.AttachmentKind(d.Kind), Document: d.ID})
		}
	}
}

// addDocuments numbers the papers and describes their pages.
func (a *assembly) addDocuments() {
	for i, paper := range a.batch {
		d := claim.Document{ID: "d" + strconv.Itoa(i+1), Kind: paper.kind}
		for _, page := range paper.pages {
			r := page.reading
			d.Pages = append(d.Pages, claim.Page{File: page.ref.File, FilePage: page.ref.FilePage, Object: claim.Text(r.Object), Width: r.Width,
				Height: r.Height, DPI: r.DPI, Rotation: r.Rotation, Transform: r.Transform})
			if r.Problem != "" {
				a.claim.Findings = append(a.claim.Findings, pageFinding(page.ref))
			}
		}
		a.claim.Documents = append(a.claim.Documents, d)
		a.claim.Provenance[fmt.Sprintf("/documents/%d/kind", i)] = claim.Provenance{Document: claim.Text(d.ID), Page: 1, Method: claim.FromRule,
			Confidence: paper.confidence}
		if original := slices.Index(a.batch, paper.copyOf); original >= 0 && paper.copyOf != nil && !paper.superseded {
			a.claim.Findings = append(a.claim.Findings, copyFinding(paper, d.ID, "d"+strconv.Itoa(original+1)))
		}
		for _, pointer := range paper.differentText() {
			a.claim.Findings = append(a.claim.Findings, claim.NewFinding("fiscal.text_differs_from_picture", "",
				"In un documento PDF il testo nascosto non corrisponde a quello che si vede: va controllato.").With("document", d.ID).With("value", pointer))
		}
	}
}

// put writes a value of the form, or that it is absent.
func (a *assembly) put(pointer string, v formValue) {
	from := v.Field.From
	from.Document, from.Page = claim.Text(v.document), claim.Count(v.page)
	value := v.Field.Value
	if value == "false" && pointer != "/signatures/member" && !v.contested {
		return // an empty box is the default, and an optional signature that is not there says nothing
	}
	if v.contested {
		a.contested = append(a.contested, pointer)
	}
	if err := a.claim.Set(pointer, value); err != nil {
		from.Confidence = 0 // the zone holds something that is no such value
		if clear := a.claim.Set(pointer, ""); clear != nil {
			return
		}
	}
	a.claim.Provenance[pointer] = from
}
