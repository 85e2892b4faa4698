package decode

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"image"
	"math"

	"github.com/klippa-app/go-pdfium/enums"
	"github.com/klippa-app/go-pdfium/references"
	"github.com/klippa-app/go-pdfium/requests"
)

// contents is what a page holds, in its order of drawing.
type contents struct {
	pictures []drawnPicture
	texts    bool // any text object
	many     bool // more objects than are looked at
	looked   int
}

// A drawnPicture is an image object with its box in points of the page.
type drawnPicture struct {
	box rect
	dpi float64 // 0 when unknown
	// hidesText says that text was drawn before in its place, as of scans laid over their recognised text.
	hidesText bool
}

// The bounds of looking at a page's objects. Pages with more are read all the same, but their text is believed
// only if recognition agrees: contents.many.
const (
	maxLooked  = 8000
	maxTexts   = 2000 // whose boxes are compared with a picture's
	formLevels = 4
)

// look lists the pictures of a page, forms included.
func (d *drawnPage) look() (*contents, error) {
	found := &contents{}
	count, err := d.instance.FPDFPage_CountObjects(&requests.FPDFPage_CountObjects{Page: d.page})
	if err != nil {
		return nil, fmt.Errorf("PDFium: count the objects: %w", err)
	}
	var texts []references.FPDF_PAGEOBJECT
	for i := range count.Count {
		if found.looked > maxLooked {
			found.many = true
			break
		}
		o, err := d.instance.FPDFPage_GetObject(&requests.FPDFPage_GetObject{Page: d.page, Index: i})
		if err != nil {
			return nil, fmt.Errorf("PDFium: object %d: %w", i, err)
		}
		if err := d.lookAt(o.PageObject, identity, 0, found, &texts); err != nil {
			return nil, fmt.Errorf("PDFium: object %d: %w", i, err)
		}
	}
	return found, nil
}

func (d *drawnPage) lookAt(o references.FPDF_PAGEOBJECT, outer matrix, level int, found *contents, texts *[]references.FPDF_PAGEOBJECT) error {
	d.refs++
	if found.looked++; found.looked > maxLooked {
		found.many = true
		return nil
	}
	kind, err := d.instance.FPDFPageObj_GetType(&requests.FPDFPageObj_GetType{PageObject: o})
	if err != nil {
		return err
	}
	switch kind.Type {
	case enums.FPDF_PAGEOBJ_TEXT:
		found.texts = true
		if level == 0 && len(*texts) < maxTexts {
			*texts = append(*texts, o)
		}
	case enums.FPDF_PAGEOBJ_IMAGE:
		return d.lookAtPicture(o, outer, level, found, *texts)
	case enums.FPDF_PAGEOBJ_FORM:
		if level >= formLevels {
			found.many = true
			return nil
		}
		return d.lookAtForm(o, outer, level, found, texts)
	}
	return nil
}

func (d *drawnPage) lookAtForm(o references.FPDF_PAGEOBJECT, outer matrix, level int, found *contents, texts *[]references.FPDF_PAGEOBJECT) error {
	m, err := d.matrix(o)
	if err != nil {
		return err
	}
	count, err := d.instance.FPDFFormObj_CountObjects(&requests.FPDFFormObj_CountObjects{PageObject: o})
	if err != nil {
		return err
	}
	for i := range count.Count {
		inner, err := d.instance.FPDFFormObj_GetObject(&requests.FPDFFormObj_GetObject{PageObject: o, Index: uint64(i)})
		if err != nil {
			return err
		}
		if err := d.lookAt(inner.PageObject, m.times(outer), level+1, found, texts); err != nil || found.many {
			return err
		}
	}
	return nil
}

func (d *drawnPage) matrix(o references.FPDF_PAGEOBJECT) (matrix, error) {
	m, err := d.instance.FPDFPageObj_GetMatrix(&requests.FPDFPageObj_GetMatrix{PageObject: o})
	if err != nil {
		return matrix{}, err
	}
	v := m.Matrix
	return matrix{float64(v.A), float64(v.B), float64(v.C), float64(v.D), float64(v.E), float64(v.F)}, nil
}

func (d *drawnPage) lookAtPicture(o references.FPDF_PAGEOBJECT, outer matrix, level int, found *contents, texts []references.FPDF_PAGEOBJECT) error {
	m, err := d.matrix(o)
	if err != nil {
		return err
	}
	m = m.times(outer)
	var p drawnPicture
	p.box, _ = m.bounds(rect{0, 0, 1, 1})
	size, err := d.instance.FPDFImageObj_GetImagePixelSize(&requests.FPDFImageObj_GetImagePixelSize{ImageObject: o})
	if err == nil { // it fails for pictures that are damaged
		p.dpi = float64(size.Width) * 72 / math.Max(1e-3, math.Hypot(m.a, m.b))
	}
	// Text inside forms has no box on the page that is had cheaply: it counts as hidden by any later picture.
	p.hidesText = level == 0 && found.texts && len(texts) == 0 || len(texts) >= maxTexts
	for _, t := range texts {
		if p.hidesText {
			break
		}
		b, err := d.instance.FPDFPageObj_GetBounds(&requests.FPDFPageObj_GetBounds{PageObject: t})
		if err != nil {
			continue
		}
		p.hidesText = p.box.cut(rect{float64(b.Left), float64(b.Bottom), float64(b.Right), float64(b.Top)}).area() > 0
	}
	found.pictures = append(found.pictures, p)
	return nil
}

// mostOfPage is the share of the page from which on a picture counts as the page itself.
const mostOfPage = 0.6

// dpi is the resolution to draw with: that of a picture which is most of the page, else the usual one.
func (c *contents) dpi(d *drawnPage) float64 {
	if own := c.ownDPI(d); own > 0 {
		return math.Min(drawMax, math.Max(drawMin, own))
	}
	return drawDPI
}

// ownDPI is the resolution of the picture which is most of the page, 0 if there is none.
func (c *contents) ownDPI(d *drawnPage) float64 {
	own := 0.0
	for _, p := range c.pictures {
		if p.box.area() > mostOfPage*d.w*d.h && p.dpi > 0 {
			own = p.dpi
		}
	}
	return own
}

// render draws the page on white. exact says that its pictures need no scaling, or none that smoothing would
// help: smoothing then costs half a second and turns black and white into grey.
func (d *drawnPage) render(dpi float64, exact bool) (image.Image, error) {
	w, h := d.pixels(dpi)
	flags := enums.FPDF_RENDER_FLAG_REVERSE_BYTE_ORDER | enums.FPDF_RENDER_FLAG_ANNOT
	if exact {
		flags |= enums.FPDF_RENDER_FLAG_RENDER_NO_SMOOTHIMAGE
	}
	bitmap, err := d.instance.FPDFBitmap_CreateEx(&requests.FPDFBitmap_CreateEx{Width: w, Height: h, Format: enums.FPDF_BITMAP_FORMAT_BGRX, Pointer: uint64(0)})
	if err != nil {
		return nil, fmt.Errorf("PDFium: a bitmap of %d × %d: %w", w, h, err)
	}
	defer func() {
		_, _ = d.instance.FPDFBitmap_Destroy(&requests.FPDFBitmap_Destroy{Bitmap: bitmap.Bitmap})
	}()
	if _, err := d.instance.FPDFBitmap_FillRect(&requests.FPDFBitmap_FillRect{Bitmap: bitmap.Bitmap, Width: w, Height: h, Color: 0xffffffff}); err != nil {
		return nil, fmt.Errorf("PDFium: clear the bitmap: %w", err)
	}
	_, err = d.instance.FPDF_RenderPageBitmap(&requests.FPDF_RenderPageBitmap{
		Bitmap: bitmap.Bitmap, Page: d.page, SizeX: w, SizeY: h,
		Flags: flags,
	})
	if err != nil {
		return nil, fmt.Errorf("PDFium: draw the page: %w", err)
	}
	buffer, err := d.instance.FPDFBitmap_GetBuffer(&requests.FPDFBitmap_GetBuffer{Bitmap: bitmap.Bitmap})
	if err != nil {
		return nil, fmt.Errorf("PDFium: take the bitmap: %w", err)
	}
	if len(buffer.Buffer) < 4*w*h {
		return nil, errors.New("PDFium: the bitmap is too short")
	}
	return fromRGBX(buffer.Buffer, w, h), nil
}

// fromRGBX copies a bitmap of PDFium: grey as long as no pixel has a colour. Most of a page is blank, so two
// white pixels are passed at a time.
func fromRGBX(pix []byte, w, h int) image.Image {
	gray := image.NewGray(image.Rect(0, 0, w, h))
	for i := 0; i < len(gray.Pix); i++ {
		if 4*i+8 <= len(pix) && i+1 < len(gray.Pix) && twoWhite(pix[4*i:]) {
			gray.Pix[i], gray.Pix[i+1] = 0xff, 0xff
			i++
			continue
		}
		p := pix[4*i : 4*i+4]
		r, g, b := p[0], p[1], p[2]
		if r != g || g != b {
			if int(max(r, g, b))-int(min(r, g, b)) > greyTolerance {
				return colourCopy(pix, w, h)
			}
		}
		gray.Pix[i] = g
	}
	return gray
}

// twoWhite tells whether the two pixels that a picture of four bytes a pixel starts with are white.
func twoWhite(pix []byte) bool {
	return binary.LittleEndian.Uint64(pix)|0xff000000_ff000000 == math.MaxUint64
}

// colourCopy takes the bitmap as it is, opaque.
func colourCopy(pix []byte, w, h int) *image.RGBA {
	const opaque = 0xff000000_ff000000
	out := bytes.Clone(pix[:4*w*h])
	at := 0
	for ; at+8 <= len(out); at += 8 {
		if two := binary.LittleEndian.Uint64(out[at:]); two&opaque != opaque {
			binary.LittleEndian.PutUint64(out[at:], two|opaque)
		}
	}
	if at < len(out) {
		out[at+3] = 0xff
	}
	return &image.RGBA{Pix: out, Stride: 4 * w, Rect: image.Rect(0, 0, w, h)}
}
