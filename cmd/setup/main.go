// Command setup installs what pratica needs from the distribution: `setup run` for building and running
// it, `setup test` for its tests too, `setup bench`
// for the benchmark. It says what it installs and does nothing when all is there. It
// uses nothing but Go itself, because it comes before everything else.
package main

import (
	"fmt"
	"os"
	"os/exec"
	"strings"
)

// need is a Debian package and what it is for.
type need struct {
	name, purpose string
}

var runNeeds = []need{
	{"gcc", "C compiler, for the bindings of Tesseract, Leptonica and SQLite"},
	{"g++", "C++ compiler, for the bindings of Tesseract"},
	{"libc6-dev", "C headers"},
	{"pkg-config", "finds the headers"},
	{"libtesseract-dev", "Tesseract headers"},
	{"libleptonica-dev", "Leptonica headers"},
	{"libjpeg-dev", "JPEG headers"},
	{"libsqlite3-dev", "SQLite headers"},
	{"tesseract-ocr", "recognition"},
	{"tesseract-ocr-ita", "Italian for Tesseract"},
	{"tesseract-ocr-osd", "page orientation for Tesseract"},
	{"redis-server", "the queue; pratica starts a private one, the system service stays off"},
	{"fonts-liberation", "fonts of the drawn papers"},
	{"fonts-dejavu-core", "fonts of the drawn papers"},
}

var testNeeds = []need{
	{"chromium", "shows the web pages in tests"},
	{"poppler-utils", "a second opinion on the PDFs we write"},
	{"qpdf", "checks the PDFs we write"},
}

var benchNeeds = []need{
	{"qpdf", "cuts pages out of PDFs"},
	{"libtiff-tools", "cuts pages out of TIFFs"},
	{"ocrmypdf", "what pratica is compared with"},
}

func main() {
	needs := runNeeds
	switch {
	case len(os.Args) == 2 && os.Args[1] == "run":
	case len(os.Args) == 2 && os.Args[1] == "test":
		needs = append(needs, testNeeds...)
	case len(os.Args) == 2 && os.Args[1] == "bench":
		needs = append(needs, benchNeeds...)
	default:
		fmt.Fprintln(os.Stderr, "usage: setup run|test|bench")
		os.Exit(2)
	}
	if err := install(needs); err != nil {
		fmt.Fprintln(os.Stderr, "setup:", err)
		os.Exit(3)
	}
}

// install installs the packages that are missing.
func install(needs []need) error {
	release, err := os.ReadFile("/etc/os-release")
	if err != nil || !debianLike(string(release)) {
		return fmt.Errorf("this is neither Debian nor Ubuntu; install the equivalents of these packages yourself:\n%s", list(needs))
	}
	if strings.Contains(string(release), "ID=ubuntu") {
		needs = forUbuntu(needs)
	}
	missing := missingOf(needs)
	if len(missing) == 0 {
		return nil
	}
	fmt.Printf("Installing from the distribution:\n%s", list(missing))
	root, err := asRoot()
	if err != nil {
		return fmt.Errorf("%w; ask an administrator to run: apt-get install%s", err, names(missing))
	}
	return apt(root, missing)
}

func debianLike(release string) bool {
	for _, line := range strings.Split(release, "\n") {
		key, value, _ := strings.Cut(line, "=")
		value = strings.Trim(value, `"`)
		if (key == "ID" || key == "ID_LIKE") && (strings.Contains(value, "debian") || strings.Contains(value, "ubuntu")) {
			return true
		}
	}
	return false
}

// forUbuntu names the package that brings Chromium there, a shim for a snap: it is left out where a Chrome
// of another origin is installed.
func forUbuntu(needs []need) []need {
	var changed []need
	for _, n := range needs {
		if n.name == "chromium" {
			if hasBrowser() {
				continue
			}
			n.name = "chromium-browser"
		}
		changed = append(changed, n)
	}
	return changed
}

func hasBrowser() bool {
	for _, program := range []string{"chromium", "chromium-browser", "google-chrome", "google-chrome-stable"} {
		if _, err := exec.LookPath(program); err == nil {
			return true
		}
	}
	return false
}

func missingOf(needs []need) []need {
	var missing []need
	for _, n := range needs {
		out, err := exec.Command("dpkg-query", "-W", "-f=${db:Status-Status}", n.name).Output()
		if err != nil || string(out) != "installed" {
			missing = append(missing, n)
		}
	}
	return missing
}

func list(needs []need) string {
	var b strings.Builder
	for _, n := range needs {
		fmt.Fprintf(&b, "  %-20s %s\n", n.name, n.purpose)
	}
	return b.String()
}

func names(needs []need) string {
	s := ""
	for _, n := range needs {
		s += " " + n.name
	}
	return s
}

// asRoot is the command that runs another as root: nothing for root itself.
func asRoot() ([]string, error) {
	if os.Getuid() == 0 {
		return nil, nil
	}
	if _, err := exec.LookPath("sudo"); err != nil {
		return nil, fmt.Errorf("installing needs root or sudo")
	}
	return []string{"sudo"}, nil
}

// apt installs packages and keeps the system service of Redis off: policy-rc.d forbids package scripts to
// start services (invoke-rc.d(8)), and a fresh redis-server is disabled for the next boot.
func apt(root []string, missing []need) error {
	const policy = "/usr/sbin/policy-rc.d"
	freshRedis := strings.Contains(names(missing)+" ", " redis-server ")
	install := "apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends" + names(missing)
	if _, err := os.Stat(policy); freshRedis && os.IsNotExist(err) {
		// The trap removes the policy however the installation ends.
		install = "trap 'rm -f " + policy + "' EXIT INT TERM HUP; printf '#!/bin/sh\\nexit 101\\n' > " + policy + " && chmod 755 " + policy + " && " + install
	}
	if err := run(root, "sh", "-c", install); err != nil {
		return err
	}
	if _, err := os.Stat("/run/systemd/system"); freshRedis && err == nil {
		return run(root, "systemctl", "disable", "--quiet", "redis-server.service")
	}
	return nil
}

// run shows what a command prints only if it fails: package managers are wordy.
func run(root []string, command ...string) error {
	command = append(append([]string(nil), root...), command...)
	c := exec.Command(command[0], command[1:]...)
	c.Stdin = os.Stdin
	out, err := c.CombinedOutput()
	if err != nil {
		return fmt.Errorf("%s: %w\n%s", strings.Join(command, " "), err, out)
	}
	return nil
}
