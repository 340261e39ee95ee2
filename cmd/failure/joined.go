package failure

import (
	"errors"
	"fmt"
	"strings"

	"wireladder/cmd/report/output"
)

// split returns the errors that errors.Join has joined, none for nil. One that something
// was wrapped around is one error.
func split(err error) []error {
	joined, ok := err.(interface{ Unwrap() []error })
	switch {
	case err == nil:
		return nil
	case !ok:
		return []error{err}
	}
	var all []error
	for _, err := range joined.Unwrap() {
		all = append(all, split(err)...)
	}
	return all
}

// each does something with every error that is joined in err.
func each(err error, do func(error) error) error {
	all := split(err)
	for i := range all {
		all[i] = do(all[i])
	}
	return errors.Join(all...)
}

// WithKept adds to why something has not come to its end where that is which came before.
func WithKept(err error, kept []output.Kept) error {
	hint := whereKept("what was captured until then is", kept)
	if err == nil || hint == "" {
		return err
	}
	return errors.Join(err, &Failure{Hint: hint, Code: CodeFailed})
}

// whereKept says where something is: which files have it, and which are as they were.
func whereKept(what string, kept []output.Kept) string {
	if len(kept) == 0 {
		return ""
	}
	var in, old []string
	for _, k := range kept {
		in = append(in, fmt.Sprintf("%q", k.As))
		if k.As != k.Name {
			old = append(old, fmt.Sprintf("%q", k.Name))
		}
	}
	said := what + " in " + strings.Join(in, " and ")
	switch len(old) {
	case 0:
		return said
	case 1:
		return said + "; " + old[0] + " is as it was"
	}
	return said + "; " + strings.Join(old, " and ") + " are as they were"
}
