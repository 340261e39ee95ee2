package checks

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"time"

	"wireladder/capture"
	"wireladder/capture/savefile"
	"wireladder/cmd/failure"
	"wireladder/cmd/own"
	"wireladder/servers/battery"
	"wireladder/servers/lab"
)

// Record asks the server a probe in a private network that this process is in, writes what
// is seen there, and tells the outcome as JSON. usual is how long an answer takes.
func (o *Options) Record(ctx context.Context, name string, usual time.Duration, to, told io.Writer, env []string) error {
	proto, err := o.proto()
	if err != nil {
		return err
	}
	p, ok := battery.Find(name, proto)
	if !ok {
		return failure.Misused("", "no such probe %q", name)
	}
	in, err := lab.Open(ctx, placeOf(&p))
	if err != nil {
		return failure.Of(err, "")
	}
	defer in.Close()
	w, err := savefile.NewWriter(to, savefile.Pcapng, placeOf(&p).Origin(), capture.LinkEthernet)
	if err != nil {
		return failure.Of(err, "")
	}
	asked := battery.Options{
		Server: o.Server, Proto: proto, Contract: battery.Contract(o.Expect), Shutdown: o.Shutdown, Patience: o.Timeout, Usual: usual,
	}
	if asked.User, asked.Env, err = own.Caller(env); err != nil {
		return err
	}
	var out battery.Upshot
	drops, err := in.Record(ctx, lab.Hooks{}, func(ctx context.Context, calls capture.CallObserver) (err error) {
		out, err = battery.Run(ctx, p, asked, in, calls)
		return err
	}, w.Write)
	if ctx.Err() != nil {
		return failure.Interrupted()
	}
	if err := errors.Join(err, w.Close(drops)); err != nil {
		return failure.Of(err, "")
	}
	return failure.Of(json.NewEncoder(told).Encode(&out), "")
}

// placeOf returns what the place of a probe is like.
func placeOf(p *battery.Probe) lab.Options {
	return lab.Options{Wire: p.Wire(), Private: true}
}
