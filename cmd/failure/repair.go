package failure

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"

	"wireladder/capture/notation"
	"wireladder/capture/pairing"
	"wireladder/capture/pcapng"
	"wireladder/capture/savefile"
	"wireladder/cmd/report"
	"wireladder/cmd/report/output"
	"wireladder/cmd/report/sink"
	"wireladder/cmd/report/source"
	"wireladder/cmd/report/source/ends"
	"wireladder/render/png"
)

// inputRepair says what helps where a file can't be read; "" if nothing is known.
func inputRepair(err error, file string) string {
	if repair := pairRepair(err); repair != "" {
		return repair
	}
	var format *savefile.FormatError
	if !errors.As(err, &format) {
		return ""
	}
	var one *ends.PairError
	if errors.As(err, &one) {
		file = one.Names[0]
	}
	if file == "-" {
		file = "FILE"
	}
	return strings.ReplaceAll(format.Repair, "FILE", notation.ShellPath(file))
}

// pairRepair says what helps where two files are no pair; "" if nothing is known.
func pairRepair(err error) string {
	switch {
	case errors.Is(err, ends.ErrJoined):
		return "read it alone"
	case errors.Is(err, ends.ErrOnce):
		return "write it to a file first, as: cat PIPE > capture.pcap"
	case errors.Is(err, pairing.ErrNoPair):
		return "capture at both ends of one run, at the same time: tcpdump -i any -w client.pcap at the client, -w server.pcap at the server; each alone: wireladder read FILE"
	case errors.Is(err, pairing.ErrSamePlace):
		return "name a capture of the client's host and one of the server's; of one place, one is enough: wireladder read FILE"
	case errors.Is(err, pairing.ErrCoarse):
		return "capture with finer times, as tcpdump does; or they are of the same place, and one is enough: wireladder read FILE"
	case errors.Is(err, pairing.ErrUneven):
		return "keep clocks from being set while you capture, or read each alone: wireladder read FILE"
	case errors.Is(err, pairing.ErrTooLarge):
		return "take a part of each, as: editcap -A '2026-01-02 15:04:05' -B '2026-01-02 15:05:05' big.pcap part.pcap"
	}
	return ""
}

// faultRepair says what a file with a fault has given all the same, and what helps.
func faultRepair(fault *report.FaultError) string {
	if errors.Is(fault, source.ErrInterrupted) {
		return whereKept("what was read until then is", fault.Before)
	}
	shown := whereKept("what stands before the fault is", fault.Before)
	switch {
	case fault.Shown && shown == "":
		shown = "what stands before the fault is shown"
	case fault.Shown:
		shown = whereKept("what stands before the fault is shown, and is", fault.Before)
	}
	return joined(shown, wayOut(fault))
}

// wayOut says what helps where a file has a fault.
func wayOut(fault error) string {
	switch {
	case errors.Is(fault, pcapng.ErrSecondFile):
		return "join captures not with cat, but with Wireshark's mergecap: mergecap -w both.pcapng FIRST SECOND"
	case errors.Is(fault, savefile.ErrText):
		return "capture again with tcpdump's messages elsewhere: 2>/dev/null, and docker run without -t"
	}
	return ""
}

// outputRepair says what helps where an output can't be made, and where that is which was
// written of it.
func outputRepair(failed *output.Error) string {
	kept := ""
	if failed.Kept != "" {
		kept = fmt.Sprintf("what was written is kept in %q", failed.Kept)
	}
	return joined(kept, outputWayOut(failed))
}

// outputWayOut says what helps where an output can't be made.
func outputWayOut(failed *output.Error) string {
	if way := plotWayOut(failed); way != "" {
		return way
	}
	switch {
	case errors.As(failed, new(*sink.PartsError)):
		return "write them to files, one each: -o run.mmd; or draw one conversation: --flow tcp:0"
	case errors.As(failed, new(*sink.ManyError)):
		return "write them to files: -o run.svg, and run-2.svg goes on; or all of them to one: -o run.pdf"
	case errors.As(failed, new(*output.ForeignError)):
		return "name another file, or put that one elsewhere"
	case failed.Name == "-":
		return ""
	case errors.Is(failed, os.ErrPermission):
		return "name a file in a folder that you may write to: -o /tmp/run.pcapng"
	case errors.Is(failed, os.ErrNotExist) && filepath.Dir(failed.Name) == ".":
		return "the folder that you are in is gone: cd to another"
	case errors.Is(failed, os.ErrNotExist):
		return "make the folder first: mkdir -p " + notation.ShellPath(filepath.Dir(failed.Name))
	case errors.Is(failed, syscall.ENOSPC), errors.Is(failed, syscall.EDQUOT):
		return "make room there, or name a file where there is some; see: df " + notation.ShellPath(filepath.Dir(failed.Name))
	case errors.As(failed, new(*sink.TooLargeError)):
		return "draw one conversation: --flow tcp:0, or everything: --max-steps 0; --summary lists them"
	case errors.As(failed, new(*png.OversizeError)):
		return "give a point fewer pixels: --scale 1; or write pdf or svg, which have none"
	case errors.Is(failed, savefile.ErrNeedsPcapng):
		return "write pcapng, which can: -o out.pcapng"
	}
	return ""
}

// captureWayOut says how a capture that is too large for a picture is drawn after all.
func captureWayOut(failed *output.Error, named string) string {
	read := func(file string) string {
		return "wireladder read " + notation.ShellPath(file) + " --max-steps 0 -o " + notation.ShellPath(failed.Name)
	}
	if named != "" {
		return "draw it from what was captured: " + read(named)
	}
	return "capture to a file as well, and draw that: -o run.pcapng; then " + read("run.pcapng")
}

// plotWayOut says what helps where there is no plot of what is picked; "" where that is not so.
func plotWayOut(failed error) string {
	switch {
	case errors.Is(failed, sink.ErrSeveralStreams):
		return "choose one by its number: --flow tcp:0, or udp:0; --summary lists them"
	case errors.Is(failed, sink.ErrNoPackets):
		return "--summary lists what there is; of UDP there is --plot throughput --flow udp:0"
	case errors.Is(failed, sink.ErrUntimed):
		return "draw its picture, which tells the order: leave out --plot"
	case errors.As(failed, new(*sink.UnfitError)):
		return "of UDP there is --plot throughput"
	}
	return ""
}

// limitRepair says what helps where a limit of this process is reached.
func limitRepair(err error) string {
	switch {
	case errors.Is(err, syscall.EMFILE):
		return "raise the limit on open files: ulimit -n 1024"
	case errors.Is(err, syscall.ENFILE):
		return "the whole machine has too many open files: see sysctl fs.file-max"
	}
	return ""
}

// joined returns what is said of several things, with nothing for those of which nothing is.
func joined(said ...string) string {
	return strings.Join(slices.DeleteFunc(said, func(s string) bool { return s == "" }), "; ")
}
