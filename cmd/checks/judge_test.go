package checks

import (
	"testing"
	"time"

	"wireladder/capture"
	"wireladder/capture/run"
	"wireladder/capture/run/builder"
	"wireladder/capture/run/findings"
	"wireladder/capture/runtest"
	"wireladder/render/grading"
	"wireladder/servers/battery"
)

func probe(t *testing.T, name string) *battery.Probe {
	t.Helper()
	p, ok := battery.Find(name, 0)
	if !ok {
		t.Fatalf("no probe %q", name)
	}
	return &p
}

// ended returns a run in which a program has ended.
func ended(name string, result int64) *run.Run {
	s := runtest.NewScript("")
	s.Call(capture.Call{Process: capture.Process{Name: name, PID: 7}, Name: "exit", FD: -1, Result: result})
	return builder.Of(s.Recording())
}

// crashed returns a run in which a signal has ended a program.
func crashed(name string) *run.Run {
	s := runtest.NewScript("")
	s.Call(capture.Call{
		Process: capture.Process{Name: name, PID: 7}, Name: "exit", FD: -1, Result: -1, Args: capture.Arguments{Signal: "SIGSEGV"},
	})
	return builder.Of(s.Recording())
}

// What clients have seen decides, and what a finding says of the server; what is skipped is
// not judged.
func TestJudge(t *testing.T) {
	well := battery.Upshot{Passed: true}
	turn := battery.Upshot{Passed: true, Serial: true}
	half := battery.Upshot{Partly: true}
	for _, tt := range []struct {
		name, probe, model string
		out                battery.Upshot
		happened           *run.Run
		want               grading.Status
	}{
		{"answered", "one", "loop", well, ended("server", 0), grading.Passed},
		{"not answered", "one", "loop", battery.Upshot{}, ended("server", 0), grading.Failed},
		{"answered, and crashed", "one", "loop", well, crashed("server"), grading.Failed},
		{"answered, and a client crashed", "one", "loop", well, crashed("client"), grading.Passed},
		{"in turn", "two", "loop", turn, ended("server", 0), grading.Advised},
		{"in turn, of one", "two", "once", turn, ended("server", 0), grading.Advised},
		{"in turn, of several", "two", "select", turn, ended("server", 0), grading.Failed},
		{"in turn, of threads", "two", "thread", turn, ended("server", 0), grading.Failed},
		{"in part", "pieces", "loop", half, ended("server", 0), grading.Failed},
		{"in part, of one recv", "pieces", "once", half, ended("server", 0), grading.Advised},
		{"not at all, of one recv", "pieces", "once", battery.Upshot{}, ended("server", 0), grading.Failed},
		{"in part, of one recv, where it is whole", "one", "once", half, ended("server", 0), grading.Failed},
		{"skipped", "lost", "loop", battery.Upshot{Skipped: "why"}, ended("server", 1), grading.Skipped},
	} {
		o := &Options{Model: tt.model}
		if got := o.judge(probe(t, tt.probe), &tt.out, tt.happened); got.Status != tt.want {
			t.Errorf("%s: %s, want %s: %+v", tt.name, got.Status, tt.want, got)
		}
	}
}

// Of our own clients nothing is said that they do on purpose, nor what a probe brings about.
func TestAbout(t *testing.T) {
	s := runtest.NewScript("")
	s.Unreturned(capture.Call{Process: capture.Process{Name: "server", PID: 7}, Thread: 8, Name: "accept", Proto: capture.TCP, FD: 3})
	threads, alone := builder.Of(s.Recording()), ended("server", 0)
	client, server := &run.Socket{Process: "client 2"}, &run.Socket{Process: "server"}
	for _, tt := range []struct {
		name, probe string
		f           findings.Finding
		happened    *run.Run
		want        bool
	}{
		{"a client that says nothing", "silent", findings.Finding{Rule: findings.NothingSent, Who: client}, alone, false},
		{"a server that says nothing", "silent", findings.Finding{Rule: findings.NothingSent, Who: server}, alone, true},
		{"a client that waits", "one", findings.Finding{Rule: findings.WaitsForEOF, Who: client, Other: server}, alone, true},
		{"a client that is gone", "reset", findings.Finding{Rule: findings.WriteAfterClose, Who: server}, alone, false},
		{"a client that is gone, elsewhere", "one", findings.Finding{Rule: findings.WriteAfterClose, Who: server}, alone, true},
		{"the capture", "one", findings.Finding{Rule: findings.CaptureIncomplete}, alone, false},
		{"a thread", "restart", findings.Finding{Rule: findings.ThreadHoldsExit, Process: "server"}, threads, true},
		{"no thread", "restart", findings.Finding{Rule: findings.ThreadHoldsExit, Process: "server"}, alone, false},
		{"a thread, elsewhere", "one", findings.Finding{Rule: findings.ThreadHoldsExit, Process: "server"}, threads, false},
	} {
		if got := about(probe(t, tt.probe), &tt.f, tt.happened); got != tt.want {
			t.Errorf("%s: %t", tt.name, got)
		}
	}
}

// What a client brings about that has given up does not count.
func TestGivesUp(t *testing.T) {
	s := runtest.NewScript("")
	recv := s.Enter(capture.Call{Process: capture.Process{Name: "client"}, Name: "recv", Proto: capture.TCP, FD: 5, Size: 9, Result: -1, Errno: "EAGAIN"})
	s.Wait(time.Second)
	s.Return(recv)
	s.Call(capture.Call{Process: capture.Process{Name: "server"}, Name: "exit", FD: -1, Result: 1})
	happened := builder.Of(s.Recording())
	for passed, want := range map[bool]int{false: 0, true: 1} {
		all := accountsOf(happened, passed)
		all.Close()
		if n := len(all.Program("server").Exits); n != want {
			t.Errorf("passed %t: %d ends of the server count", passed, n)
		}
	}
}
