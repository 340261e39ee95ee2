package rendertest

import (
	"fmt"
	"net/netip"
	"strconv"
	"strings"

	"wireladder/render"
)

// record is one line of the text of a diagram. Its methods take fields out of it; the first
// that is wrong is remembered.
type record struct {
	values []string          // in order
	named  map[string]string // key=value
	err    error
}

// parseRecord splits a line at blanks that stand in no quotes.
func parseRecord(line string) (*record, error) {
	r := &record{named: map[string]string{}}
	for line = strings.TrimSpace(line); line != ""; line = strings.TrimLeft(line, " ") {
		key := ""
		if i := strings.IndexAny(line, "= `\""); i > 0 && line[i] == '=' {
			key, line = line[:i], line[i+1:]
		}
		value, rest, err := parseValue(line)
		switch {
		case err != nil:
			return nil, err
		case key != "":
			r.named[key] = value
		default:
			r.values = append(r.values, value)
		}
		line = rest
	}
	return r, nil
}

// parseValue takes a value, quoted or not, from the beginning of a line.
func parseValue(line string) (value, rest string, err error) {
	if line == "" || line[0] != '"' && line[0] != '`' {
		value, rest, _ = strings.Cut(line, " ")
		return value, rest, nil
	}
	q, err := strconv.QuotedPrefix(line)
	if err != nil {
		return "", "", err
	}
	value, err = strconv.Unquote(q)
	return value, line[len(q):], err
}

func (r *record) fail(err error) {
	if r.err == nil {
		r.err = err
	}
}

// next returns the next value without a name.
func (r *record) next() string {
	if len(r.values) == 0 {
		r.fail(fmt.Errorf("the line ends too soon"))
		return ""
	}
	v := r.values[0]
	r.values = r.values[1:]
	return v
}

// rest returns all further values without a name.
func (r *record) rest() []string {
	all := r.values
	r.values = nil
	return all
}

// take returns a named value, once.
func (r *record) take(name string) (string, bool) {
	v, ok := r.named[name]
	delete(r.named, name)
	return v, ok
}

// text returns a named value, "" if there is none.
func (r *record) text(name string) string {
	v, _ := r.take(name)
	return v
}

func (r *record) flag(name string) bool {
	_, ok := r.take(name)
	return ok
}

func (r *record) number(name string, usual int) int {
	v, ok := r.take(name)
	if !ok {
		return usual
	}
	return r.atoi(v)
}

func (r *record) atoi(s string) int {
	n, err := strconv.Atoi(s)
	if err != nil {
		r.fail(err)
	}
	return n
}

func (r *record) list(name string) []int {
	v, ok := r.take(name)
	if !ok {
		return nil
	}
	var all []int
	for s := range strings.SplitSeq(v, ",") {
		all = append(all, r.atoi(s))
	}
	return all
}

// places returns steps, each as the index of its ladder, a point, and its own.
func (r *record) places() []render.StepRef {
	v, ok := r.take("seen")
	if !ok {
		return nil
	}
	var all []render.StepRef
	for s := range strings.SplitSeq(v, ",") {
		ladder, step, _ := strings.Cut(s, ".")
		all = append(all, render.StepRef{Ladder: r.atoi(ladder), Step: r.atoi(step)})
	}
	return all
}

func (r *record) address(name string) netip.AddrPort {
	v, ok := r.take(name)
	if !ok {
		return netip.AddrPort{}
	}
	a, err := netip.ParseAddrPort(v)
	if err != nil {
		r.fail(err)
	}
	return a
}

// enum returns what a name stands for.
func (r *record) enum(n names, name string) uint8 {
	v, err := n.value(name)
	if err != nil {
		r.fail(err)
	}
	return v
}

// namedEnum returns what a named value stands for, 0 if there is none.
func (r *record) namedEnum(n names, name string) uint8 {
	v, ok := r.take(name)
	if !ok {
		return 0
	}
	return r.enum(n, v)
}

// end returns what was wrong; also what nobody has taken is.
func (r *record) end() error {
	if len(r.values)+len(r.named) > 0 {
		r.fail(fmt.Errorf("nothing is known of %q and %q", r.values, r.named))
	}
	return r.err
}
