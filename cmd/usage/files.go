package usage

import (
	"os"

	"wireladder/cmd/failure"
)

// CheckFiles refuses to write a file that is read, and to take one file, or stdin, for the
// captures of both ends. other is the second of these; "" if there is one only.
func CheckFiles(file, other string, outputs []string) error {
	switch {
	case other == "-" || other != "" && file == "-":
		return failure.Misused("write it to a file first: cat > capture.pcap", "two captures are read twice, and stdin can't be")
	case other != "" && sameFile(file, other):
		return failure.Misused("name the captures of both ends: wireladder read client.pcap server.pcap", "%q and %q are one file", file, other)
	}
	for _, name := range outputs {
		if sameFile(file, name) || other != "" && sameFile(other, name) {
			return failure.Misused("name another output file", "input and output are the same file %q", name)
		}
	}
	return nil
}

// sameFile reports whether both are the same file on a disk. Where one can't be looked at,
// opening it will tell.
func sameFile(a, b string) bool {
	x, err := os.Stat(a)
	y, other := os.Stat(b)
	return err == nil && other == nil && os.SameFile(x, y) && x.Mode().IsRegular()
}
