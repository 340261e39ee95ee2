package viewer

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"

	"wireladder/cmd/console"
	"wireladder/cmd/failure"
	"wireladder/cmd/flags"
	"wireladder/cmd/wireshark"
)

// Viewer tells and shows what was written. Make one with For.
type Viewer struct {
	output *flags.OutputOptions
	file   string // to be opened; "": none
	folder string // that was made for it; "": the user has named the file
}

// For returns what shows the outputs of a command when they are whole, and opens the first of them
// that is a picture of lines and letters, if one is to be opened. Where there is none, a page about
// subject in a folder of its own, below that for temporary files, becomes one of the outputs.
func For(o *flags.OutputOptions, subject string) (*Viewer, error) {
	v := &Viewer{output: o}
	if !o.Open {
		return v, nil
	}
	if v.file = o.Shown(); v.file != "" {
		return v, nil
	}
	folder, err := os.MkdirTemp("", "wireladder-")
	if err != nil {
		return nil, failure.Of(fmt.Errorf("can't make a folder for the page: %w", err), "name a file: -o NAME.html")
	}
	o.Page = filepath.Join(folder, nameOf(subject)+".html")
	v.file, v.folder = o.Page, folder
	return v, nil
}

// nameOf returns a name of a file for a subject, which may be the name of another file.
func nameOf(subject string) string {
	subject, _, _ = strings.Cut(filepath.Base(subject), ".")
	name := strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || r == '-' || r == '_' {
			return r
		}
		return '-'
	}, subject)
	if name = strings.Trim(name, "-"); name == "" {
		return "run"
	}
	return name
}

// Show says how Wireshark shows what was written, if that is not plain, and opens what is to be
// opened. It tells what keeps it from that, which is no failure of the command.
func (v *Viewer) Show(c *console.Console) {
	v.hintAtWireshark(c)
	if v.folder != "" {
		console.Say(c.Stderr, "hint", fmt.Sprintf("the page is %q, and stays there; -o NAME.html puts it elsewhere", v.file))
		v.folder = ""
	}
	if v.file == "" {
		return
	}
	d := desktop{runtime.GOOS, isRoot(), c.Getenv}
	programs, err := d.programs()
	var none *NoneError
	switch {
	case errors.As(err, &none):
		console.Say(c.Stderr, "hint", fmt.Sprintf("%s: %s: %q", none.Why, none.Repair, v.file))
		return
	case err == nil:
		err = open(programs, v.file, patience)
	}
	if err != nil {
		console.Say(c.Stderr, "hint", fmt.Sprintf("nothing has opened %q (%v): name a program in BROWSER, or open it yourself", v.file, err))
	}
}

// hintAtWireshark says how Wireshark shows the first capture file among the outputs as it is meant,
// if it would not.
func (v *Viewer) hintAtWireshark(c *console.Console) {
	for _, out := range v.output.Destinations() {
		if !out.Format.IsSaved() || out.Name == "-" {
			continue
		}
		if hint := wireshark.Hint(out.Name); hint != "" {
			console.Say(c.Stderr, "hint", hint)
		}
		return
	}
}

// Close removes what was made for a file that was not shown, as that of a command that failed.
func (v *Viewer) Close() {
	if v.folder != "" {
		_ = os.RemoveAll(v.folder) // it is for temporary files, and so no loss
	}
}
