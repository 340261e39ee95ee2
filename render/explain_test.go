package render_test

import (
	"strings"
	"testing"

	"wireladder/render"
	"wireladder/render/rendertest"
)

// said returns the full explanations of a run's packets, in order.
func said(r rendertest.Run) []string {
	var out []string
	for _, s := range render.Build(r.TCP()).Ladders[0].Steps {
		if s.Kind == render.Message {
			out = append(out, s.Full)
		}
	}
	return out
}

// Each way to close is explained as it happened, not as books have it.
func TestEachCloseIsExplainedAsItHappened(t *testing.T) {
	const three, four, cross = "three segments and not four", "takes four segments", "two FINs cross"
	for _, c := range []struct {
		close rendertest.Close
		want  string
	}{{rendertest.ThreeSegments, three}, {rendertest.FourSegments, four}, {rendertest.CrossingFINs, cross}} {
		text := strings.Join(said(rendertest.Run{Text: "hello", Close: c.close}), "\n")
		for _, phrase := range []string{three, four, cross} {
			if strings.Contains(text, phrase) != (phrase == c.want) {
				t.Errorf("close %d: %q is said: %v", c.close, phrase, strings.Contains(text, phrase))
			}
		}
	}
}

func TestSentencesAreRightForTheirPackets(t *testing.T) {
	got := said(rendertest.Run{Text: "hello"})
	for i, want := range []string{
		"numbers its bytes from 1000 on",
		"ack=1 covers the SYN",
		"covers the server's SYN",
		"6 bytes: numbers 1 to 6",
		"bytes 1-6 from the client have arrived; number 7 is expected next",
		"The server sends 6 bytes",
		"bytes 1-6 from the server have arrived",
		"The server will send no more",
		"acknowledges the server's FIN (ack=8)",
		"stays in TIME-WAIT",
	} {
		if !strings.Contains(got[i], want) {
			t.Errorf("packet %d: %q does not say %q", i+1, got[i], want)
		}
	}
}
