package pager

import (
	"os/exec"
	"strings"
)

// lookup returns a variable of an environment, and whether it is set.
func lookup(environ []string, name string) (string, bool) {
	for _, v := range environ {
		if value, ok := strings.CutPrefix(v, name+"="); ok {
			return value, true
		}
	}
	return "", false
}

// installed reports whether there is a program of that name.
func installed(name string) bool {
	_, err := exec.LookPath(name)
	return err == nil
}
