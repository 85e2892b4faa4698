package recognise

import (
	"image"
	_ "image/jpeg"
	_ "image/png"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"
)

// TestOrientationOfAFolder measures: of the upright pictures (PNG or JPEG at 200 dpi) in the folder ORIENTATION, each laid
// in all four directions with a skew of up to 5 degrees, how many are seen as they lie.
func TestOrientationOfAFolder(t *testing.T) {
	folder := os.Getenv("ORIENTATION")
	if folder == "" {
		t.Skip("a measurement: set ORIENTATION to a folder of upright pictures")
	}
	const dpi = 200
	files, _ := filepath.Glob(filepath.Join(folder, "*"))
	random := rand.New(rand.NewPCG(35101, 5))
	wrong, across, all := 0, 0, 0
	for _, file := range files {
		upright := paperOf(t, file)
		for laid := range 4 {
			skewed := upright.scanned(10*random.Float64()-5, 4, 50, uint64(laid)).turned(laid)
			first := lay(skewed.Gray, dpi).turns
			p, err := engine(t).laid(t.Context(), skewed.Gray, dpi)
			if err != nil {
				t.Fatal(err)
			}
			turns := p.sheet.turns
			all++
			if want := (4 - laid) % 4; turns != want {
				wrong++
				if (turns-want)%2 != 0 {
					across++
				}
				t.Logf("%s laid %d: turned by %d, first %d, want %d", filepath.Base(file), laid, turns, first, want)
			}
		}
	}
	t.Logf("%d of %d wrong, %d of them across for down", wrong, all, across)
}

func paperOf(t *testing.T, file string) paper {
	t.Helper()
	f, err := os.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	decoded, _, err := image.Decode(f)
	if err != nil {
		t.Fatalf("%s: %v", file, err)
	}
	g := image.NewGray(decoded.Bounds())
	for y := range g.Rect.Dy() {
		for x := range g.Rect.Dx() {
			g.Set(x, y, decoded.At(x, y))
		}
	}
	return paper{Gray: g, dpi: 200}
}

func TestTheNetworkSeesHowAPageLies(t *testing.T) {
	ruled, _ := invoice(t, 150)
	for laid := range 4 {
		turns, ok := engine(t).networkLie(t.Context(), ruled.scanned(1, 4, 50, 7).turned(laid).Gray, 150)
		if want := (4 - laid) % 4; !ok || turns != want {
			t.Errorf("laid %d: turned by %d, %v, want %d", laid, turns, ok, want)
		}
	}
	blank := image.NewGray(image.Rect(0, 0, 800, 1100))
	if turns, ok := engine(t).networkLie(t.Context(), blank, 150); ok {
		t.Errorf("a black page is turned by %d", turns)
	}
}
