package jsonl_test

import (
	"bytes"
	"testing"

	"wireladder/render/jsonl"
)

func TestDiagnosis(t *testing.T) {
	for want, f := range map[string]jsonl.Diagnosis{
		`{"finding":"both-wait","steps":[3,7],"packets":[2],"words":"they wait","explain":"Both do.","repair":"agree"}`: {
			Rule: "both-wait", Words: "they wait", Explain: "Both do.", Repair: "agree", Steps: []int{3, 7}, Packets: []int{2},
		},
		`{"finding":"crashed","packets":[]}`:                                                {Rule: "crashed"},
		`{"finding":"crashed","steps":[],"packets":[]}`:                                     {Rule: "crashed", Steps: []int{}},
		`{"finding":"spin","packets":[1,2],"may":["never-closed","\u001b"],"words":"\"\n"}`: {Rule: "spin", Packets: []int{1, 2}, May: []string{"never-closed", "\x1b"}, Words: "\"\n"},
	} {
		var b bytes.Buffer
		w := jsonl.NewWriter(&b)
		if err := w.Diagnosis(&f); err != nil {
			t.Fatal(err)
		}
		if err := w.Flush(); err != nil {
			t.Fatal(err)
		}
		if got := b.String(); got != want+"\n" {
			t.Errorf("got  %swant %s", got, want)
		}
	}
}
