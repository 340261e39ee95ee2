package notation

import "strings"

// ShellWord returns s as one word for a POSIX shell, whatever is in it. A file must not
// look like an option: see ShellPath.
func ShellWord(s string) string {
	if IsPlain(s) {
		return s
	}
	return "'" + strings.ReplaceAll(s, "'", `'\''`) + "'"
}

// ShellPath returns the path of a file as one word for a POSIX shell that no program takes
// for an option.
func ShellPath(path string) string {
	if strings.HasPrefix(path, "-") {
		path = "./" + path
	}
	return ShellWord(path)
}

// IsPlain reports whether s has no octet that a shell, printf or AppArmor would take for
// something else.
func IsPlain(s string) bool {
	for _, c := range s {
		letter := c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9'
		if !letter && !strings.ContainsRune("/._-+", c) {
			return false
		}
	}
	return s != ""
}
