//go:build torture

package cmd_test

import (
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"time"
)

// faults are what is done, by name.
var faults = []struct {
	name string
	do   func(*torture)
}{
	{"the disk is full", diskFull},
	{"the disk is full, over a good file", diskFullOver},
	{"the folder goes away", folderGoes},
	{"two runs write one file", twoRuns},
	{"a killed run leaves a file that opens", partOpens},
	{"few file descriptors (RLIMIT_NOFILE 10 to 40)", fewDescriptors},
	{"few threads (RLIMIT_NPROC 6 to 40)", fewThreads},
	{"few tasks (pids.max 4 to 40)", fewTasks},
	{"300 signals at random times", randomSignals},
	{"stdout is closed", stdoutClosed},
	{"stdout is slow", stdoutSlow},
	{"the reader of stdout leaves", stdoutLeaves},
	{"the working directory is deleted", folderDeleted},
	{"damaged input over a good file", damagedOver},
}

// onSmallDisk is a script that has a disk of $1 octets at small, and runs the rest.
const onSmallDisk = `mkdir -p small && exec unshare -Urm sh -c 'mount -t tmpfs -o size=$0 none small && exec "$@"' "$@"`

func diskFull(p *torture) {
	for _, size := range []string{"4k", "8k", "16k", "32k"} {
		big := p.path("big.pcapng")
		if o := p.quietly("demo", "tcp", "-o", big); o.code != 0 {
			p.Fatal(o.stderr)
		}
		o := p.shell(onSmallDisk, size, p.program, "read", big, "-o", "small/run.pcapng", "-o", "run.jsonl", "-o", "-", "--max-steps", "0")
		if o.code == 0 {
			p.must(os.Remove(p.path("run.jsonl")))
			continue // it had room
		}
		if o.code != 1 || !strings.Contains(o.stderr, "no space left") {
			p.Errorf("%s: exit %d: %s", size, o.code, o.stderr)
		}
		if !strings.Contains(o.stdout, "SYN") {
			p.Errorf("%s: the picture is lost: %q", size, o.stdout)
		}
		if lines, err := os.ReadFile(p.path("run.jsonl")); err != nil || strings.Count(string(lines), "\n") < 20 {
			p.Errorf("%s: the other output is lost: %v, %d octets", size, err, len(lines))
		}
		_ = os.Remove(p.path("run.jsonl"))
	}
	p.drafts("good.pcapng", "big.pcapng", "small")
}

func diskFullOver(p *torture) {
	script := `mkdir -p small && exec unshare -Urm sh -c '
		mount -t tmpfs -o size=$1 none small && cp good.pcapng small/run.pcapng && shift && "$@"; code=$?
		cmp good.pcapng small/run.pcapng || exit 99
		exit $code' sh "$@"`
	for _, size := range []string{"32k", "48k", "64k"} {
		for _, args := range [][]string{{"demo", "tcp"}, {"read", "good.pcapng"}, {"read", "small/run.pcapng"}} {
			args = append(append([]string{size, p.program}, args...), "-o", "small/run.pcapng")
			if o := p.shell(script, args...); o.code == 99 && !strings.Contains(o.stdout+o.stderr, "differ") {
				p.Errorf("%s: the good file is lost: %s", size, o.stderr)
			}
		}
	}
}

func folderGoes(p *torture) {
	for i := range 10 {
		folder := p.path(fmt.Sprint("gone", i))
		fifo := p.path(fmt.Sprint("fifo", i))
		p.must(os.Mkdir(folder, 0o755))
		p.must(syscall.Mkfifo(fifo, 0o644))
		c := exec.Command(p.program, "read", fifo, "-o", folder+"/run.pcapng", "-o", p.path("run.jsonl"), "-o", "-")
		done := make(chan outcome)
		go func() { done <- p.runCommand(c) }()
		w, err := os.OpenFile(fifo, os.O_WRONLY, 0)
		p.must(err)
		_, err = w.Write(p.good[:len(p.good)/2])
		p.must(err)
		time.Sleep(50 * time.Millisecond) // it is reading, or about to
		p.must(os.RemoveAll(folder))
		_, err = w.Write(p.good[len(p.good)/2:])
		p.must(err)
		p.must(w.Close())
		o := <-done
		if lines, err := os.ReadFile(p.path("run.jsonl")); err != nil || len(lines) == 0 || !strings.Contains(o.stdout, "SYN") {
			p.Errorf("the other output or the picture is lost: %v\n%s", err, o.stderr)
		}
		_ = os.Remove(fifo)
	}
}

func twoRuns(p *torture) {
	for range 10 {
		done := make(chan outcome, 2)
		for range 2 {
			c := exec.Command(p.program, "demo", "tcp", "-o", p.path("run.pcapng"))
			go func() { done <- p.runCommand(c) }()
		}
		for range 2 {
			if o := <-done; o.code > 1 || !strings.Contains(o.stdout, "SYN") {
				p.Errorf("exit %d: %s", o.code, o.stderr)
			}
		}
		p.readable("run.pcapng")
		p.drafts("good.pcapng", "run.pcapng")
	}
}

func partOpens(p *torture) {
	p.must(os.WriteFile(p.path("run.pcapng.part"), []byte("notes"), 0o600))
	for i := range 20 {
		c := p.background(p.Context(), "demo", "zero-window", "-o", p.path("run.pcapng"))
		time.Sleep(time.Duration(50+20*i) * time.Millisecond)
		_ = c.Process.Kill()
		_ = c.Wait()
		p.runs++
		p.ends["killed"]++
	}
	time.Sleep(time.Second) // its children notice
	for _, name := range p.others("good.pcapng", "run.pcapng.part", "run.pcapng") {
		if content, err := os.ReadFile(p.path(name)); err == nil && len(content) > 0 {
			p.readable(name)
		}
	}
	if notes, err := os.ReadFile(p.path("run.pcapng.part")); string(notes) != "notes" {
		p.Errorf("what was not ours is lost: %v", err)
	}
}

func fewDescriptors(p *torture) {
	for n := 10; n <= 40; n++ {
		for _, command := range []string{"demo tcp", "demo udp --delay 2ms", "read good.pcapng", "serve tcp 0 --model once </dev/null & sleep 0.2; kill -INT $!; wait $!; :"} {
			if o := p.shell(fmt.Sprintf(`cp good.pcapng run.pcapng; ulimit -n %d; exec "$W" %s`, n, withOutput(command))); o.code > 3 {
				p.Errorf("%d descriptors, %s: exit %d: %s", n, command, o.code, o.stderr)
			}
			p.keepsGood("run.pcapng", true)
			p.drafts("good.pcapng", "run.pcapng")
		}
	}
}

// withOutput has a command that captures write over the recording run.pcapng.
func withOutput(command string) string {
	if strings.HasPrefix(command, "serve") {
		return strings.TrimPrefix(command, "exec ")
	}
	return command + " -o run.pcapng"
}

// nobody is who has no rights.
var nobody65534 = &syscall.Credential{Uid: 65534, Gid: 65534}

func fewThreads(p *torture) {
	if os.Geteuid() != 0 {
		p.Skip("only root can be somebody else, of whom no other process counts")
	}
	for n := 6; n <= 40; n++ { // with fewer the runtime of Go does not begin
		c := exec.Command("sh", "-c", fmt.Sprintf(`ulimit -p %d; exec "$W" demo tcp -o run%d.pcapng`, n, n))
		c.Env = append(os.Environ(), "W="+p.program)
		c.SysProcAttr = &syscall.SysProcAttr{Credential: nobody65534}
		if o := p.runCommand(c); o.code == 0 {
			p.readable(fmt.Sprintf("run%d.pcapng", n))
			_ = os.Remove(p.path(fmt.Sprintf("run%d.pcapng", n)))
		}
		p.drafts("good.pcapng")
	}
}

func fewTasks(p *torture) {
	group, err := os.MkdirTemp("/sys/fs/cgroup", "wireladder")
	if err != nil {
		p.Skip("no control groups here: ", err)
	}
	defer os.Remove(group) //nolint:errcheck // as far as it goes
	for n := 4; n <= 40; n += 2 {
		if err := os.WriteFile(filepath.Join(group, "pids.max"), []byte(fmt.Sprint(n)), 0o644); err != nil {
			p.Skip("no control of pids here: ", err)
		}
		o := p.shell(`echo $$ >"$1"/cgroup.procs && exec "$W" demo tcp -o run.pcapng`, group)
		if o.code == 0 {
			p.readable("run.pcapng")
			_ = os.Remove(p.path("run.pcapng"))
		}
		p.drafts("good.pcapng")
	}
}

func randomSignals(p *torture) {
	r := rand.New(rand.NewPCG(1, 2))
	signals := []syscall.Signal{syscall.SIGINT, syscall.SIGTERM, syscall.SIGHUP, syscall.SIGKILL, syscall.SIGQUIT}
	for i := range 300 {
		p.must(os.WriteFile(p.path("run.pcapng"), p.good, 0o644))
		s := signals[i%len(signals)]
		c := exec.Command(p.program, "demo", "tcp", "-o", p.path("run.pcapng"))
		if i%2 == 1 {
			c = exec.Command(p.program, "read", p.path("good.pcapng"), "-o", p.path("run.pcapng"))
		}
		c.Dir, c.Stdout, c.Stderr = p.folder, io.Discard, io.Discard
		p.must(c.Start())
		time.Sleep(time.Duration(r.IntN(120)) * time.Millisecond)
		_ = c.Process.Signal(s)
		err := c.Wait()
		p.runs++
		p.ends[fmt.Sprint(err)]++
		p.keepsGood("run.pcapng", true)
		p.drafts("good.pcapng", "run.pcapng")
	}
}

func stdoutClosed(p *torture) {
	for _, command := range []string{
		"demo tcp", "read good.pcapng", "read good.pcapng --summary", "read good.pcapng --format jsonl",
		"read good.pcapng -v", "explain", "demo --list", "--help", "doctor", "--version",
	} {
		if o := p.shell(`exec "$W" ` + command + ` >&-`); o.code != 1 && o.code != 3 {
			p.Errorf("%s with stdout closed: exit %d: %s", command, o.code, o.stderr)
		}
		if o := p.shell(`exec "$W" ` + command + ` >/dev/full`); o.code != 1 && o.code != 3 || !strings.Contains(o.stderr, "no space left") {
			p.Errorf("%s with stdout full: exit %d: %s", command, o.code, o.stderr)
		}
	}
}

func stdoutSlow(p *torture) {
	for range 5 {
		o := p.shell(`"$W" demo tcp -o run.pcapng | { sleep 1; cat; }`)
		if o.code != 0 || !strings.Contains(o.stdout, "SYN") {
			p.Errorf("exit %d: %s", o.code, o.stderr)
		}
		p.readable("run.pcapng")
	}
}

func stdoutLeaves(p *torture) {
	for range 10 {
		o := p.shell(`{ "$W" demo tcp -o run.pcapng; echo $? >&2; } | head -1`)
		if !strings.HasPrefix(o.stderr, "0") && !strings.HasPrefix(o.stderr, "141") && !strings.Contains(o.stderr, "wireladder: error") && !strings.HasPrefix(o.stderr, "1") {
			p.Errorf("it says %q", o.stderr)
		}
		p.readable("run.pcapng") // the file is whole all the same
	}
}

func folderDeleted(p *torture) {
	for _, command := range []string{"demo tcp", "demo tcp -o run.pcapng", "read " + p.path("good.pcapng"), "read " + p.path("good.pcapng") + " -o run.pcapng", "doctor", "demo udp --delay 1ms -o " + p.path("run.pcapng")} {
		p.shell(`mkdir here && cd here && rmdir ../here && exec "$W" ` + command)
	}
	p.readable("run.pcapng")
}

func damagedOver(p *torture) {
	r := rand.New(rand.NewPCG(3, 4))
	for i := range 200 {
		bad := append([]byte(nil), p.good...)
		if i%2 == 0 {
			bad = bad[:r.IntN(len(bad))]
		} else {
			for range 1 + r.IntN(4) {
				bad[r.IntN(len(bad))] ^= byte(1 << r.IntN(8))
			}
		}
		p.must(os.WriteFile(p.path("bad.pcapng"), bad, 0o644))
		p.must(os.WriteFile(p.path("run.pcapng"), p.good, 0o644))
		o := p.run("read", p.path("bad.pcapng"), "-o", p.path("run.pcapng"))
		p.keepsGood("run.pcapng", o.code == 0)
		for _, left := range p.others("good.pcapng", "bad.pcapng", "run.pcapng") {
			if !strings.Contains(o.stderr, left) {
				p.Errorf("it leaves %s and does not say so: %s", left, o.stderr)
			}
			p.must(os.Remove(p.path(left)))
		}
	}
}

// must ends the test if something fails that is no fault of wireladder's.
func (p *torture) must(err error) {
	p.Helper()
	if err != nil {
		p.Fatal(err)
	}
}
