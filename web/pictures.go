package web

import (
	"bufio"
	"bytes"
	"context"
	"image"
	"image/jpeg"
	_ "image/png" // page pictures are JPEG or PNG
	"io"
	"net/http"
	"strconv"
	"strings"
	"sync"

	"golang.org/x/image/draw"

	"pratica/claim"
)

// claimPicture answers the picture of a page of a claim: only what belongs to a claim is shown, and
// never a file as it was received.
func (s *server) claimPicture(w http.ResponseWriter, r *http.Request) {
	stored, err := s.storedClaim(r)
	if err == nil {
		var key claim.Text
		if key, err = pictureOf(&stored.Claim, r.PathValue("document"), r.PathValue("page")); err == nil {
			err = s.picture(w, r, string(key))
		}
	}
	s.pictureError(w, r, err)
}

// submissionPicture answers the picture of a page that was read, also before there is a claim.
func (s *server) submissionPicture(w http.ResponseWriter, r *http.Request) {
	pages, err := s.Records.Pages(r.Context(), r.PathValue("id"))
	if err == nil {
		err = noPicture()
		for _, p := range pages {
			if strconv.Itoa(p.Number) == r.PathValue("page") && p.Picture != "" {
				err = s.picture(w, r, string(p.Picture))
			}
		}
	}
	s.pictureError(w, r, err)
}

func (s *server) pictureError(w http.ResponseWriter, r *http.Request, err error) {
	if err != nil {
		s.logInternal(r, err)
		writeError(w, err)
	}
}

func noPicture() error {
	return claim.Errorf(claim.ENOTFOUND, "Di questa pagina non c'è un'immagine.")
}

func pictureOf(c *claim.Claim, document, page string) (claim.Text, error) {
	number, err := strconv.Atoi(page)
	if err != nil {
		return "", noPicture()
	}
	for _, d := range c.Documents {
		if d.ID == document && number >= 1 && number <= len(d.Pages) && d.Pages[number-1].Object != "" {
			return d.Pages[number-1].Object, nil
		}
	}
	return "", noPicture()
}

// The widths of a preview, in pixels.
const (
	minPreview = 32
	maxPreview = 512
)

// picture answers an object, or with ?width= a JPEG preview of it. The address always shows the same
// bytes when it names a version, and the tag is their hash.
func (s *server) picture(w http.ResponseWriter, r *http.Request, key string) error {
	width := 0
	if text := r.URL.Query().Get("width"); text != "" {
		n, err := strconv.Atoi(text)
		if err != nil || n < minPreview || n > maxPreview {
			return claim.Errorf(claim.EINVALID, "width va da %d a %d.", minPreview, maxPreview)
		}
		width = n
	}
	tag := `"` + strings.TrimPrefix(key, "sha256:") + `-` + strconv.Itoa(width) + `"`
	header := w.Header()
	if r.Header.Get("If-None-Match") == tag {
		pictureHeaders(header, tag)
		w.WriteHeader(http.StatusNotModified)
		return nil
	}
	if width > 0 {
		preview, err := s.preview(r.Context(), key, width)
		if err != nil {
			return err
		}
		pictureHeaders(header, tag)
		header.Set("Content-Type", "image/jpeg")
		_, _ = w.Write(preview)
		return nil
	}
	object, err := s.Objects.Open(r.Context(), key)
	if err != nil {
		return err
	}
	defer object.Close()
	return sendPicture(w, object, tag)
}

func pictureHeaders(header http.Header, tag string) {
	header.Set("Cache-Control", "private, max-age=3600")
	header.Set("Content-Security-Policy", picturePolicy)
	header.Set("ETag", tag)
}

// sendPicture refuses what is not a picture by its first bytes: a browser must never be given a page's
// object as anything else.
func sendPicture(w http.ResponseWriter, object io.Reader, tag string) error {
	reader := bufio.NewReader(object)
	start, _ := reader.Peek(512)
	kind := http.DetectContentType(start)
	if kind != "image/jpeg" && kind != "image/png" {
		return noPicture()
	}
	pictureHeaders(w.Header(), tag)
	w.Header().Set("Content-Type", kind)
	if _, err := io.Copy(w, reader); err != nil {
		panic(http.ErrAbortHandler) // half a picture must not pass for a whole one
	}
	return nil
}

const (
	previewCount  = 512         // kept in memory, a few kilobytes each
	maxPixels     = 100_000_000 // of a page, as at decoding
	previewsAtOne = 2           // decoded at the same time
)

// previews keeps small pictures of pages, so that a claim of many pages is not decoded again for
// everyone who looks at it.
type previews struct {
	decoding chan struct{}
	mutex    sync.Mutex
	kept     map[string][]byte
	order    []string // oldest first
	most     int
}

func newPreviews(most int) *previews {
	return &previews{decoding: make(chan struct{}, previewsAtOne), kept: map[string][]byte{}, most: most}
}

func (p *previews) get(name string) ([]byte, bool) {
	p.mutex.Lock()
	defer p.mutex.Unlock()
	data, ok := p.kept[name]
	return data, ok
}

func (p *previews) put(name string, data []byte) {
	p.mutex.Lock()
	defer p.mutex.Unlock()
	if _, ok := p.kept[name]; ok {
		return
	}
	if len(p.order) >= p.most {
		delete(p.kept, p.order[0])
		p.order = p.order[1:]
	}
	p.kept[name], p.order = data, append(p.order, name)
}

func (s *server) preview(ctx context.Context, key string, width int) ([]byte, error) {
	name := key + "/" + strconv.Itoa(width)
	if data, ok := s.pictures.get(name); ok {
		return data, nil
	}
	select {
	case s.pictures.decoding <- struct{}{}:
		defer func() { <-s.pictures.decoding }()
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	object, err := s.Objects.Open(ctx, key)
	if err != nil {
		return nil, err
	}
	defer object.Close()
	data, err := shrink(object, width)
	if err != nil {
		return nil, claim.WrapError(claim.ENOTFOUND, err, "%s", claim.ErrorMessage(noPicture()))
	}
	s.pictures.put(name, data)
	return data, nil
}

// shrink makes a JPEG of the width, in pixels, and of a height in proportion.
func shrink(r io.Reader, width int) ([]byte, error) {
	var head bytes.Buffer
	size, _, err := image.DecodeConfig(io.TeeReader(r, &head))
	if err != nil {
		return nil, err
	}
	if size.Width*size.Height > maxPixels || size.Width*size.Height == 0 {
		return nil, image.ErrFormat
	}
	full, _, err := image.Decode(io.MultiReader(&head, r))
	if err != nil {
		return nil, err
	}
	height := min(max(size.Height*width/size.Width, 1), 8*width)
	small := image.NewRGBA(image.Rect(0, 0, width, height))
	draw.BiLinear.Scale(small, small.Bounds(), full, full.Bounds(), draw.Src, nil)
	var out bytes.Buffer
	if err := jpeg.Encode(&out, small, &jpeg.Options{Quality: 75}); err != nil {
		return nil, err
	}
	return out.Bytes(), nil
}
