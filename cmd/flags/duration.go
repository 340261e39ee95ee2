package flags

import (
	"errors"
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/pflag"
)

// AddDuration adds a flag for a time: with a unit as Go has it ("1m30s", "20 ms"), or a bare
// number of units, as ping(8) and tc(8) take them. shorthand may be "".
func AddDuration(f *pflag.FlagSet, to *time.Duration, name, shorthand string, unit time.Duration, usage string) {
	f.VarP(&duration{to, unit}, name, shorthand, usage)
	if *to == 0 {
		f.Lookup(name).DefValue = "0" // which the help leaves out
	}
}

// duration is the value of such a flag.
type duration struct {
	to   *time.Duration
	unit time.Duration
}

var _ pflag.Value = (*duration)(nil)

// String returns the time as Set takes it.
func (d *duration) String() string {
	if d.to == nil {
		return "0"
	}
	return d.to.String()
}

// Type returns the word that the help has for the value, if the usage has none.
func (d *duration) Type() string { return "time" }

// errNoTime is what Set returns: pflag names the value.
var errNoTime = errors.New("no time")

// Set reads a time.
func (d *duration) Set(s string) error {
	s = strings.Join(strings.Fields(s), "")
	if n, err := strconv.ParseFloat(s, 64); err == nil {
		n *= float64(d.unit)
		if math.IsNaN(n) || math.Abs(n) >= math.MaxInt64 {
			return errNoTime
		}
		*d.to = time.Duration(n)
		return nil
	}
	t, err := time.ParseDuration(s)
	if err != nil {
		return errNoTime
	}
	*d.to = t
	return nil
}

// values says what is taken.
func (d *duration) values() string {
	unit := "seconds"
	if d.unit == time.Millisecond {
		unit = "milliseconds"
	}
	return fmt.Sprintf("a time such as 20ms or 1.5s, or a number of %s", unit)
}
