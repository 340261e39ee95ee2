package usage

import (
	"fmt"
	"runtime/debug"
)

// Version returns the version that the build knows of itself.
func Version() string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return "(unknown)"
	}
	v, commit := info.Main.Version, ""
	for _, s := range info.Settings {
		if s.Key == "vcs.revision" {
			commit = s.Value
		}
	}
	if v == "" || v == "(devel)" {
		v = "(devel)"
		if len(commit) >= 12 {
			v += " " + commit[:12]
		}
	}
	return fmt.Sprintf("%s %s", v, info.GoVersion)
}
