package cmd

import (
	"errors"
	"strings"

	"wireladder/capture/pcapng"
	"wireladder/capture/savefile"
)

// inputRepair says what helps where a file has another format; "" if nothing is known.
func inputRepair(format *savefile.FormatError, file string) string {
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

// quoted returns the name of a file as a shell takes it.
func quoted(name string) string {
	if strings.Trim(name, "/._-abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789") == "" {
		return name
	}
	return "'" + strings.ReplaceAll(name, "'", `'\''`) + "'"
}
