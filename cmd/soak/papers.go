package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
)

// paper is a drawn file.
type paper struct {
	data    []byte
	ending  string
	channel string
	pages   int
}

// draw makes count cases of each sort: typed forms and invoices as scans, photos, digital papers.
func draw(program, dir string, count int) ([]paper, error) {
	var papers []paper
	for i, sort := range []struct{ kind, quality, channel string }{
		{"R01", "scan", "post"}, {"invoice", "photo", "online"}, {"R02", "scan", "api"}, {"invoice", "clean", "provider"}, {"invoice", "scan", "post"},
	} {
		folder := filepath.Join(dir, strconv.Itoa(i))
		command := exec.Command(program, "corpus", "-o", folder, "--seed", "4711", "--count", strconv.Itoa(count), "--kind", sort.kind,
			"--quality", sort.quality, "--filling", "typed")
		if out, err := command.CombinedOutput(); err != nil {
			return nil, fmt.Errorf("draw: %w: %.300s", err, out)
		}
		files, err := filepath.Glob(filepath.Join(folder, "*", "*.*"))
		if err != nil {
			return nil, err
		}
		for _, file := range files {
			// What is appended to a HEIC file would have to be a box, and a TIFF's pages are not counted here.
			if ending := filepath.Ext(file); ending != ".json" && ending != ".heic" && !strings.HasPrefix(ending, ".tif") {
				p, err := load(file, sort.channel)
				if err != nil {
					return nil, err
				}
				papers = append(papers, p)
			}
		}
	}
	if len(papers) == 0 {
		return nil, fmt.Errorf("nothing was drawn")
	}
	return papers, nil
}

func load(file, channel string) (paper, error) {
	data, err := os.ReadFile(file)
	if err != nil {
		return paper{}, err
	}
	p := paper{data: data, ending: filepath.Ext(file), channel: channel, pages: 1}
	if p.ending == ".pdf" {
		out, err := exec.Command("qpdf", "--show-npages", file).Output()
		if err != nil {
			return p, fmt.Errorf("count pages: %w", err)
		}
		if p.pages, err = strconv.Atoi(strings.TrimSpace(string(out))); err != nil {
			return p, err
		}
	}
	return p, nil
}

// sender sends the papers in turn.
type sender struct {
	program, address, folder string
	papers                   []paper
	sent, pages              int
}

// send sends one paper, with a few bytes after its end that no reader looks at but every hash.
func (s *sender) send() error {
	p := s.papers[s.sent%len(s.papers)]
	s.sent++
	if err := os.MkdirAll(s.folder, 0o700); err != nil {
		return err
	}
	name := filepath.Join(s.folder, fmt.Sprintf("%d%s", s.sent, p.ending))
	if err := os.WriteFile(name, fmt.Appendf(p.data[:len(p.data):len(p.data)], "\n%% %d\n", s.sent), 0o600); err != nil {
		return err
	}
	defer os.Remove(name)
	if out, err := exec.Command(s.program, "submit", "--server", s.address, "--channel", p.channel, name).CombinedOutput(); err != nil {
		return fmt.Errorf("submit: %w: %.300s", err, out)
	}
	s.pages += p.pages
	return nil
}
