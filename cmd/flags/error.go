package flags

import (
	"errors"
	"fmt"
	"strings"

	"github.com/spf13/pflag"

	"wireladder/cmd/failure"
	"wireladder/render/spelling"
)

// Explain says what is wrong with the flags on a command line, and what may be meant.
// help is the command that lists them.
func Explain(err error, f *pflag.FlagSet, help string) error {
	see := fmt.Sprintf("see %q", help)
	var (
		unknown *pflag.NotExistError
		bare    *pflag.ValueRequiredError
		invalid *pflag.InvalidValueError
		syntax  *pflag.InvalidSyntaxError
	)
	switch {
	case errors.As(err, &unknown):
		typed, long := unknown.GetSpecifiedName(), unknown.GetSpecifiedShortnames()
		if long != "" { // one dash, where a long name takes two
			return failure.Misused(meant(long, f)+see, "unknown flag %q", "-"+long)
		}
		return failure.Misused(meant(typed, f)+see, "unknown flag %q", "--"+typed)
	case errors.As(err, &bare):
		return failure.Misused(see, "--%s takes a value, and there is none", bare.GetFlag().Name)
	case errors.As(err, &invalid):
		flag := invalid.GetFlag()
		hint := see
		if as, ok := longNamed(flag, invalid.GetValue(), f); ok {
			hint = meant(as, f) + see
		}
		return failure.Misused(hint, "--%s takes %s, not %q", flag.Name, values(flag), invalid.GetValue())
	case errors.As(err, &syntax):
		return failure.Misused(see, "%q is no flag", syntax.GetSpecifiedFlag())
	}
	return failure.Misused(see, "%w", err)
}

// meant asks whether flags are meant whose names are like what was typed; "" if none is.
func meant(typed string, f *pflag.FlagSet) string {
	var names []string
	f.VisitAll(func(flag *pflag.Flag) {
		if !flag.Hidden {
			names = append(names, flag.Name)
		}
	})
	like := spelling.Like(typed, names)
	if len(like) == 0 {
		return ""
	}
	return "did you mean --" + strings.Join(like, " or --") + "? "
}

// longNamed returns the long name that was given with one dash, which was taken for a short
// one with a value: -port is -p with "ort".
func longNamed(flag *pflag.Flag, value string, f *pflag.FlagSet) (name string, ok bool) {
	name, _, _ = strings.Cut(flag.Shorthand+value, "=")
	return name, flag.Shorthand != "" && f.Lookup(name) != nil
}

// values says what values the flag takes.
func values(flag *pflag.Flag) string {
	switch flag.Value.Type() {
	case "int":
		return "a whole number"
	case "uint16":
		return "a number from 0 to 65535"
	case "uint64":
		return "a number from 0 on"
	case "float64":
		return "a number"
	case "bool":
		return "true or false"
	}
	if d, ok := flag.Value.(*duration); ok {
		return d.values()
	}
	return "another value"
}
