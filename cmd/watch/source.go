package watch

import (
	"errors"
	"fmt"
	"net"
	"os"
	"runtime"
	"strings"

	"golang.org/x/net/bpf"

	"wireladder/capture"
	filters "wireladder/capture/bpf"
	"wireladder/capture/live"
	"wireladder/capture/netns"
	"wireladder/cmd/failure"
)

// bufferSize is how much the kernel keeps until it is read, in octets: bursts of small datagrams fill it.
const bufferSize = 64 << 20

// open starts the capture.
func (o *options) open() (live.Capture, error) {
	program, err := o.program(capture.LinkEthernet)
	if err != nil {
		return nil, err
	}
	opened, err := live.Open(live.Options{Interface: o.Interface, BufferSize: bufferSize, Filter: program})
	if err != nil || program == nil || opened.LinkType() == capture.LinkEthernet {
		return opened, refusal(err)
	}
	link := opened.LinkType()
	if err := opened.Close(); err != nil {
		return nil, failure.Of(err, "")
	}
	if program, err = o.program(link); err != nil {
		return nil, err
	}
	opened, err = live.Open(live.Options{Interface: o.Interface, BufferSize: bufferSize, Filter: program})
	return opened, refusal(err)
}

// program returns what the kernel picks frames of a link type by; nil: nothing.
func (o *options) program(link capture.LinkType) ([]bpf.RawInstruction, error) {
	ports := fmt.Sprintf("port %d or icmp or icmp6", o.Port)
	expression := o.Filter
	switch {
	case o.Port == 0 && o.Filter == "":
		return nil, nil
	case o.Filter == "" && link == capture.LinkEthernet:
		program, err := filters.PortFilter(o.Port)
		return program, failure.Of(err, "")
	case o.Filter == "":
		expression = ports
	case o.Port != 0:
		expression = "(" + o.Filter + ") and (" + ports + ")"
	}
	program, err := filters.Program(expression, link)
	switch {
	case errors.Is(err, filters.ErrUnsupported):
		return nil, failure.Misused("build it with cgo and libpcap (CGO_ENABLED=1), or use --port", "can't use --filter: %w", err)
	case err != nil:
		return nil, failure.Misused("see pcap-filter(7)", "%w", err)
	}
	return program, nil
}

// refusal adds the repair to what has kept a capture from starting.
func refusal(err error) error {
	switch {
	case err == nil:
		return nil
	case errors.Is(err, live.ErrUnsupported):
		return failure.Of(err, withoutCapture())
	case errors.Is(err, os.ErrPermission):
		return failure.Of(err, rights())
	case errors.Is(err, os.ErrNotExist):
		return failure.Misused("there are: "+strings.Join(interfaces(), ", "), "%w", err)
	}
	return failure.Of(err, "")
}

// rights says how the right to capture is had here.
func rights() string {
	switch runtime.GOOS {
	case "linux":
		return netns.CaptureRepair() + `; or watch a private network, without any right: "wireladder shell"`
	case "darwin":
		return `install ChmodBPF, which comes with Wireshark, and log in again: "brew install --cask wireshark-chmodbpf"`
	}
	return netns.CaptureRepair()
}

// withoutCapture says what can be done where this build can't capture.
func withoutCapture() string {
	if runtime.GOOS == "windows" {
		return `install Npcap and Wireshark, capture with "dumpcap -i NAME -w run.pcapng", and draw that with "wireladder read run.pcapng"`
	}
	return `build it with cgo and libpcap (CGO_ENABLED=1), or pipe a capture into it: "tcpdump -U -w - | wireladder read -"`
}

// interfaces returns the names of those that there are.
func interfaces() []string {
	all, _ := net.Interfaces() // none is told then
	var names []string
	for _, i := range all {
		names = append(names, i.Name)
	}
	return names
}
