package recognise

import (
	"debug/elf"
	"slices"
	"testing"
)

func TestTesseractIsSparedWhatNothingComesOf(t *testing.T) {
	program, err := elf.Open("/proc/self/exe")
	if err != nil {
		t.Fatal(err)
	}
	defer program.Close()
	symbols, err := program.DynamicSymbols()
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"pixWriteMem", "_ZN9tesseract13UnicharAmbigs13LoadUniversalERKNS_10UNICHARSETEPS1_"} {
		if !slices.ContainsFunc(symbols, func(s elf.Symbol) bool { return s.Name == name && s.Section != elf.SHN_UNDEF }) {
			t.Errorf("libtesseract does not get our %s", name)
		}
	}
}
