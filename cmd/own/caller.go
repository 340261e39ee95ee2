package own

import (
	"fmt"
	"os"
	"os/user"
	"slices"
	"strconv"
	"strings"

	"wireladder/capture/calls"
)

// Caller returns whose rights programs have, and their environment, where this process has
// env: those of who has called sudo(8); nil and env where nobody has.
func Caller(env []string) (*calls.User, []string, error) { return caller(env, isRoot()) }

// caller returns whose rights programs have that root runs for somebody (sudo(8): SUDO_UID,
// SUDO_GID), and the environment that they have then; nil and env where nobody else asks.
func caller(env []string, root bool) (*calls.User, []string, error) {
	uid, gid := valueOf(env, "SUDO_UID"), valueOf(env, "SUDO_GID")
	if !root || uid == "" || uid == "0" {
		return nil, env, nil
	}
	u := &calls.User{}
	var err error
	if u.UID, err = number("SUDO_UID", uid); err != nil {
		return nil, nil, err
	}
	if u.GID, err = number("SUDO_GID", gid); err != nil {
		return nil, nil, err
	}
	u.Groups = []uint32{u.GID}
	known, err := user.LookupId(uid)
	if err != nil {
		return u, of(env, nil), nil // it has no name
	}
	if groups, err := known.GroupIds(); err == nil {
		u.Groups = nil
		for _, g := range groups {
			if id, err := number("group", g); err == nil {
				u.Groups = append(u.Groups, id)
			}
		}
	}
	return u, of(env, known), nil
}

// of returns an environment as a user has it, who may not be known.
func of(env []string, known *user.User) []string {
	set := map[string]string{}
	if known != nil {
		set["HOME"], set["USER"], set["LOGNAME"] = known.HomeDir, known.Username, known.Username
	}
	theirs := slices.DeleteFunc(slices.Clone(env), func(v string) bool {
		name, _, _ := strings.Cut(v, "=")
		_, replaced := set[name]
		return replaced || strings.HasPrefix(name, "SUDO_")
	})
	for _, name := range []string{"HOME", "USER", "LOGNAME"} {
		if value, ok := set[name]; ok {
			theirs = append(theirs, name+"="+value)
		}
	}
	return theirs
}

// valueOf returns the value of a variable; "" if there is none.
func valueOf(env []string, name string) string {
	for _, v := range env {
		if value, ok := strings.CutPrefix(v, name+"="); ok {
			return value
		}
	}
	return ""
}

// number reads the number of a user or group.
func number(name, text string) (uint32, error) {
	n, err := strconv.ParseUint(text, 10, 32)
	if err != nil {
		return 0, fmt.Errorf("%s is no number: %q", name, text)
	}
	return uint32(n), nil
}

// isRoot reports whether this process may act for any user.
func isRoot() bool { return os.Geteuid() == 0 }
