package scenario

import (
	"context"
	"errors"
	"net/netip"
	"strings"
	"testing"

	"wireladder/capture"
	"wireladder/servers"
)

// answering is a service whose server waits and whose clients get that answer.
func answering(answer string, err error) *act {
	st := newStage(context.Background(), DefaultOptions(), nil)
	standing := newAttendance("accept", nil)
	standing.Enter(&capture.Call{Name: "accept"})
	standing.Enter(&capture.Call{Name: "accept"})
	ask := func(context.Context, servers.ClientOptions, []byte) ([]byte, error) { return []byte(answer), err }
	return &act{stage: st, service: service{ask: ask}, server: netip.MustParseAddrPort("127.0.0.1:7"), standing: standing}
}

func TestExchangeChecksAnswer(t *testing.T) {
	broken := errors.New("broken")
	tests := []struct {
		answer string
		err    error
		want   string
	}{
		{"HELLO", nil, ""},
		{"hello", nil, `client: the server at 127.0.0.1:7 answered "hello", not "HELLO"`},
		{"", nil, `answered "", not "HELLO"`},
		{"HELLO\n", nil, `answered "HELLO\n", not "HELLO"`},
		{strings.Repeat("X", 65), nil, `XXX"… (65 bytes), not`},
		{"HELLO", broken, "client: broken"},
	}
	for _, tt := range tests {
		err := answering(tt.answer, tt.err).exchange(1)
		if (err == nil) != (tt.want == "") || err != nil && !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%.20q: error %v, want %q", tt.answer, err, tt.want)
		}
	}
}

// failing is a server that fails when it serves.
type failing struct {
	servers.Server
	err error
}

func (f failing) Serve(context.Context) error { return f.err }

// A server that fails ends everybody's waiting; the first failure is told.
func TestServerFails(t *testing.T) {
	broken := errors.New("broken")
	st := newStage(context.Background(), DefaultOptions(), nil)
	st.serve(failing{err: broken})
	if err := newAttendance("accept", nil).await(st.ctx, 1); !errors.Is(err, broken) {
		t.Errorf("await: %v", err)
	}
	if err := st.reason(errors.New("connection broken off")); !errors.Is(err, broken) {
		t.Errorf("reason: %v", err)
	}
	st.serve(failing{err: broken})
	for range 2 {
		if err := st.stop(); !errors.Is(err, broken) {
			t.Errorf("stop: %v", err)
		}
	}
}

func TestAttendance(t *testing.T) {
	var next attendance // counts what it is passed, as any observer would
	next.waitsIn, next.changed = "recvfrom", make(chan struct{})
	a := newAttendance("recvfrom", &next)
	arrived := make(chan error)
	go func() { arrived <- a.await(context.Background(), 2) }()
	for _, name := range []string{"bind", "recvfrom", "sendto", "recvfrom"} {
		c := &capture.Call{Name: name}
		a.Enter(c)
		a.Return(c)
	}
	if err := <-arrived; err != nil {
		t.Error(err)
	}
	if next.waits != 2 {
		t.Errorf("%d waits were passed on, want 2", next.waits)
	}
	ctx, cancel := context.WithCancelCause(context.Background())
	cancel(errors.New("enough"))
	if err := a.await(ctx, 3); err == nil || err.Error() != "enough" {
		t.Errorf("await a third time: %v", err)
	}
}
