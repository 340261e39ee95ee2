package rendertest

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"wireladder/capture"
	"wireladder/capture/savefile"
)

// Scenarios returns the stored recordings of all scenarios, by name. The folder of this module is root.
func Scenarios(t *testing.T, root string) map[string]*capture.Recording {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(root, "cmd", "testdata", "scenarios", "*.pcapng.gz"))
	if err != nil || len(files) < 10 {
		t.Fatalf("%d recordings: %v", len(files), err)
	}
	all := map[string]*capture.Recording{}
	for _, file := range files {
		all[strings.TrimSuffix(filepath.Base(file), ".pcapng.gz")] = recorded(t, file)
	}
	return all
}

// recorded reads a recording.
func recorded(t *testing.T, file string) *capture.Recording {
	t.Helper()
	f, err := os.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close() //nolint:errcheck // it is read
	r, err := savefile.NewReader(f)
	if err != nil {
		t.Fatal(err)
	}
	rec := &capture.Recording{Origin: r.Origin()}
	for {
		e, err := r.Next()
		if errors.Is(err, io.EOF) {
			return rec
		}
		if err != nil {
			t.Fatal(err)
		}
		rec.Entries = append(rec.Entries, e)
	}
}
