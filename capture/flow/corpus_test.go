package flow

import (
	"bytes"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// The corpus is a folder of captures FILE, each with what tshark says of its
// TCP and UDP frames beside it in FILE.tshark.tsv. It is no part of the
// repository; where it is not there, this test has nothing to do.
func corpus() string {
	if folder := os.Getenv("CORPUS"); folder != "" {
		return folder
	}
	return filepath.Join("..", "..", "..", "shared", "corpus")
}

// knownDifferences are where this package says something else than tshark on
// purpose, and why: by "file: frame N field", or by "file: field" for all frames.
var knownDifferences = map[string]string{
	"zeek__tcp_syn-then-stuff-then-rst.pcap: frame 2 events": "tshark calls it a window update, as it takes number 0 " +
		"for one that was not seen: it is the first segment of its sender",
	"arkime__pcap_tcp_handshake_synthetic.pcap: frame 50 events": "tshark calls it a duplicate ACK: it acknowledges " +
		"number 0 for the first time, which the SYN before it seems to have done as it has 0 where an ACK would have its number",
	"zeek__testing_btest_Traces_ftp_retr.pcap: completeness": "tshark's FTP dissector announces the data connection, " +
		"so that its SYN is not the first it knows of the conversation; we have seen the SYN",
}

// difference returns why a field is different on purpose, "" if it is not.
func difference(place, column string) string {
	file, _, _ := strings.Cut(place, ": ")
	if reason := knownDifferences[file+": "+column]; reason != "" {
		return reason
	}
	return knownDifferences[place+" "+column]
}

// TestCorpus compares what this package says with what tshark says, in every
// file of the corpus that can be read.
func TestCorpus(t *testing.T) {
	answers, err := filepath.Glob(filepath.Join(corpus(), "*.tshark.tsv"))
	if err != nil || answers == nil {
		t.Skip("no corpus here")
	}
	total := newAgreement()
	for _, name := range answers {
		compareFile(t, strings.TrimSuffix(name, ".tshark.tsv"), total)
	}
	total.report(t, 100)
	for column, n := range total.fields {
		if n[1] > 0 {
			t.Errorf("%s differs in %d frames", column, n[1])
		}
	}
	if total.missing > 0 {
		t.Errorf("%d frames not decoded", total.missing)
	}
	if percent(total.frames) < 99 {
		t.Errorf("events agree in %.2f %% of frames", percent(total.frames))
	}
}

// compareFile adds the agreement of one file.
func compareFile(t *testing.T, name string, total *agreement) {
	t.Helper()
	rows, err := os.ReadFile(name + ".tshark.tsv")
	if err != nil {
		t.Fatal(err)
	}
	raw, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	ours, err := observeFile(bytes.NewReader(raw))
	if err != nil {
		t.Logf("%s: after %d frames: %v", filepath.Base(name), len(ours), err)
	}
	answers := readAnswers(t, rows)
	for _, frame := range slices.Sorted(maps.Keys(answers)) {
		if want := answers[frame]; !want.outside() {
			total.compare(fmt.Sprintf("%s: frame %d", filepath.Base(name), frame), ours[frame], want)
		}
	}
}
