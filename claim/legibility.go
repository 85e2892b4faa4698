package claim

// Legibility is the answer to whether a picture of a paper is good enough to be read, given at once so that whoever
// took it can take it again. Nothing of the text is recognised for it.
type Legibility struct {
	// Good says that nothing needs to be done again.
	Good bool `json:"good"`
	// Message is an Italian sentence for people.
	Message string `json:"message"`
	// Problems of the file itself, which cannot be opened; empty if it can.
	Problems []LegibilityProblem `json:"problems"`
	// Pages are in the order of the file; empty if it cannot be opened.
	Pages []PageLegibility `json:"pages"`
}

// PageLegibility is the answer for one page.
type PageLegibility struct {
	Page     int                 `json:"page"` // from 1
	Good     bool                `json:"good"`
	Message  string              `json:"message"`
	Problems []LegibilityProblem `json:"problems"` // the worst first
	// Measures are null for a page that is no picture (text and lines of a PDF), and for one that cannot be decoded.
	Measures *LegibilityMeasures `json:"measures"`
}

// LegibilityProblem is one thing that is wrong with a picture.
type LegibilityProblem struct {
	Code LegibilityCode `json:"code"`
	// Where is the part of the upright picture, "" for all of it.
	Where Side `json:"where,omitempty"`
	// Message is an Italian sentence that says what is wrong and what to do.
	Message string `json:"message"`
}

// LegibilityCode names what is wrong with a picture. A file that cannot be opened has its finding code instead.
type LegibilityCode string

// What may be wrong with a picture.
const (
	PhotoBlurred LegibilityCode = "photo.blurred"   // out of focus
	PhotoShaken  LegibilityCode = "photo.shaken"    // blurred in one direction
	PhotoSmall   LegibilityCode = "photo.too_small" // the letters have too few pixels
	PhotoGlare   LegibilityCode = "photo.glare"     // a reflection burnt the paper out
	PhotoDark    LegibilityCode = "photo.too_dark"
	PhotoShadow  LegibilityCode = "photo.shadow" // so dark that print is lost
	PhotoPale    LegibilityCode = "photo.pale"   // the print hardly differs from the paper
	PhotoCut     LegibilityCode = "photo.cut_off"
	PhotoNoText  LegibilityCode = "photo.no_text"
)

// Side is a part of an upright picture.
type Side string

// The sides of a picture.
const (
	SideTop    Side = "top"
	SideBottom Side = "bottom"
	SideLeft   Side = "left"
	SideRight  Side = "right"
	SideMiddle Side = "middle"
)

// LegibilityMeasures are what a picture was judged by.
type LegibilityMeasures struct {
	Width  int `json:"width"` // of the upright picture, pixels
	Height int `json:"height"`
	// Papers is how many papers were found in the picture.
	Papers int `json:"papers"`
	// TextTiles is in how many of the squares looked at there are letters.
	TextTiles int `json:"text_tiles"`
	// LetterHeight is the median height of a small letter in pixels, 0 without text.
	LetterHeight float64 `json:"letter_height"`
	// EdgeWidth is the median width of the edge of a stroke in pixels, across the blurrier direction; 0 without text.
	EdgeWidth float64 `json:"edge_width"`
	// Blurred is the share of the text whose edges are too wide for its letters, 0 to 1.
	Blurred float64 `json:"blurred"`
	// Paper is the brightness of the paper, 0 to 255; Contrast the share of it that the print takes away, 0 to 1.
	Paper    float64 `json:"paper"`
	Contrast float64 `json:"contrast"`
	// Glare is the share of the paper that is burnt out, 0 to 1.
	Glare float64 `json:"glare"`
}
