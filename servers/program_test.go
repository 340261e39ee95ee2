//go:build linux || darwin

package servers

import "testing"

// program returns a program that ends with the test.
func program(t *testing.T, opts ProgramOptions) *Program {
	t.Helper()
	p, err := NewProgram(t.Context(), opts)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(p.Close)
	return p
}
