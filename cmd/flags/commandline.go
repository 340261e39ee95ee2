package flags

import (
	"regexp"
	"slices"
	"strings"

	"github.com/spf13/pflag"

	"wireladder/capture/notation"
)

// mostOfValue is how many characters of a value are told.
const mostOfValue = 64

// CommandLine returns a command as it would be typed, for a title: words, and behind them those
// flags that were given. Values are shortened, and what looks like a password in them is left out:
// pictures are shown around.
func CommandLine(words []string, f *pflag.FlagSet, without ...string) string {
	line := strings.Join(words, " ")
	f.VisitAll(func(flag *pflag.Flag) {
		if flag.Changed && !slices.Contains(without, flag.Name) {
			line += given(flag)
		}
	})
	return strings.ToValidUTF8(line, "�")
}

// Words returns what is told of the words of a command: a password may stand behind its name.
func Words(command []string) (all []string) {
	for i, word := range command {
		if i > 0 && naming.MatchString(command[i-1]) {
			word = "…"
		}
		all = append(all, Told(word))
	}
	return all
}

// given returns a flag as it would be typed, behind a blank: once for each of its values.
func given(f *pflag.Flag) string {
	name, value := " --"+f.Name, f.Value.String()
	if list, ok := f.Value.(pflag.SliceValue); ok {
		all := ""
		for _, v := range list.GetSlice() {
			all += name + " " + Told(v)
		}
		return all
	}
	if f.Value.Type() == "bool" {
		if value == "true" {
			return name
		}
		return name + "=" + value
	}
	return name + " " + Told(value)
}

// secretName is the name of what is not told.
const secretName = `[\w-]*(?:pass(?:word|wd|phrase)?|pwd|secret|token|api[-_]?key|credentials?)[\w-]*`

// The patterns of what is not told: NAME=VALUE and --NAME VALUE, and what stands before the host of
// a URL.
var (
	naming  = regexp.MustCompile(`(?i)^--?` + secretName + `$`)
	named   = regexp.MustCompile(`(?i)(\b` + secretName + `=|(?:^|\s)--?` + secretName + `\s+)('[^']*'|"[^"]*"|[^\s'"]+)`)
	userURL = regexp.MustCompile(`://[^/\s@]*@`)
)

// Told returns what is told of a value, or of a word of a command, as a word for a shell.
func Told(value string) string {
	value = userURL.ReplaceAllString(named.ReplaceAllString(value, "$1…"), "://…@")
	runes := []rune(value)
	if len(runes) > mostOfValue {
		value = string(runes[:mostOfValue-1]) + "…"
	}
	return notation.ShellWord(value)
}
