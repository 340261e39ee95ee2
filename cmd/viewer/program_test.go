package viewer

import (
	"errors"
	"reflect"
	"slices"
	"strings"
	"testing"
)

// Who shows a file hangs on the system, on BROWSER, on a display, and on whose session it is.
func TestPrograms(t *testing.T) {
	xdg, none := []opener{{"xdg-open"}}, []opener(nil)
	for name, c := range map[string]struct {
		system string
		root   bool
		env    string
		want   []opener
		why    string
	}{
		"a display":           {"linux", false, "DISPLAY=:0", xdg, ""},
		"wayland":             {"freebsd", false, "WAYLAND_DISPLAY=wayland-0", xdg, ""},
		"no display":          {"linux", false, "", none, "no display"},
		"a browser":           {"linux", false, "BROWSER=firefox", []opener{{"firefox"}}, ""},
		"several":             {"linux", false, "DISPLAY=:0 BROWSER=a_--new_%s:b", []opener{{"a", "--new", "%s"}, {"b"}}, ""},
		"an empty one":        {"linux", false, "DISPLAY=:0 BROWSER=_:", xdg, ""},
		"a Mac":               {"darwin", false, "", []opener{{"open"}}, ""},
		"Windows":             {"windows", false, "", []opener{{"rundll32", "url.dll,FileProtocolHandler"}}, ""},
		"root":                {"linux", true, "DISPLAY=:0", none, "root opens nothing"},
		"root on a Mac":       {"darwin", true, "", none, "root opens nothing"},
		"root has a browser":  {"linux", true, "BROWSER=w3m", []opener{{"w3m"}}, ""},
		"sudo":                {"linux", true, "DISPLAY=:0 BROWSER=firefox SUDO_UID=1000", none, "of another user"},
		"doas":                {"linux", true, "BROWSER=firefox DOAS_USER=x", none, "of another user"},
		"root's own sudo":     {"linux", true, "BROWSER=firefox SUDO_UID=0", []opener{{"firefox"}}, ""},
		"a user after a sudo": {"linux", false, "DISPLAY=:0 SUDO_UID=1000", xdg, ""},
	} {
		d := desktop{c.system, c.root, func(key string) string {
			for pair := range strings.FieldsSeq(c.env) {
				if k, v, _ := strings.Cut(pair, "="); k == key {
					return strings.ReplaceAll(v, "_", " ")
				}
			}
			return ""
		}}
		got, err := d.programs()
		why := (*NoneError)(nil)
		if errors.As(err, &why) != (c.why != "") || why != nil && !strings.Contains(why.Why, c.why) || !reflect.DeepEqual(got, c.want) {
			t.Errorf("%s: %q, %v", name, got, err)
		}
	}
}

// A file is one argument, whatever it is called.
func TestOn(t *testing.T) {
	for _, c := range []struct{ program, want opener }{
		{opener{"open"}, opener{"open", "/a b"}},
		{opener{"x", "--url=%s", "-n"}, opener{"x", "--url=/a b", "-n"}},
	} {
		if got := c.program.on("/a b"); !slices.Equal(got, c.want) {
			t.Errorf("%q: %q", c.program, got)
		}
	}
}

func TestNameOf(t *testing.T) {
	for subject, want := range map[string]string{"tcp-select": "tcp-select", "a/b c.pcapng.gz": "b-c", "-": "run", "..": "run", "": "run", "../$(x)": "x"} {
		if got := nameOf(subject); got != want {
			t.Errorf("%q: %q, want %q", subject, got, want)
		}
	}
}
