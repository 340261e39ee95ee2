package plot

import (
	"fmt"
	"strings"
	"time"

	"wireladder/capture/flow"
	"wireladder/render/plot/topic"
	"wireladder/render/quantity"
)

// titles say what plots of a topic show.
var titles = map[topic.Topic]string{
	topic.Sequence: "sequence numbers over time", topic.Throughput: "throughput", topic.RoundTrips: "round trips", topic.Windows: "receive window, and what is under way",
}

// title says what the figure is of.
func (d *composition) title() string {
	conversation := d.stream.Conversation
	whose := "both sides"
	if len(d.panels) == 1 {
		whose = "the " + d.panels[0].Side.String()
	}
	return fmt.Sprintf("%s:%d, data of %s: %s", conversation.Proto, conversation.Stream, whose, titles[d.Topic])
}

// captions say between whom it goes on, when it begins, and how much there is.
func (d *composition) captions() []string {
	conversation := d.stream.Conversation
	ends := fmt.Sprintf("client %s, server %s", conversation.Endpoint(flow.Initiator), conversation.Endpoint(flow.Responder))
	if !d.stream.Began.IsZero() {
		ends += "; the first packet shown is of " + d.stream.Began.UTC().Format("2006-01-02 15:04:05.000000") + " UTC"
	}
	switch {
	case d.stream.Watched:
		ends += "; the wire was watched at both ends: segments stand where they are sent, ACKs where they arrive"
	case d.Interface != "":
		ends += fmt.Sprintf("; captured on %q", d.Interface)
	}
	all := []string{ends + "."}
	for _, c := range d.panels {
		said := strings.Join(c.Facts, " ")
		if len(d.panels) > 1 && said != "" {
			said = fmt.Sprintf("The %s's data. %s", c.Side, said)
		}
		if said != "" {
			all = append(all, said)
		}
	}
	return all
}

// notes say what must not be overlooked.
func (d *composition) notes() []string {
	var all []string
	for _, c := range d.panels {
		all = append(all, c.Notes...)
	}
	if d.Lost > 0 {
		all = append(all, fmt.Sprintf("The capture lost %s, of this stream or of others: what seems to be missing here may have been sent.", quantity.Count(d.Lost, "packet")))
	}
	if left := d.leftOut(); len(left) > 0 {
		all = append(all, "Left out: "+strings.Join(left, ", ")+".")
	}
	return all
}

// leftOut says what is not shown, and how much.
func (d *composition) leftOut() (left []string) {
	for _, l := range []struct {
		n    int
		said string
	}{
		{d.stream.Copies, "captured once more (a copy)"}, {d.stream.Old, "of an earlier connection of the same ports"},
		{d.stream.Untimed, "without a time"},
	} {
		if l.n > 0 {
			left = append(left, quantity.Count(l.n, "packet")+" "+l.said)
		}
	}
	unheard, wild := 0, 0
	for _, c := range d.panels {
		course := &d.stream.Courses[c.Side]
		unheard, wild = unheard+course.Unheard, wild+course.Wild
	}
	if unheard > 0 {
		left = append(left, quantity.Count(unheard, "acknowledgment")+" that did not arrive")
	}
	if wild > 0 {
		left = append(left, quantity.Count(wild, "acknowledgment")+" of numbers that nobody has sent")
	}
	return left
}

// summary tells the figure to those who can't see it.
func (d *composition) summary(k *key, notes []string) string {
	var b strings.Builder
	for _, c := range d.captions() {
		b.WriteString(c + " ")
	}
	for i := range k.rows {
		b.WriteString(strings.ToUpper(k.rows[i].Said[:1]) + k.rows[i].Text()[1:] + ". ")
	}
	b.WriteString("Over " + quantity.Duration(max(d.stream.Last-d.stream.First, time.Duration(0))) + ". ")
	b.WriteString(strings.Join(notes, " "))
	return strings.TrimSpace(b.String())
}
