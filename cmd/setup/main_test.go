package main

import "testing"

func TestSystemsAreToldApart(t *testing.T) {
	for release, want := range map[string]bool{
		"PRETTY_NAME=\"Debian GNU/Linux 12 (bookworm)\"\nID=debian\n": true,
		"NAME=\"Ubuntu\"\nID=ubuntu\nID_LIKE=debian\n":                true,
		"ID=linuxmint\nID_LIKE=\"ubuntu debian\"\n":                   true,
		"ID=fedora\n":                    false,
		"ID=arch\nHOME_URL=debian.org\n": false,
		"":                               false,
	} {
		if got := debianLike(release); got != want {
			t.Errorf("%q: %v", release, got)
		}
	}
}

func TestWhatIsInstalledIsNotInstalledAgain(t *testing.T) {
	if missing := missingOf([]need{{"dpkg", "of Debian itself"}}); len(missing) != 0 {
		t.Errorf("dpkg is missing, says %v", missing)
	}
	if missing := missingOf([]need{{"no-such-package-at-all", ""}}); len(missing) != 1 {
		t.Error("a package that does not exist is there")
	}
}
