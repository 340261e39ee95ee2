package cmd_test

import (
	"bytes"
	"path/filepath"
	"strings"
	"testing"

	"wireladder/cmd"
	"wireladder/render/rendertest"
)

// TestPlots holds plots of stored captures against testdata/plots: a loss and its repair with
// SACK, a window of zero, a stream, and the rhythm of delayed acknowledgments.
func TestPlots(t *testing.T) {
	for golden, args := range map[string][]string{
		"sequence.svg":   {"scenarios/fast-retransmit.pcapng.gz", "--plot", "sequence"},
		"zero.svg":       {"scenarios/zero-window.pcapng.gz", "--plot", "sequence"},
		"throughput.svg": {"scenarios/zero-window.pcapng.gz", "--plot", "throughput"},
		"window.svg":     {"scenarios/zero-window.pcapng.gz", "--plot", "window"},
		"rtt.svg":        {"cases/nagle_delack.pcap", "--plot", "rtt", "--sender", "both"},
		"underway.svg":   {"cases/midstream_wscale_unknown.pcap", "--plot", "window"},
	} {
		t.Run(golden, func(t *testing.T) {
			file := filepath.Join("testdata", filepath.FromSlash(args[0]))
			var out, told bytes.Buffer
			if code := cmd.Run(append([]string{"read", file, "--format", "svg"}, args[1:]...), strings.NewReader(""), &out, &told); code != 0 || told.Len() > 0 {
				t.Fatalf("exit status %d: %s", code, &told)
			}
			rendertest.Golden(t, filepath.Join("plots", golden), out.Bytes())
		})
	}
}
