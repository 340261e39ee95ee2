package tape

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"

	"wireladder/cmd/report/outfile"
)

// Rotation says how many files of which size are kept. The zero value is one file without an end.
type Rotation struct {
	Files int   // the newest ones
	Size  int64 // octets of each, from which on the next one begins
}

// Why there is no ring of that kind.
var (
	ErrRing     = errors.New("a ring is FILES×SIZE: 5x10MB")
	ErrRingSize = errors.New("the files of a ring are too small")
)

// ringForm is how a ring is said.
var ringForm = regexp.MustCompile(`^([1-9][0-9]{0,5})[xX×*]([1-9][0-9]{0,8})([kKMmGg])?[Bb]?$`)

// least is how small the files of a ring may be.
const least = 64_000

// ParseRing reads "5x10MB". k, M and G are thousands; "" is no ring. The error is ErrRing or ErrRingSize.
func ParseRing(s string) (Rotation, error) {
	if s == "" {
		return Rotation{}, nil
	}
	parts := ringForm.FindStringSubmatch(s)
	if parts == nil {
		return Rotation{}, ErrRing
	}
	files, _ := strconv.Atoi(parts[1])
	size, _ := strconv.ParseInt(parts[2], 10, 64)
	size *= map[string]int64{"": 1, "k": 1e3, "m": 1e6, "g": 1e9}[strings.ToLower(parts[3])]
	if size < least {
		return Rotation{}, ErrRingSize
	}
	return Rotation{files, size}, nil
}

// files are those that a tape is written to, one after the other.
type files struct {
	name   string
	ring   Rotation
	stdout io.Writer
	number int
	out    *outfile.Output
	names  []string
}

// next begins a file, and lets the oldest of a ring go, if there are enough.
func (f *files) next() (io.Writer, error) {
	if f.name == "-" {
		return f.stdout, nil
	}
	name := f.name
	if f.ring.Files > 0 {
		if f.number == 0 {
			f.number = highest(f.name)
		}
		f.number++
		name = numbered(f.name, f.number)
		for len(f.names) >= f.ring.Files {
			if err := os.Remove(f.names[0]); err != nil && !errors.Is(err, os.ErrNotExist) {
				return nil, err
			}
			f.names = f.names[1:]
		}
	}
	out, err := outfile.Create(name)
	if err != nil {
		return nil, err
	}
	f.out, f.names = out, append(f.names, name)
	return out, nil
}

// appear puts the newest file in its place.
func (f *files) appear() error {
	if f.out == nil {
		return nil
	}
	return f.out.Appear()
}

// close ends the newest file.
func (f *files) close() error {
	if f.out == nil {
		return nil
	}
	return f.out.Commit()
}

// numbered returns the name of a file of a ring: run-3.pcapng.
func numbered(name string, n int) string {
	extension := filepath.Ext(name)
	return fmt.Sprintf("%s-%d%s", strings.TrimSuffix(name, extension), n, extension)
}

// highest returns the highest number that a file of such a name has; 0 if there is none. Those of an
// earlier ring are nobody's to be replaced.
func highest(name string) int {
	extension := filepath.Ext(name)
	stem := strings.TrimSuffix(filepath.Base(name), extension) + "-"
	entries, _ := os.ReadDir(filepath.Dir(name)) // Create tells what is wrong with the folder
	last := 0
	for _, e := range entries {
		number, ok := strings.CutPrefix(e.Name(), stem)
		if n, err := strconv.Atoi(strings.TrimSuffix(number, extension)); ok && err == nil {
			last = max(last, n)
		}
	}
	return last
}
