package cmd

import (
	"context"
	"errors"

	"wireladder/capture"
	"wireladder/render"
)

// outputs are all destinations of one command. What is written to a file comes
// into place when everything has succeeded.
type outputs struct{ list []*output }

// open opens all outputs, or none. detail is how much lines of JSON explain.
func (o *outputOptions) open(ctx context.Context, c *console, origin capture.Origin, link capture.LinkType, detail render.Detail) (*outputs, error) {
	if err := o.check(c); err != nil {
		return &outputs{}, err
	}
	outs := &outputs{}
	for _, name := range o.names() {
		out, err := o.openOutput(ctx, c, name)
		if err == nil {
			outs.list = append(outs.list, out)
			out.again = func() error { return out.begin(origin, link, jsonlOptions{detail, o.PacketsOnly}) }
			err = out.again()
		}
		if err != nil {
			outs.abort()
			return outs, failed(err, outputRepair(err))
		}
	}
	return outs, nil
}

// view reports whether one of the outputs shows what was seen, or is stdout:
// then nothing is drawn besides.
func (o *outputs) view() bool {
	for _, out := range o.list {
		if savedFormats[out.format] == 0 || out.file == nil {
			return true
		}
	}
	return false
}

// active reports whether any output takes entries as they come.
func (o *outputs) active() bool {
	for _, out := range o.list {
		if out.sink != nil && !out.done {
			return true
		}
	}
	return false
}

// packet adds a packet to the outputs that take them as they come.
func (o *outputs) packet(s *seen) error {
	return o.each(func(to sink) error { return to.packet(s) })
}

// other adds an entry that is no packet to the outputs that take them as they come.
func (o *outputs) other(e *capture.Entry) error {
	return o.each(func(to sink) error { return to.other(e) })
}

// flush writes what the outputs have gathered.
func (o *outputs) flush() error { return o.each(sink.flush) }

// each does something with every sink that wants more, up to the first that
// fails.
func (o *outputs) each(do func(sink) error) error {
	for _, out := range o.list {
		if out.sink == nil || out.done {
			continue
		}
		switch err := do(out.sink); {
		case errors.Is(err, errEnough):
			out.done = true
		case err != nil:
			return out.failure(err)
		}
	}
	return nil
}

// restart begins the files anew that take entries as they come, as far as that is
// possible, and returns them.
func (o *outputs) restart() (*outputs, error) {
	begun := &outputs{}
	for _, out := range o.list {
		if out.sink == nil || out.file == nil {
			continue
		}
		if err := out.sink.flush(); err != nil {
			return nil, out.failure(err)
		}
		ok, err := out.file.Restart()
		if err == nil && ok {
			err = out.again()
			begun.list = append(begun.list, out)
		}
		if err != nil {
			return nil, err
		}
	}
	return begun, nil
}

// close ends what the sinks write.
func (o *outputs) close(drops capture.Drops) error {
	for _, out := range o.list {
		if out.sink == nil {
			continue
		}
		if err := out.sink.close(drops); err != nil {
			return out.failure(err)
		}
	}
	return nil
}

// drawFiles paints the pictures that go to files.
func (o *outputs) drawFiles(c *console, p *pictureOptions, d *render.Diagram) error {
	for _, out := range o.list {
		if out.sink != nil || out.file == nil {
			continue
		}
		if err := p.painter(c, out.w).Paint(out.w, d); err != nil {
			return out.failure(err)
		}
	}
	return nil
}

// show paints the picture on stdout: if that was asked for, or if nothing else
// shows what was seen.
func (o *outputs) show(c *console, p *pictureOptions, d *render.Diagram) error {
	wanted := !o.view()
	for _, out := range o.list {
		wanted = wanted || out.name == "-" && out.sink == nil
	}
	if !wanted {
		return nil
	}
	return p.painter(c, c.stdout).Paint(c.stdout, d)
}

// commit completes all files and puts them in place.
func (o *outputs) commit(drops capture.Drops) error {
	if err := o.close(drops); err != nil {
		return err
	}
	for _, out := range o.list {
		if out.file == nil {
			continue
		}
		if err := out.file.Commit(); err != nil {
			return err
		}
	}
	return nil
}

// abort removes what is not complete.
func (o *outputs) abort() {
	for _, out := range o.list {
		if out.file != nil {
			out.file.Abort() //nolint:errcheck // without effect after Commit; else the failure that led here is told
		}
	}
}
