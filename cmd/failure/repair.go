package failure

import (
	"errors"
	"os"
	"path/filepath"
	"strings"

	"wireladder/capture/pcapng"
	"wireladder/capture/savefile"
)

// inputRepair says what helps where a file can't be read; "" if nothing is known.
func inputRepair(err error, file string) string {
	var format *savefile.FormatError
	if !errors.As(err, &format) {
		return ""
	}
	if file == "-" {
		file = "FILE"
	}
	return strings.ReplaceAll(format.Repair, "FILE", quoted(file))
}

// faultRepair says what a file with a fault has given all the same, and what helps.
func faultRepair(err error) string {
	const shown = "what stands before the fault is shown"
	switch {
	case errors.Is(err, pcapng.ErrSecondFile):
		return shown + "; join captures not with cat, but with Wireshark's mergecap: mergecap -w both.pcapng FIRST SECOND"
	case errors.Is(err, savefile.ErrText):
		return shown + "; capture again with tcpdump's messages elsewhere: 2>/dev/null, and docker run without -t"
	}
	return shown
}

// outputRepair says what helps where an output can't be made.
func outputRepair(err error) string {
	switch {
	case errors.Is(err, os.ErrPermission):
		return "name a file in a folder that you may write to: -o /tmp/run.pcapng"
	case errors.Is(err, os.ErrNotExist):
		return "make the folder first: mkdir -p " + folderOf(err)
	case errors.Is(err, savefile.ErrNeedsPcapng):
		return "write pcapng, which can: -o out.pcapng"
	}
	return ""
}

// folderOf returns the folder of the file that err is about, as a shell takes it.
func folderOf(err error) string {
	var at *os.PathError
	if !errors.As(err, &at) {
		return "FOLDER"
	}
	return quoted(filepath.Dir(at.Path))
}

// quoted returns the name of a file as a shell takes it.
func quoted(name string) string {
	if strings.Trim(name, "/._-abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789") == "" {
		return name
	}
	return "'" + strings.ReplaceAll(name, "'", `'\''`) + "'"
}
