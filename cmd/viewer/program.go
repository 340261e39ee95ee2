package viewer

import (
	"os"
	"path/filepath"
	"strings"
)

// opener is a program that shows files, and its arguments; "%s" stands for the file.
type opener []string

// place is "%s" in arguments, as in BROWSER (xdg-open(1)).
const place = "%s"

// on returns the arguments with a file.
func (p opener) on(file string) opener {
	own, placed := append(opener{}, p...), false
	for i := range own {
		if strings.Contains(own[i], place) {
			own[i], placed = strings.ReplaceAll(own[i], place, file), true
		}
	}
	if !placed {
		own = append(own, file)
	}
	return own
}

// desktop is what of a machine decides on who shows files.
type desktop struct {
	system string              // as runtime.GOOS
	root   bool                // the program runs as root
	getenv func(string) string // of its environment
}

// NoneError is that nothing is to show a file here.
type NoneError struct {
	Why    string
	Repair string // what would help, before the name of the file
}

// Error says why.
func (e *NoneError) Error() string { return e.Why }

// programs returns who may show a file, in the order in which they are to be tried. The error is a
// *NoneError.
func (d *desktop) programs() ([]opener, error) {
	own := d.browsers()
	switch {
	case d.root && d.isForOthers():
		return nil, &NoneError{"root opens nothing in the session of another user", "open it as that user"}
	case len(own) > 0:
		return own, nil
	case d.root:
		return nil, &NoneError{"root opens nothing in a session that may be another user's", "name a program in BROWSER, or open it as yourself"}
	case d.system == "darwin":
		return []opener{{"open"}}, nil
	case d.system == "windows":
		return []opener{{"rundll32", "url.dll,FileProtocolHandler"}}, nil
	case d.getenv("DISPLAY") == "" && d.getenv("WAYLAND_DISPLAY") == "":
		return nil, &NoneError{"there is no display here (DISPLAY, WAYLAND_DISPLAY), and BROWSER names no program", "open it where there is one"}
	}
	return []opener{{"xdg-open"}}, nil
}

// browsers returns what BROWSER names: commands, one after the other, with their arguments.
func (d *desktop) browsers() (all []opener) {
	for _, command := range filepath.SplitList(d.getenv("BROWSER")) {
		if words := strings.Fields(command); len(words) > 0 {
			all = append(all, words)
		}
	}
	return all
}

// isForOthers reports whether root works for somebody else: sudo(8), doas(1), pkexec(1).
func (d *desktop) isForOthers() bool {
	for _, name := range []string{"SUDO_UID", "DOAS_USER", "PKEXEC_UID"} {
		if who := d.getenv(name); who != "" && who != "0" && who != "root" {
			return true
		}
	}
	return false
}

// isRoot reports whether this program runs as root.
func isRoot() bool { return os.Geteuid() == 0 }
