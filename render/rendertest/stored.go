package rendertest

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"wireladder/render"
)

// Stored returns the diagrams of render/testdata by name, for a package beside it.
func Stored(t testing.TB) map[string]*render.Diagram {
	t.Helper()
	all := map[string]*render.Diagram{}
	for _, pattern := range []string{"../testdata/*.diagram.txt", "../testdata/wire/*.diagram.txt"} {
		names, err := filepath.Glob(pattern)
		if err != nil || len(names) == 0 {
			t.Fatalf("%v, %d diagrams in %s", err, len(names), pattern)
		}
		for _, name := range names {
			b, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			d, err := ParseDiagram(string(b))
			if err != nil {
				t.Fatalf("%s: %v", name, err)
			}
			all[strings.TrimSuffix(filepath.Base(name), ".diagram.txt")] = d
		}
	}
	return all
}
