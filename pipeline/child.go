package pipeline

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"image"
	"math"
	"os"

	"pratica/claim"
	"pratica/extract"
	"pratica/extract/adopt"
	"pratica/ocr"
	"pratica/ocr/child"
	"pratica/ocr/codes"
	"pratica/ocr/decode"
	"pratica/ocr/likeness"
	"pratica/ocr/photo"
	"pratica/ocr/recognise"
)

// Handlers are the operations a child process serves: give them to child.Main first thing in main.
func Handlers() map[string]child.Handler {
	r := &pageReader{}
	return map[string]child.Handler{"inspect": r.inspect, "look": r.look, "read": r.read, "check": checkPicture, "warm": warm, adopt.Operation: adopt.Handler}
}

// warm prepares what takes seconds the first time on a machine.
func warm(ctx context.Context, _ json.RawMessage) (any, [][]byte, error) {
	return nil, nil, decode.Warm(ctx)
}

type inspectAnswer struct {
	Pages   int        `json:"pages"`
	Bytes   int64      `json:"bytes"`
	Problem claim.Code `json:"problem,omitempty"`
}

type readRequest struct {
	Path   string        `json:"path"`
	Page   int           `json:"page"` // from 1
	Limits decode.Limits `json:"limits"`
}

// pageReader lives in a child. It keeps the engine and the last file open, because the pages of one file
// come one after the other.
type pageReader struct {
	engine *recognise.Engine
	path   string
	source *decode.Source
	// formsAdded tells that the foreign forms are known (addForms).
	formsAdded bool
}

func (p *pageReader) open(ctx context.Context, path string, limits decode.Limits) (*decode.Source, error) {
	if p.source != nil && p.path == path {
		return p.source, nil
	}
	if p.source != nil {
		p.source.Close()
		p.source = nil
	}
	source, err := decode.Open(ctx, path, limits)
	if err != nil {
		return nil, err
	}
	p.source, p.path = source, path
	return source, nil
}

// problemOf is the finding code of a fault of the paper, and "" for a fault of ours.
func problemOf(err error) claim.Code {
	var e *decode.FileError
	if errors.As(err, &e) {
		return e.Code
	}
	return ""
}

func (p *pageReader) inspect(ctx context.Context, request json.RawMessage) (any, [][]byte, error) {
	var r readRequest
	if err := json.Unmarshal(request, &r); err != nil {
		return nil, nil, err
	}
	source, err := p.open(ctx, r.Path, r.Limits)
	if problem := problemOf(err); problem != "" {
		return inspectAnswer{Problem: problem}, nil, nil
	}
	if err != nil {
		return nil, nil, err
	}
	info, err := os.Stat(r.Path)
	if err != nil {
		return nil, nil, err
	}
	return inspectAnswer{Pages: source.PageCount(), Bytes: info.Size()}, nil, nil
}

func (p *pageReader) read(ctx context.Context, request json.RawMessage) (any, [][]byte, error) {
	var r readRequest
	if err := json.Unmarshal(request, &r); err != nil {
		return nil, nil, err
	}
	if err := p.addForms(); err != nil {
		return nil, nil, err
	}
	watch := startWatch()
	source, err := p.open(ctx, r.Path, r.Limits)
	var page *decode.Page
	if err == nil {
		page, err = source.Page(ctx, r.Page-1)
	}
	if problem := problemOf(err); problem != "" {
		return Reading{Version: readingVersion, Problem: "page.unreadable", Level: claim.Identity, Transform: claim.Identity}, nil, nil
	}
	if err != nil {
		return nil, nil, err
	}
	watch.pageDecoded()
	if p.engine != nil {
		p.engine.BeginPage()
	}
	reading, picture, mediaType, err := p.readPage(ctx, page, watch)
	if err != nil {
		return nil, nil, err
	}
	var account recognise.Account
	if p.engine != nil {
		account = p.engine.Account()
		reading.Again = account.Again
	}
	return reading, [][]byte{picture, []byte(mediaType), watch.effort(&reading, account)}, nil
}

// readPage is the way of one page: upright, form or text, and then only what is written is recognised.
func (p *pageReader) readPage(ctx context.Context, page *decode.Page, watch *watch) (Reading, []byte, string, error) {
	came := page
	page, back := flattened(came)
	grey := lit(page, back)
	read := func() (Reading, int, error) {
		reading := Reading{Version: readingVersion, Level: claim.Identity, Transform: claim.Identity, DPI: int(math.Round(page.DPI))}
		turns, err := p.recogniseContent(ctx, page, grey, &reading)
		return reading, turns, err
	}
	reading, turns, err := read()
	if err == nil && page != came && reading.KindOfPage == textPage && extract.HeadedForm(reading.invoicePage()) != "" {
		if flat, light, there, ok := otherwise(came); ok {
			page, grey, back = flat, light, there
			reading, turns, err = read()
		}
	}
	if err != nil {
		return reading, nil, "", err
	}
	if reading.KindOfPage == textPage {
		reading.Likeness = likeness.Of(reading.Words, reading.LevelWidth, reading.LevelHeight)
	}
	encoded := watch.encoding()
	picture, mediaType, err := encodeUpright(page, turns)
	if err != nil {
		return reading, nil, "", fmt.Errorf("encode page picture: %w", err)
	}
	bounds := page.Image.Bounds()
	reading.Width, reading.Height = bounds.Dx(), bounds.Dy()
	if turns%2 == 1 {
		reading.Width, reading.Height = reading.Height, reading.Width
	}
	reading.Rotation = 90 * turns
	if reading.KindOfPage == textPage && reading.Method != string(claim.FromTextLayer) { // no pen writes on a file
		reading.Corrected = struckOut(recognise.Turn(grey, turns), &reading)
	}
	reading.Transform = photo.Matrix(back).Times(turned(turns, bounds.Dx(), bounds.Dy()))
	hash := sha256.Sum256(picture)
	reading.Object = "sha256:" + hex.EncodeToString(hash[:])
	encoded()
	return reading, picture, mediaType, nil
}

// mostOnSeparator is how many words of its text layer a separator sheet has at most; ours has a hundred.
const mostOnSeparator = 120

// recogniseContent fills a reading and tells by how many quarter turns clockwise the page became upright.
func (p *pageReader) recogniseContent(ctx context.Context, page *decode.Page, grey *image.Gray, reading *Reading) (int, error) {
	small, dpi := codes.Small(grey, page.DPI)
	reading.Look = extract.LookAt(small, dpi, coloured(page.Image))
	if !page.TextHolds && blank(grey, page.DPI) {
		reading.KindOfPage = blankPage
		return 0, nil
	}
	if (!page.TextHolds || len(page.Text) <= mostOnSeparator) && separates(small, dpi) {
		reading.KindOfPage = separatorPage
		return 0, nil
	}
	if !page.TextHolds && reading.Look.PictureOnly() {
		reading.KindOfPage, reading.Method = textPage, string(claim.FromLine)
		reading.LevelWidth, reading.LevelHeight = grey.Bounds().Dx(), grey.Bounds().Dy()
		return 0, nil
	}
	if !page.TextHolds || mentionsForm(page.Text) || foreignForms() {
		if match, ok := extract.RecogniseForm(grey, page.DPI); ok {
			reading.Held = heldValues(page, grey, match)
			return p.readForm(ctx, grey, page.DPI, match, reading)
		}
	}
	reading.KindOfPage, reading.Answers = textPage, answeredAmong(codes.Squares(grey, page.DPI))
	if page.TextHolds {
		if err := p.readTextLayer(ctx, page, grey, reading); err != nil || reading.Answers != "" {
			return 0, err
		}
		readCard(grey, page.DPI, reading)
		return 0, p.readForeign(ctx, page.DPI, grey, 0, reading)
	}
	turns, err := p.readPicture(ctx, page, grey, reading)
	if err != nil || reading.Answers != "" {
		return turns, err
	}
	upright := recognise.Turn(grey, turns)
	readCard(upright, page.DPI, reading)
	if err := p.readPostmark(ctx, upright, page.DPI, reading); err != nil {
		return 0, err
	}
	return turns, p.readForeign(ctx, page.DPI, grey, turns, reading)
}

func (p *pageReader) readForm(ctx context.Context, grey *image.Gray, dpi float64, match *extract.FormMatch, reading *Reading) (int, error) {
	if err := p.needEngine(); err != nil {
		return 0, err
	}
	turns := match.Turn / 90
	upright := *match
	if turns != 0 {
		b := grey.Bounds()
		upright = match.Turned(b.Dx(), b.Dy())
		grey = recognise.Turn(grey, turns)
	}
	fields, err := extract.ReadForm(ctx, p.engine, grey, dpi, &upright)
	if err != nil {
		return 0, fmt.Errorf("read form: %w", err)
	}
	reading.KindOfPage = formPage
	reading.FormCode, reading.FormEdition, reading.FormPage = string(upright.Form.Code), upright.Form.Edition, upright.Page
	reading.Registration = upright.Residual
	for _, f := range fields {
		f.From.Confidence = probability(f.From.Confidence)
		reading.Fields = append(reading.Fields, field{ID: f.Zone.ID, Pointer: f.Zone.Pointer, Row: f.Zone.Row, Blank: f.Blank, Filled: f.Filled, Field: f.Field})
	}
	return turns, nil
}

func (p *pageReader) readTextLayer(ctx context.Context, page *decode.Page, grey *image.Gray, reading *Reading) error {
	reading.Method = string(claim.FromTextLayer)
	reading.LevelWidth, reading.LevelHeight = grey.Bounds().Dx(), grey.Bounds().Dy()
	for _, w := range page.Text {
		reading.Words = append(reading.Words, ocr.Word{Text: w.Text, Box: w.Box, Confidence: 1})
	}
	if err := p.compareWithPicture(ctx, page.DPI, grey, reading); err != nil || page.TextCovers {
		return err
	}
	return p.readBeside(ctx, page, grey, reading)
}

// readBeside recognises what a page shows beside the words of its text layer: a stamp, a logo, handwriting.
func (p *pageReader) readBeside(ctx context.Context, page *decode.Page, grey *image.Gray, reading *Reading) error {
	if err := p.needEngine(); err != nil {
		return err
	}
	rest := &image.Gray{Pix: bytes.Clone(grey.Pix), Stride: grey.Stride, Rect: grey.Rect}
	for _, w := range page.Text {
		grow := 1 + w.Box.H/6 // accents and descenders
		box := image.Rect(w.Box.X, w.Box.Y, w.Box.X+w.Box.W, w.Box.Y+w.Box.H).Inset(-grow)
		whiten(rest, box)
	}
	text, err := p.engine.Upright(ctx, rest, page.DPI)
	if err != nil {
		return fmt.Errorf("recognise beside the text layer: %w", err)
	}
	for _, w := range text.Words {
		box := Reading{Level: text.Level, Width: grey.Rect.Dx(), Height: grey.Rect.Dy()}.onPicture(boxOf(w.Box))
		reading.Words = append(reading.Words, ocr.Word{Text: w.Text, Box: box, Confidence: probability(w.Confidence), Checked: w.Checked})
	}
	return nil
}

func whiten(grey *image.Gray, box image.Rectangle) {
	box = box.Intersect(grey.Rect)
	for y := box.Min.Y; y < box.Max.Y; y++ {
		row := grey.Pix[grey.PixOffset(box.Min.X, y):][:box.Dx()]
		for x := range row {
			row[x] = 0xff
		}
	}
}

func (p *pageReader) readPicture(ctx context.Context, page *decode.Page, grey *image.Gray, reading *Reading) (int, error) {
	if err := p.needEngine(); err != nil {
		return 0, err
	}
	text, err := p.engine.Page(ctx, grey, page.DPI)
	if err != nil {
		return 0, fmt.Errorf("recognise page: %w", err)
	}
	if text, err = p.readUnderStamps(ctx, page, text); err != nil {
		return 0, err
	}
	reading.Method = string(claim.FromLine)
	reading.Level = text.Level
	reading.LevelWidth, reading.LevelHeight = text.Size.X, text.Size.Y
	for _, w := range text.Words {
		reading.Words = append(reading.Words, ocr.Word{Text: w.Text, Box: boxOf(w.Box), Confidence: probability(w.Confidence), Checked: w.Checked, Seconded: w.Seconded})
	}
	return text.Turns, nil
}

func (p *pageReader) needEngine() error {
	if p.engine != nil {
		return nil
	}
	engine, err := recognise.NewEngine("ita")
	if errors.Is(err, recognise.ErrMissingLanguage) {
		return claim.WrapError(claim.EUNAVAILABLE, err, "Manca ciò che serve a leggere le pagine: installare tesseract-ocr-ita e tesseract-ocr-osd.")
	}
	if err != nil {
		return err
	}
	p.engine = engine
	p.engine.Codes = extract.PrintedCodes()
	p.engine.Values = valueWords
	p.engine.BeginPage()
	return nil
}

// valueWords are the words of a page whose reading nothing but a second reader can confirm.
func valueWords(words []recognise.Word, page image.Point) []bool {
	one := extract.InvoicePage{Width: page.X, Height: page.Y, Method: claim.FromLine}
	for _, w := range words {
		one.Words = append(one.Words, ocr.Word{Text: w.Text, Box: boxOf(w.Box), Confidence: probability(w.Confidence), Checked: w.Checked})
	}
	return extract.ValueWords(one)
}

// probability keeps what an engine says within 0 to 1; what is no number says nothing.
func probability(c float64) float64 {
	if math.IsNaN(c) {
		return 0
	}
	return min(max(c, 0), 1)
}

func boxOf(r image.Rectangle) claim.Box {
	return claim.Box{X: r.Min.X, Y: r.Min.Y, W: r.Dx(), H: r.Dy()}
}

// encodeUpright is the stored picture; a stream that needs no turning is stored as it came.
func encodeUpright(page *decode.Page, turns int) ([]byte, string, error) {
	if turns == 0 && page.Encoded != nil {
		return page.Encoded, page.MediaType, nil
	}
	upright := decode.Upright(page.Image, turns)
	if grey, ok := upright.(*image.Gray); ok && page.Bitonal {
		data, err := decode.EncodeBitonal(grey)
		return data, "image/png", err
	}
	data, err := recognise.JPEG(upright)
	return data, "image/jpeg", err
}

// mentionsForm reports whether a text layer may belong to a form of the fund.
func mentionsForm(words []decode.Word) bool {
	for _, w := range words {
		if bytes.Contains(bytes.ToUpper([]byte(w.Text)), []byte("FASCHIM")) || w.Text == "Mod." {
			return true
		}
	}
	return false
}
