package main

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

func TestSixtyPages(t *testing.T) {
	program := filepath.Join(t.TempDir(), "pratica")
	if out, err := exec.Command("go", "build", "-o", program, "../pratica").CombinedOutput(); err != nil {
		t.Fatalf("build: %v: %s", err, out)
	}
	sockets, err := os.MkdirTemp("/tmp", "ps") // a socket's path must be short
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(sockets) })
	t.Setenv("XDG_RUNTIME_DIR", sockets)
	t.Setenv("OMP_THREAD_LIMIT", "1")
	var out bytes.Buffer
	err = run(program, 60, 2, &out)
	t.Logf("\n%s", out.String())
	if err != nil {
		t.Error(err)
	}
}

func TestGrowthAndOldChildrenAreSaid(t *testing.T) {
	flat, growing := newHistory(100), newHistory(100)
	for _, h := range []*history{flat, growing} {
		h.limit, h.ages = 200, map[string]int{"1": 200}
		for tenth := range 10 {
			h.resident["server"][tenth].add(80e6 + int64(tenth%2)*5e6)
			h.resident["children"][tenth].add(200e6)
		}
	}
	if err := flat.judge(); err != nil {
		t.Errorf("a flat run: %v", err)
	}
	for tenth := range 10 {
		growing.resident["children"][tenth].add(150e6 + int64(tenth)*40e6)
		growing.resident["children"][tenth].add(150e6 + int64(tenth)*40e6)
	}
	growing.ages["2"] = 201
	err := growing.judge()
	if err == nil || !strings.Contains(err.Error(), "memory of children grew") || !strings.Contains(err.Error(), "201 calls") {
		t.Errorf("a growing run: %v", err)
	}
}
