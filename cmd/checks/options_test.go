package checks

import (
	"bytes"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/spf13/pflag"

	"wireladder/cmd/console"
	"wireladder/cmd/failure"
)

// parsed returns the options of a command line.
func parsed(t *testing.T, args ...string) *Options {
	t.Helper()
	o := NewOptions()
	f := pflag.NewFlagSet("", pflag.ContinueOnError)
	o.AddFlags(f)
	if err := f.Parse(args); err != nil {
		t.Fatal(err)
	}
	return o
}

// Where reports go, and as what: files by their names, folders by the slash, stdout by what
// is left.
func TestOutputs(t *testing.T) {
	there := t.TempDir()
	for _, tt := range []struct {
		args           []string
		stdout         string
		files, folders []string
	}{
		{nil, asText, nil, nil},
		{[]string{"--format=json"}, asJSON, nil, nil},
		{[]string{"-o", "r.xml"}, asText, []string{"r.xml"}, nil},
		{[]string{"-o", "r.xml", "--format=junit"}, asText, []string{"r.xml"}, nil},
		{[]string{"-o", "r.out", "-o", "-", "--format=junit"}, asJUnit, []string{"r.out"}, nil},
		{[]string{"-o", "report/", "--format=json"}, asJSON, nil, []string{"report/"}},
		{[]string{"-o", there, "-o", filepath.Join(there, "r.JSON")}, asText, []string{filepath.Join(there, "r.JSON")}, []string{there}},
	} {
		o := parsed(t, append([]string{"--server=x"}, tt.args...)...)
		if err := o.Check(); err != nil {
			t.Errorf("%q: %v", tt.args, err)
		}
		if got := o.stdout(); got != tt.stdout {
			t.Errorf("%q: %s on stdout, want %s", tt.args, got, tt.stdout)
		}
		if !slices.Equal(o.files(), tt.files) || !slices.Equal(o.folders(), tt.folders) {
			t.Errorf("%q: files %q, folders %q", tt.args, o.files(), o.folders())
		}
	}
}

// A wrong command line is told with its repair, and is wrong usage.
func TestCheck(t *testing.T) {
	for _, args := range [][]string{
		{}, {"--server=x", "--proto=ip"}, {"--server=x", "--expect="}, {"--server=x", "--model="}, {"--server=x", "--timeout=0"}, {"--server=x", "--only=none"},
		{"--server=x", "--only=one,empty", "--proto=tcp"}, {"--server=x", "--format=xml"}, {"--server=x", "-o", "report"}, {"--server=x", "--color=red"},
	} {
		var told strings.Builder
		if code := failure.Tell(parsed(t, args...).Check(), &told, "help"); code != failure.CodeUsage || !strings.Contains(told.String(), "hint: ") {
			t.Errorf("%q: code %d: %s", args, code, told.String())
		}
	}
}

func TestList(t *testing.T) {
	var b bytes.Buffer
	if err := List(&console.Console{Stdout: &b}); err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(b.String()) {
		if len(line) > 85 { // some characters are several octets
			t.Errorf("%d octets: %s", len(line), line)
		}
	}
	if !strings.Contains(b.String(), "\nlost        udp      a datagram that is lost, and one more\n") {
		t.Error(b.String())
	}
}
