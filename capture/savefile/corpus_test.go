package savefile

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"wireladder/capture"
	"wireladder/capture/pcapng"
)

// corpus returns the folder with captures of the wild, or skips the test where
// there is none.
func corpus(t testing.TB) string {
	t.Helper()
	dir := os.Getenv("CORPUS")
	if dir == "" {
		dir = filepath.Join("..", "..", "..", "shared", "corpus")
	}
	if _, err := os.Stat(filepath.Join(dir, "INDEX.tsv")); err != nil {
		t.Skip("no corpus here: set CORPUS to its folder")
	}
	return dir
}

// table returns the rows of a file of tab-separated values, by the names in its
// first row.
func table(t testing.TB, path string) []map[string]string {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(strings.TrimSuffix(string(data), "\n"), "\n")
	names := strings.Split(lines[0], "\t")
	var rows []map[string]string
	for _, line := range lines[1:] {
		row := map[string]string{}
		for i, value := range strings.Split(line, "\t") {
			row[names[i]] = value
		}
		rows = append(rows, row)
	}
	return rows
}

// refused are the files that are whole, but that Wireshark refuses as we do.
var refused = map[string]string{
	"PcapPlusPlus__ion_samples_clusterfuzz-testcase-minimized-FuzzTarget-5631583764873216": "a link type with reserved bits",
	"PcapPlusPlus__s_RegressionTests_regression_samples_crash-pcapng-epb-unbounded-length": "a packet longer than its block",
}

// TestCorpus reads captures of the wild, whole ones and broken ones. What tshark
// lists as TCP or UDP is a packet with that number; a fault is where one is known,
// and it has a place.
func TestCorpus(t *testing.T) {
	dir := corpus(t)
	for _, file := range table(t, filepath.Join(dir, "INDEX.tsv")) {
		t.Run(file["file"], func(t *testing.T) {
			data, err := os.ReadFile(filepath.Join(dir, file["file"]))
			if err != nil {
				t.Fatal(err)
			}
			recording, fault := read(data)
			if recording == nil {
				recording = &capture.Recording{} // the fault is in the head of the file
			}
			if refused[file["file"]] == "" {
				knownFault(t, file["status"], fault)
			}
			inOrder(t, recording.Packets())
			if rows := file["tcp_udp_rows"]; rows != "" && rows != "0" {
				listed(t, filepath.Join(dir, file["file"]+".tshark.tsv"), recording.Packets())
			}
			scanned(t, data, recording, fault)
		})
	}
}

// knownFault asserts that there is a fault if the status of a file says so. It
// is empty for files of which it is not known; a bad block length is one that
// does not count the padding, which is forgiven.
func knownFault(t *testing.T, status string, fault error) {
	t.Helper()
	var place *pcapng.PlaceError
	if fault != nil && !errors.As(fault, &place) {
		t.Errorf("a fault without a place: %v", fault)
	}
	good := status == "ok" || status == "bad-block-length"
	if status != "" && good != (fault == nil) {
		t.Errorf("status %s, fault %v", status, fault)
	}
}

// inOrder asserts that frames are numbered upwards.
func inOrder(t *testing.T, packets []*capture.Packet) {
	t.Helper()
	last := 0
	for _, p := range packets {
		if p.Number <= last {
			t.Errorf("packet %d after packet %d", p.Number, last)
		}
		last = p.Number
	}
}

// listed asserts that the frames that tshark lists are there.
func listed(t *testing.T, path string, packets []*capture.Packet) {
	t.Helper()
	there := map[int]bool{}
	for _, p := range packets {
		there[p.Number] = true
	}
	for _, row := range table(t, path) {
		if number, err := strconv.Atoi(row["frame"]); err != nil || !there[number] {
			t.Errorf("tshark lists a frame %s, which is not here", row["frame"])
		}
	}
}

// scanned asserts that Scan reads what Next has read.
func scanned(t *testing.T, data []byte, want *capture.Recording, fault error) {
	t.Helper()
	r, err := NewReader(bytes.NewReader(data))
	if err != nil {
		if fault == nil || err.Error() != fault.Error() {
			t.Errorf("fault %v, then %v", fault, err)
		}
		return
	}
	got, err := scanAll(r)
	if !sameFault(fault, err, "") {
		t.Errorf("Scan came to %v, Next to %v", err, fault)
	}
	if !slices.EqualFunc(want.Entries, got, sameEntry) {
		t.Errorf("Scan differs (-Next +Scan):\n%s", cmp.Diff(want.Entries, got, equal))
	}
	sameFill(t, bytes.NewReader(data), want, fault)
}
