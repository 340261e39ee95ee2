package output

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"wireladder/cmd/report/outfile"
	"wireladder/render/mermaid"
	"wireladder/render/png"
	"wireladder/render/svg"
)

// ForeignError is that a further file of an output would take the place of one that nobody has
// named, and that is not wireladder's.
type ForeignError struct{ Name string }

// Error says which.
func (e *ForeignError) Error() string {
	return fmt.Sprintf("it goes on in %q, which is no picture of wireladder's", e.Name)
}

// further returns where the output goes on that takes several files; nil: nowhere.
func (out *output) further() func(part int) (io.Writer, error) {
	if out.file == nil || out.file.IsStream() {
		return nil
	}
	return func(part int) (io.Writer, error) {
		extension := filepath.Ext(out.Name)
		name := fmt.Sprintf("%s-%d%s", strings.TrimSuffix(out.Name, extension), part, extension)
		if isForeign(name, marks[out.Format]) {
			return nil, &ForeignError{name}
		}
		f, err := outfile.Create(name)
		if err != nil {
			return nil, err
		}
		out.parts = append(out.parts, sequel{name, f})
		return f, nil
	}
}

// marks tell files of wireladder's, in formats that go on in further ones.
var marks = map[Format]string{Mermaid: mermaid.Mark, SVG: svg.Mark, PNG: png.Mark}

// isForeign reports whether there is something of that name that has no such mark.
func isForeign(name, mark string) bool {
	f, err := os.Open(name)
	if err != nil {
		_, err = os.Lstat(name)
		return err == nil // it can't be read, and is something
	}
	defer f.Close() //nolint:errcheck // only read
	begin := make([]byte, 256)
	n, _ := io.ReadFull(f, begin) // a short file is no diagram
	return !bytes.Contains(begin[:n], []byte(mark))
}

// sequel is a further file of an output.
type sequel struct {
	name string
	file *outfile.Output
}

// commitParts puts the further files in their places, and tells of each.
func (out *output) commitParts() {
	for _, part := range out.parts {
		switch err := part.file.Commit(); {
		case err != nil:
			out.fail(err)
		case out.tell != nil:
			out.tell(part.name)
		}
	}
}

// abortParts takes the further files away that are not in their places.
func (out *output) abortParts() {
	for _, part := range out.parts {
		_ = part.file.Abort() // why it has failed is told
	}
}
