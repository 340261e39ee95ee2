//go:build torture

package cmd_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

// torture is a place where faults are done to wireladder: a folder with a good recording.
type torture struct {
	*testing.T
	program string
	folder  string
	good    []byte // the recording good.pcapng in the folder
	runs    int
	ends    map[string]int // how often it ended how
}

// outcome is how one run ended.
type outcome struct {
	code   int // -1: a signal ended it
	signal syscall.Signal
	stdout string
	stderr string
}

// patience is after how long a run is taken to hang.
const patience = time.Minute

// TestTorture does to wireladder what its users' machines do now and then. Whatever it is,
// nothing that was there is lost, nothing half-written takes a place, each failure is told
// in a sentence, and nothing hangs. `make torture` prints the table of what happened.
func TestTorture(t *testing.T) {
	program := os.Getenv("WIRELADDER")
	if program == "" {
		t.Fatal("WIRELADDER does not name the program: use `make torture`")
	}
	fmt.Printf("%-44s %5s  %s\n", "fault", "runs", "how they ended")
	for _, f := range faults {
		t.Run(f.name, func(t *testing.T) {
			p := newTorture(t, program)
			f.do(p)
			fmt.Printf("%-44s %5d  %s\n", f.name, p.runs, p.summary())
		})
	}
}

// newTorture returns a folder with a good recording, where everybody may run the program.
func newTorture(t *testing.T, program string) *torture {
	t.Helper()
	base, err := os.MkdirTemp("", "torture") //nolint:usetesting // that of the test is closed to others
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(base) })
	p := &torture{T: t, program: filepath.Join(base, "wireladder"), folder: filepath.Join(base, "run"), ends: map[string]int{}}
	content, err := os.ReadFile(program)
	p.must(err)
	p.must(os.WriteFile(p.program, content, 0o755))
	p.must(os.Mkdir(p.folder, 0o777))
	p.must(errors.Join(os.Chmod(base, 0o755), os.Chmod(p.folder, 0o777)))
	if o := p.run("demo", "tcp", "-o", p.path("good.pcapng")); o.code != 0 {
		t.Fatalf("the demo fails without a fault, too: %+v", o)
	}
	p.runs, p.ends = 0, map[string]int{}
	if p.good, err = os.ReadFile(p.path("good.pcapng")); err != nil {
		t.Fatal(err)
	}
	return p
}

// path returns the path of a file in the folder.
func (p *torture) path(name string) string { return filepath.Join(p.folder, name) }

// run runs wireladder to its end.
func (p *torture) run(args ...string) outcome { return p.runCommand(exec.Command(p.program, args...)) }

// shell runs a script of the shell in which $W is wireladder.
func (p *torture) shell(script string, args ...string) outcome {
	c := exec.Command("sh", append([]string{"-c", script, "sh"}, args...)...)
	c.Env = append(os.Environ(), "W="+p.program)
	return p.runCommand(c)
}

// runCommand runs a command in the folder to its end. A run that hangs fails the test.
func (p *torture) runCommand(c *exec.Cmd) outcome {
	p.Helper()
	var stdout, stderr bytes.Buffer
	if c.Stdout == nil {
		c.Stdout = &stdout
	}
	c.Stderr = &stderr
	if c.Dir == "" {
		c.Dir = p.folder
	}
	if err := c.Start(); err != nil {
		p.Fatal(err)
	}
	timer := time.AfterFunc(patience, func() {
		p.Errorf("%q hangs", c.Args)
		_ = c.Process.Kill()
	})
	defer timer.Stop()
	err := c.Wait()
	o := outcome{stdout: stdout.String(), stderr: stderr.String()}
	if exit := (*exec.ExitError)(nil); errors.As(err, &exit) {
		o.code, o.signal = exit.ExitCode(), 0
		if s := exit.Sys().(syscall.WaitStatus); s.Signaled() {
			o.code, o.signal = -1, s.Signal()
		}
	}
	p.count(o)
	p.checkTold(c, o)
	return o
}

// count counts how a run ended.
func (p *torture) count(o outcome) {
	p.runs++
	how := fmt.Sprintf("exit %d", o.code)
	if o.signal != 0 {
		how = o.signal.String()
	}
	p.ends[how]++
}

// checkTold checks that a run that failed says so in a sentence, without Go's own words.
func (p *torture) checkTold(c *exec.Cmd, o outcome) {
	p.Helper()
	all := o.stdout + o.stderr
	for _, word := range []string{"panic:", "goroutine ", "fatal error:", "runtime:", "SIGSEGV"} {
		if strings.Contains(all, word) {
			p.Errorf("%q: %q in what it says:\n%s", c.Args, word, all)
		}
	}
	if (o.code == 1 || o.code == 3) && !strings.Contains(o.stderr, "wireladder: error: ") {
		p.Errorf("%q ends with %d and does not say why: %q", c.Args, o.code, o.stderr)
	}
}

// summary lists how the runs ended.
func (p *torture) summary() string {
	var all []string
	for _, how := range []string{"exit 0", "exit 1", "exit 2", "exit 3", "exit 130", "exit 143"} {
		if n := p.ends[how]; n > 0 {
			all = append(all, fmt.Sprintf("%d × %s", n, how))
		}
		delete(p.ends, how)
	}
	for how, n := range p.ends {
		all = append(all, fmt.Sprintf("%d × %s", n, how))
	}
	return strings.Join(all, ", ")
}

// keepsGood checks that the good recording is as it was, or, if it may have been written
// anew, that it is whole.
func (p *torture) keepsGood(name string, mayBeNew bool) {
	p.Helper()
	now, err := os.ReadFile(p.path(name))
	switch {
	case err != nil:
		p.Errorf("%s is lost: %v", name, err)
	case bytes.Equal(now, p.good):
	case !mayBeNew:
		p.Errorf("%s is not what it was: %d octets, it had %d", name, len(now), len(p.good))
	default:
		p.readable(name)
	}
}

// readable checks that a file is a whole recording.
func (p *torture) readable(name string) {
	p.Helper()
	if o := p.quietly("read", p.path(name), "--summary"); o.code != 0 {
		p.Errorf("%s can't be read: %s", name, o.stderr)
	}
}

// quietly runs wireladder without counting it.
func (p *torture) quietly(args ...string) outcome {
	p.Helper()
	runs := p.runs
	ends := map[string]int{}
	ends, p.ends = p.ends, ends
	o := p.run(args...)
	p.runs, p.ends = runs, ends
	return o
}

// others returns the files of the folder besides those that are named.
func (p *torture) others(known ...string) []string {
	p.Helper()
	entries, err := os.ReadDir(p.folder)
	if err != nil {
		p.Fatal(err)
	}
	var all []string
	for _, e := range entries {
		if !contains(known, e.Name()) {
			all = append(all, e.Name())
		}
	}
	return all
}

func contains(all []string, one string) bool {
	for _, s := range all {
		if s == one {
			return true
		}
	}
	return false
}

// drafts checks that a run has left nothing but the files that are named and drafts, and
// removes those. What a draft holds can be read.
func (p *torture) drafts(known ...string) {
	p.Helper()
	for _, name := range p.others(known...) {
		content, err := os.ReadFile(p.path(name))
		if !strings.HasSuffix(name, ".part") || err != nil {
			p.Errorf("it leaves %q (%v)", name, err)
		} else if strings.Contains(name, ".pcapng.") && len(content) > 0 {
			p.holds(name)
		}
		p.must(os.Remove(p.path(name)))
	}
}

// holds checks that what was written of a recording is read.
func (p *torture) holds(name string) {
	p.Helper()
	if o := p.quietly("read", p.path(name), "--summary"); o.code > 1 || o.stdout == "" {
		p.Errorf("%s can't be read: %s", name, o.stderr)
	}
}

// background starts a command of the shell, and returns what waits for its end.
func (p *torture) background(ctx context.Context, args ...string) *exec.Cmd {
	p.Helper()
	c := exec.CommandContext(ctx, p.program, args...)
	c.Dir = p.folder
	if err := c.Start(); err != nil {
		p.Fatal(err)
	}
	return c
}
