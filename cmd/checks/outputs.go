package checks

import (
	"io"
	"os"

	"wireladder/cmd/failure"
	"wireladder/cmd/report/outfile"
	"wireladder/render/grading"
	"wireladder/render/text"
)

// exists reports whether there is a folder of that name.
func exists(name string) bool {
	info, err := os.Stat(name)
	return err == nil && info.IsDir()
}

// makeFolders makes those that are not there.
func (o *Options) makeFolders() error {
	for _, name := range o.folders() {
		if err := os.MkdirAll(name, 0o777); err != nil { //nolint:gosec // the umask says who may read
			return failure.Of(err, "name a folder that can be made, and that you may write to")
		}
	}
	return nil
}

// tell tells the whole: on stdout, and in files.
func (r *checkup) tell() error {
	if r.printer != nil {
		if err := r.printer.Summary(&r.report); err != nil {
			return failure.Of(err, "")
		}
	} else if err := r.write(r.console.Stdout, r.stdout()); err != nil {
		return failure.Of(err, "")
	}
	for _, name := range r.files() {
		if err := r.save(name); err != nil {
			return failure.Of(err, "")
		}
	}
	return nil
}

// save writes the report to a file, which is whole or not there.
func (r *checkup) save(name string) error {
	f, err := outfile.Create(name)
	if err != nil {
		return err
	}
	if err := r.write(f, r.format(name)); err != nil {
		_ = f.Abort() // the error of the write is the one to tell
		return err
	}
	return f.Commit()
}

// write writes the report in a format.
func (r *checkup) write(w io.Writer, format string) error {
	switch format {
	case asJSON:
		return grading.JSON(w, &r.report)
	case asJUnit:
		return grading.JUnit(w, &r.report)
	}
	p := grading.NewPrinter(w, text.Style{Width: r.Picture.Width, ASCII: r.Picture.ASCII})
	for i := range r.report.Grades {
		if err := p.Grade(&r.report.Grades[i]); err != nil {
			return err
		}
	}
	return p.Summary(&r.report)
}
