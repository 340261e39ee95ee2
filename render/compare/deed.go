package compare

import (
	"regexp"
	"slices"
	"strings"

	"wireladder/capture"
	"wireladder/render"
)

// deed is a step of one socket: a call that it returns from, or a packet that it sends.
type deed struct {
	step int
	text string // without what differs between any two runs
}

// What differs between any two runs.
var (
	descriptors = regexp.MustCompile(`\bfd \d+\b|\{[0-9, ]*\}`)
	byTheWay    = regexp.MustCompile(` ?\b(?:ack|win)=\d+\b`)
	flagWords   = regexp.MustCompile(`^[A-Z]{3}(?:,[A-Z]{3})*\b`)
	ephemeral   = regexp.MustCompile(`(?:\d+\.\d+\.\d+\.\d+|\[[0-9a-f:]+\])?:(\d{1,5})\b`)
)

// textOf returns what a step says, without what differs between any two runs; "" if that is
// nothing. ports are those that sockets of the server have, and not the kernel's choice; coded says
// that lines of the programs are known.
func textOf(s *render.Step, ports map[string]bool, coded bool) string {
	if len(s.Labels) == 0 {
		return ""
	}
	switch s.Kind {
	case render.Message:
		return ofMessage(s)
	case render.Call, render.Return:
		return ofCall(s, ports) + madeBy(s, coded)
	case render.Enter, render.Kernel, render.Arrival, render.Remark, render.Pause:
	}
	return ""
}

// ofMessage returns what a packet carries: its flags but for ACK and PSH, numbers, and payload. An
// ACK that carries nothing is nothing.
func ofMessage(s *render.Step) string {
	header, payload, quoted := strings.Cut(s.Labels[0], `"`)
	flags := flagWords.FindString(header)
	rest := strings.TrimSpace(byTheWay.ReplaceAllString(header[len(flags):], ""))
	kept := slices.DeleteFunc(strings.Split(flags, ","), func(f string) bool { return f == "ACK" || f == "PSH" || f == "" })
	if flags != "" && len(kept) == 0 && !strings.Contains(rest, "len=") {
		return ""
	}
	text := strings.TrimSpace(strings.Join(kept, ",") + " " + rest)
	if quoted {
		text += ` "` + payload
	}
	if why := s.Why(); why != "" {
		text += ", " + why
	}
	return text
}

// ofCall returns what a call does. Whether it had to wait before is the scheduler's business: of one
// that has a result that alone is compared.
func ofCall(s *render.Step, ports map[string]bool) string {
	text := s.Labels[0]
	if _, result, is := strings.Cut(text, ") = "); is {
		text = s.Name + "() = " + result
	}
	text = ephemeral.ReplaceAllStringFunc(text, func(address string) string {
		if ports[address[strings.LastIndex(address, ":")+1:]] {
			return address
		}
		return "a port of the kernel's"
	})
	return descriptors.ReplaceAllString(text, "fd")
}

// madeBy says of a close() that it is no line of the program that makes it, where lines are known: it
// was not closed before the program ended, or forgot it.
func madeBy(s *render.Step, coded bool) string {
	if coded && !s.Coded && s.Does(capture.Closes) {
		return ", by no line of its program,"
	}
	return ""
}

// ofProgram reports whether a step is of the program, and of none of its sockets more than of others: a
// signal, or its end.
func ofProgram(s *render.Step) bool {
	return s.Kind == render.Call && (s.Does(capture.Interrupts) || s.Does(capture.Ends))
}
