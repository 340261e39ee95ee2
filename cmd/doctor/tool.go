package doctor

import (
	"context"
	"os/exec"
	"regexp"
	"time"
)

// toolPatience is how long a tool may take to tell its version.
const toolPatience = 5 * time.Second

var versionNumber = regexp.MustCompile(`\d+\.\d+(\.\d+)?`)

// tool says where a tool is that reads what this program writes, and writes what it reads,
// and which version it has.
func tool(ctx context.Context, name string) Finding {
	f := Finding{Ability: name, State: "not here"}
	path, err := exec.LookPath(name)
	if err != nil {
		return f
	}
	f.State, f.Works = path, true
	ctx, cancel := context.WithTimeout(ctx, toolPatience)
	defer cancel()
	said, err := exec.CommandContext(ctx, path, "--version").CombinedOutput() //nolint:gosec // a program of that name
	if number := versionNumber.Find(said); err == nil && number != nil {
		f.State += ", version " + string(number)
	}
	return f
}
