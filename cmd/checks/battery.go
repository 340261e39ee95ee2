package checks

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"wireladder/capture"
	"wireladder/capture/notation"
	"wireladder/capture/run"
	"wireladder/capture/run/builder"
	"wireladder/cmd/console"
	"wireladder/cmd/failure"
	"wireladder/cmd/flags"
	"wireladder/cmd/record"
	"wireladder/cmd/report"
	"wireladder/render"
	"wireladder/render/grading"
	"wireladder/render/text"
	"wireladder/servers/battery"
)

// Command is the name of the command that asks one probe, inside a private network: its
// arguments are the probe's name and how long an answer usually takes.
const Command = "__check"

// checkup is a battery under way.
type checkup struct {
	*Options
	console *console.Console
	version string
	printer *grading.Printer // nil: stdout gets something else
	report  grading.Report
	proto   capture.Protocol // 0: not known yet
	usual   time.Duration
	unready bool // the server takes no clients
}

// Run checks the server, and reports whether it has stood every probe: the error of one that
// has not is told already. version is that of this program.
func Run(ctx context.Context, c *console.Console, o *Options, version string) error {
	if err := o.makeFolders(); err != nil {
		return err
	}
	r := &checkup{Options: o, console: c, version: version}
	r.proto, _ = o.proto()
	r.report = grading.Report{Server: o.Server, Model: o.Model, Expect: o.Expect, Started: time.Now()}
	if o.stdout() == asText {
		r.printer = grading.NewPrinter(c.Stdout, o.Picture.Style(c, c.Stdout))
	}
	err := r.all(ctx)
	r.report.Seconds = time.Since(r.report.Started).Seconds()
	if err == nil {
		err = r.tell()
	} else if r.printer != nil && len(r.report.Grades) > 0 {
		err = errors.Join(err, r.printer.Summary(&r.report))
	}
	if err == nil && r.report.Count(grading.Failed) > 0 {
		return &failure.Failure{Code: failure.CodeFailed}
	}
	return err
}

// all asks every probe: the first one tells what the server speaks.
func (r *checkup) all(ctx context.Context) error {
	names := r.Only
	if len(names) == 0 {
		names = namesOf(r.proto)
	}
	for i := 0; i < len(names); i++ {
		if err := r.one(ctx, names[i]); err != nil {
			return err
		}
		if i == 0 && len(r.Only) == 0 {
			names = namesOf(r.proto)
		}
		if r.unready && r.proto == 0 {
			return nil // there is nothing to ask
		}
	}
	return nil
}

// namesOf returns the names of the probes of a protocol; of one that is not known, the first.
func namesOf(proto capture.Protocol) []string {
	if proto == 0 {
		return []string{battery.First}
	}
	var all []string
	for _, p := range battery.Probes(proto) {
		all = append(all, p.Name)
	}
	return all
}

// one asks one probe, and tells how it has ended.
func (r *checkup) one(ctx context.Context, name string) error {
	p, ok := battery.Find(name, r.proto)
	if !ok {
		p, _ = battery.Find(name, 0)
		return r.grade(grading.Grade{Probe: p.Name, Title: p.Title, Asked: p.Asks, Status: grading.Skipped, Seen: fmt.Sprintf("it is not asked of %v servers", r.proto)})
	}
	if r.unready {
		return r.grade(grading.Grade{Probe: p.Name, Title: p.Title, Asked: p.Asks, Status: grading.Skipped, Seen: "the server takes no clients"})
	}
	begun := time.Now()
	g, err := r.ask(ctx, &p)
	if err != nil {
		return err
	}
	g.Seconds = time.Since(begun).Seconds()
	return r.grade(g)
}

// grade takes the grade of a probe.
func (r *checkup) grade(g grading.Grade) error {
	r.report.Grades = append(r.report.Grades, g)
	if r.printer == nil {
		return nil
	}
	return failure.Of(r.printer.Grade(&g), "")
}

// ask asks a probe, and judges it.
func (r *checkup) ask(ctx context.Context, p *battery.Probe) (grading.Grade, error) {
	origin := placeOf(p).Origin()
	origin.Application, origin.Scenario = "wireladder "+r.version, "check" // by which a reader knows two hosts of ours
	origin.OS, origin.Command = record.System(), flags.CommandLine([]string{"wireladder check --only", p.Name}, r.Flags)
	var told bytes.Buffer
	shown, err := report.NewLive(ctx, origin, r.outputsOf(p))
	if err != nil {
		return grading.Grade{}, failure.Unshown(err)
	}
	defer shown.Abort()
	args := append([]string{Command, p.Name, r.usual.String()}, flags.HandOn(r.Flags)...)
	drops, err := record.Inside(ctx, record.Streams{Stdout: &told, Stderr: r.console.Stderr}, args, nil, shown.Add)
	shown.Lost(drops)
	if err != nil {
		return grading.Grade{}, err
	}
	var out battery.Upshot
	if err := json.Unmarshal(told.Bytes(), &out); err != nil {
		return grading.Grade{}, failure.Of(fmt.Errorf("probe %s: it has told nothing: %w", p.Name, err), "")
	}
	if _, err := shown.Finish(true); err != nil {
		return grading.Grade{}, failure.Unshown(err)
	}
	r.learn(&out)
	happened := builder.Of(shown.Recording())
	g := r.judge(p, &out, happened)
	return g, r.addPicture(&g, happened, drops)
}

// outputsOf returns where a probe is shown besides the report: in the folders.
func (r *checkup) outputsOf(p *battery.Probe) *report.Options {
	o := r.Picture.Options(r.console, &flags.OutputOptions{})
	o.OwnScreen = true
	for _, folder := range r.folders() {
		name := filepath.Join(folder, p.Name)
		o.Destinations = append(o.Destinations, report.Destination{Name: name + ".pcapng", Format: report.Pcapng}, report.Destination{Name: name + ".txt", Format: report.Text})
	}
	return &o
}

// learn keeps what a probe tells of the server.
func (r *checkup) learn(out *battery.Upshot) {
	if out.Proto == 0 {
		r.unready = true
		return
	}
	r.proto = out.Proto
	if r.usual == 0 {
		r.usual = out.Took
	}
	if r.report.Address == "" {
		r.report.Proto, r.report.Address = out.Proto.String(), out.Address.String()
	}
}

// addPicture adds how the picture of a probe is had, and the picture of one that has failed.
func (r *checkup) addPicture(g *grading.Grade, happened *run.Run, drops capture.Drops) error {
	if folders := r.folders(); len(folders) > 0 && g.Status != grading.Skipped {
		g.Picture = "wireladder read " + notation.ShellPath(filepath.Join(folders[0], g.Probe+".pcapng"))
	}
	if g.Status != grading.Failed {
		return nil
	}
	if g.Picture == "" {
		g.Picture = fmt.Sprintf("wireladder check --server %s --only %s -o report/", notation.ShellWord(r.Server), g.Probe)
	}
	var err error
	g.Ladder, err = r.ladder(happened, drops)
	return failure.Of(err, "")
}

// maxRows is how many rows of a ladder stand in a report.
const maxRows = 150

// ladder draws a probe. What went wrong the report says itself.
func (r *checkup) ladder(happened *run.Run, drops capture.Drops) (string, error) {
	d := render.Build(happened, render.Subject{Drops: drops})
	d.Findings = nil
	style := r.Picture.Style(r.console, r.console.Stdout)
	var all strings.Builder
	p := text.Painter{Width: style.Width, Detail: flags.Details[r.Picture.Explain], ASCII: style.ASCII, Color: style.Color && len(r.files()) == 0}
	if err := p.Paint(&all, &d); err != nil {
		return "", err
	}
	rows := slices.Collect(strings.Lines(all.String()))
	if len(rows) > maxRows {
		rows = append(rows[:maxRows], fmt.Sprintf("  and %d rows more\n", len(rows)-maxRows))
	}
	return strings.Join(rows, ""), nil
}
