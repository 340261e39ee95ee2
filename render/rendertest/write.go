package rendertest

import (
	"fmt"
	"net/netip"
	"strconv"
	"strings"
	"time"

	"wireladder/render"
)

// Text returns a diagram as text for people who review a golden, and for [ParseDiagram]. It
// has every field but Times, which package timing makes: those that a line does not name hold their usual value.
//
//	ladder tcp "TCP" "connections, and a socket for each"
//	start 2024-05-06T07:08:09Z
//	  line 0    initiator active     "client 1"  fd=4 local=127.0.0.1:50001 begin=0 last=9
//	  bar       line=0 from=3 to=7
//	  phase "set up"
//	  step 0    0s           call      line=0 born=0
//	       labels "socket(SOCK_STREAM) = fd 4" "socket() = fd 4"
//	       brief "…"
func Text(d *render.Diagram) string {
	w := &diagramWriter{}
	w.string("title", d.Title)
	w.strings("about", d.About)
	if d.Untold {
		w.line("untold")
	}
	if d.Aligned {
		w.line("aligned")
	}
	w.strings("caption", d.Captions)
	w.string("hosts", d.Hosts)
	for _, f := range d.Findings {
		w.line("finding", quotedAll([]string{f.Rule, f.Brief, f.Full, f.Repair}), placesField("seen", f.Seen))
	}
	w.strings("note", d.Notes)
	if d.Totals.Title != "" || d.Totals.Rows != nil {
		w.line("table", quoted(d.Totals.Title))
	}
	for _, row := range d.Totals.Rows {
		w.line("  row", quotedAll(row))
	}
	for i := range d.Ladders {
		w.ladder(&d.Ladders[i])
	}
	return strings.TrimPrefix(w.String(), "\n")
}

// diagramWriter writes the text of a diagram.
type diagramWriter struct {
	strings.Builder
	start time.Time // of the ladder in hand
	phase string    // of the steps in hand
}

// line writes one line of fields, without those that are empty.
func (w *diagramWriter) line(fields ...string) {
	var all []string
	for _, f := range fields {
		if f != "" {
			all = append(all, f)
		}
	}
	w.WriteString(strings.TrimRight(strings.Join(all, " "), " ") + "\n")
}

// strings writes a line of a name for each value.
func (w *diagramWriter) strings(name string, values []string) {
	for _, v := range values {
		w.line(name, quoted(v))
	}
}

// string writes a line of a name, unless the value is empty.
func (w *diagramWriter) string(name, value string) {
	if value != "" {
		w.line(name, quoted(value))
	}
}

func (w *diagramWriter) ladder(l *render.Ladder) {
	w.line()
	w.line("ladder", protocolNames().of(uint8(l.Proto)), quoted(l.Title), quoted(l.Subtitle))
	w.start, w.phase = startOf(l), ""
	if !w.start.IsZero() {
		w.line("start", w.start.UTC().Format(time.RFC3339Nano))
	}
	if !l.First.IsZero() {
		w.line("first", l.First.UTC().Format(time.RFC3339Nano))
	}
	if l.Apart {
		w.line("apart")
	}
	for i := range l.Lifelines {
		w.lifeline(i, &l.Lifelines[i])
	}
	for _, b := range l.Bars {
		w.line("  bar      ", numberField("line", b.Lifeline, -1), numberField("from", b.From, -1), numberField("to", b.To, -1))
	}
	for _, t := range l.Timers {
		w.line("  timer    ", numberField("from", t.From, -1), numberField("to", t.To, -1))
	}
	for i := range l.Steps {
		w.step(i, &l.Steps[i])
	}
}

// startOf returns the first time of a ladder.
func startOf(l *render.Ladder) time.Time {
	for i := range l.Steps {
		if t := l.Steps[i].Time; !t.IsZero() {
			return t
		}
	}
	return time.Time{}
}

func (w *diagramWriter) lifeline(i int, l *render.Lifeline) {
	w.line(
		fmt.Sprintf("  line %-4d %-9s %-9s %-12s", i, sideNames().of(uint8(l.Side)), roleNames().of(uint8(l.Role)), quoted(l.Process)),
		numberField("fd", l.FD, -1), numberField("thread", l.Thread, 0), nameField("group", groupNames().of(uint8(l.Group)), "one-host"),
		addressField("local", l.Local), addressField("remote", l.Remote), addressField("own", l.Own), addressField("own-remote", l.OwnRemote),
		numberField("sockets", l.Sockets, 0), numberField("begin", l.Begin, -1), numberField("taken", l.Taken, -1), numberField("end", l.End, -1), numberField("last", l.Last, -1),
		numberField("gone", l.Gone, -1), flagField("lingers", l.Lingers), flagField("no-socket", l.NoSocket),
	)
}

func (w *diagramWriter) step(i int, s *render.Step) {
	if s.Phase != w.phase {
		w.phase = s.Phase
		w.line("  phase", quoted(s.Phase))
	}
	w.line(
		fmt.Sprintf("  step %-4d %-12s %-9s", i, w.offset(s.Time), kindNames().of(uint8(s.Kind))),
		numberField("packet", s.Packet, 0), w.ends(s), w.at(s), numberField("born", s.Born, -1), flagField("closes", s.Closes), flagField("coded", s.Coded),
		nameField("tone", toneNames().of(uint8(s.Tone)), "plain"), nameField("transit", transitNames().of(uint8(s.Transit)), "at-once"),
		listField("arrivals", s.Arrivals), numberField("sent", s.Sent, 0),
		textField("from-state", s.FromState), flagField("from-observed", s.FromObserved),
		textField("to-state", s.ToState), flagField("to-observed", s.ToObserved), textField("fault", s.Fault), flagField("between", s.Between), textField("dropped", s.Dropped),
		flagField("key", s.Key), textField("name", s.Name), numberField("folds", s.Folds, 0), numberField("through", s.Through, 0), flagField("both-ways", s.BothWays),
	)
	if len(s.Labels) > 0 {
		w.line("       labels", quotedAll(s.Labels))
	}
	w.string("       brief ", s.Brief)
	w.string("       full  ", s.Full)
}

// ends names the lifelines of a message.
func (w *diagramWriter) ends(s *render.Step) string {
	if s.From == 0 && s.To == 0 {
		return ""
	}
	return fmt.Sprintf("from=%d to=%d", s.From, s.To)
}

// at names the lifeline of a call.
func (w *diagramWriter) at(s *render.Step) string {
	usual := 0
	if s.Kind == render.Call || s.Kind == render.Enter || s.Kind == render.Return || s.Kind == render.Kernel {
		usual = -1
	}
	return numberField("line", s.Lifeline, usual)
}

// offset returns how long after the start of its ladder something happened.
func (w *diagramWriter) offset(t time.Time) string {
	if t.IsZero() {
		return "-"
	}
	return t.Sub(w.start).String()
}

// quoted returns a string in quotes, in such that need the fewest backslashes.
func quoted(s string) string {
	if strings.ContainsAny(s, `"\`) && strconv.CanBackquote(s) {
		return "`" + s + "`"
	}
	return strconv.Quote(s)
}

func quotedAll(all []string) string {
	var quotes []string
	for _, s := range all {
		quotes = append(quotes, quoted(s))
	}
	return strings.Join(quotes, " ")
}

func numberField(name string, n, usual int) string {
	if n == usual {
		return ""
	}
	return fmt.Sprintf("%s=%d", name, n)
}

func nameField(name, value, usual string) string {
	if value == usual {
		return ""
	}
	return name + "=" + value
}

func textField(name, s string) string {
	if s == "" {
		return ""
	}
	return name + "=" + quoted(s)
}

func flagField(name string, set bool) string {
	if !set {
		return ""
	}
	return name + "=yes"
}

func listField(name string, numbers []int) string {
	var all []string
	for _, n := range numbers {
		all = append(all, strconv.Itoa(n))
	}
	if all == nil {
		return ""
	}
	return name + "=" + strings.Join(all, ",")
}

func placesField(name string, places []render.StepRef) string {
	var all []string
	for _, p := range places {
		all = append(all, fmt.Sprintf("%d.%d", p.Ladder, p.Step))
	}
	if all == nil {
		return ""
	}
	return name + "=" + strings.Join(all, ",")
}

func addressField(name string, a netip.AddrPort) string {
	if a == (netip.AddrPort{}) {
		return ""
	}
	return name + "=" + a.String()
}
