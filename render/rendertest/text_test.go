package rendertest_test

import (
	"net/netip"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"wireladder/capture/runtest"
	"wireladder/render"
	"wireladder/render/rendertest"
)

// fill gives every field of a value something that is not its usual value.
func fill(v reflect.Value) {
	switch v.Kind() {
	case reflect.Bool:
		v.SetBool(true)
	case reflect.Int:
		v.SetInt(7)
	case reflect.Uint8:
		v.SetUint(1)
	case reflect.String:
		v.SetString("a \"b\" `c` = \n\x1b 日")
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 2, 2))
		for i := range v.Len() {
			fill(v.Index(i))
		}
	case reflect.Struct:
		switch v.Addr().Interface().(type) {
		case *time.Time:
			v.Set(reflect.ValueOf(time.Date(2024, 5, 6, 7, 8, 9, 10, time.UTC)))
		case *netip.AddrPort:
			v.Set(reflect.ValueOf(netip.MustParseAddrPort("[2001:db8::1]:80")))
		default:
			for i := range v.NumField() {
				fill(v.Field(i))
			}
		}
	}
}

func TestTextHasEveryField(t *testing.T) {
	var d render.Diagram
	fill(reflect.ValueOf(&d).Elem())
	roundTrip(t, &d)
	for i := range reflect.TypeFor[render.Step]().NumField() {
		changed := d
		changed.Ladders = []render.Ladder{{Steps: []render.Step{{Born: -1}}}}
		fill(reflect.ValueOf(&changed.Ladders[0].Steps[0]).Elem().Field(i))
		roundTrip(t, &changed)
	}
}

func roundTrip(t *testing.T, d *render.Diagram) {
	t.Helper()
	written := rendertest.Text(d)
	got, err := rendertest.ParseDiagram(written)
	if err != nil {
		t.Fatalf("%v in\n%s", err, written)
	}
	if diff := cmp.Diff(d, got, cmpopts.EquateEmpty(), cmpopts.IgnoreFields(render.Ladder{}, "Times"), cmp.Comparer(func(a, b netip.AddrPort) bool { return a == b })); diff != "" {
		t.Errorf("written and read (-want +got):\n%s\n%s", diff, written)
	}
}

func TestDiagramsComeBack(t *testing.T) {
	contrast, wire := rendertest.Build(runtest.Run{Text: "héllo\x00"}.Contrast()), rendertest.Build(runtest.FastRetransmit())
	for _, d := range []*render.Diagram{{}, &contrast, &wire} {
		roundTrip(t, d)
	}
}

func TestFaultsOfATextAreTold(t *testing.T) {
	for text, want := range map[string]string{
		"title":                                           "line 1: the line ends too soon",
		"title \"a":                                       "line 1: invalid syntax",
		"aligned\nstep 0 +0s call":                        "line 2: \"step\" stands in no ladder",
		"ladder sctp \"\" \"\"":                           "\"sctp\" is none of",
		"ladder udp \"\" \"\"\nfull":                      "\"full\" stands at no step",
		"ladder udp \"\" \"\" x=1":                        "nothing is known of",
		"ladder udp \"\" \"\"\nstep 0 soon call":          "invalid duration",
		"ladder udp \"\" \"\"\nbar from=x":                "invalid syntax",
		"ladder udp \"\" \"\"\nstep 0 +0s call\nwhy \"\"": "nothing is known of \"why\"",
	} {
		if _, err := rendertest.ParseDiagram(text); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v, want %q", text, err, want)
		}
	}
}

func TestQuotes(t *testing.T) {
	for _, s := range []string{"", "`", `"`, `\`, "`\"", " = ", "a=b", "\xff", "tab\t\"", "line\n\"", "⇄ "} {
		roundTrip(t, &render.Diagram{Title: "x" + s, Captions: []string{s}, Totals: render.Table{Rows: [][]string{{s, s}}}})
	}
}
