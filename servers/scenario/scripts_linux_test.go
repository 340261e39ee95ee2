package scenario

import (
	"bytes"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"wireladder/capture"
)

// scripts returns what each program calls, one call after the other. What another run
// may have otherwise is left out: see descriptors. So are programs with threads.
func (e *evidence) scripts(threads []string) string {
	lines := map[string][]string{}
	open := map[string]*descriptors{}
	for i := range e.entries {
		c := e.entries[i].Call
		if c == nil || slices.Contains(threads, c.Process.Name) {
			continue
		}
		program := c.Process.Name + " over " + c.Proto.String()
		if open[program] == nil {
			open[program] = &descriptors{number: map[int64]int{}}
		}
		lines[program] = append(lines[program], open[program].line(c))
	}
	var b strings.Builder
	for _, program := range slices.Sorted(maps.Keys(lines)) {
		fmt.Fprintf(&b, "%s\n  %s\n", program, strings.Join(slices.Compact(lines[program]), "\n  "))
	}
	return b.String()
}

// descriptors are those of a program, each with the number that it has in a golden: they
// are counted from 1, and none is used again.
type descriptors struct {
	number map[int64]int
	opened int
}

// longData is from where on a stream comes in as many pieces as it happens to.
const longData = 100

// line returns the call as every run has it. The port of a client is PORT, a select
// tells no set, and each recv of a long stream is the same, or of long datagrams that are numbered:
// how many there are is the kernel's.
func (d *descriptors) line(c *capture.Call) string {
	told := *c
	if c.FD >= 0 {
		told.FD = d.number[int64(c.FD)]
	}
	if c.Did(capture.Opens) || c.Did(capture.Accepts) {
		d.opened++
		d.number[c.Result] = d.opened
		told.Result = int64(d.opened)
	}
	switch {
	case c.Does(capture.Polls):
		return c.Name + "(…)"
	case len(c.Data) > longData && c.Does(capture.Receives) && c.Proto == capture.TCP:
		return fmt.Sprintf("%s(%d, …)", c.Name, told.FD)
	case len(c.Data) > longData && c.Does(capture.Receives):
		told.Data = bytes.TrimLeft(c.Data[:10], "0123456789")
	case len(c.Data) > longData:
		told.Data = c.Data[:10]
	}
	return address.ReplaceAllStringFunc(told.Message(), withoutPort)
}

// address is an address with a port.
var address = regexp.MustCompile(`(?:\d+\.\d+\.\d+\.\d+|\[[0-9a-f:]+\]):\d+`)

// withoutPort returns the address with PORT for a port that is not the server's.
func withoutPort(address string) string {
	colon := strings.LastIndexByte(address, ':')
	if address[colon+1:] == strconv.Itoa(DefaultPort) {
		return address
	}
	return address[:colon] + ":PORT"
}
