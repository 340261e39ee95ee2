package words_test

import (
	"bytes"
	"fmt"
	"regexp"
	"strings"
	"testing"

	"wireladder/capture/capturetest"
	"wireladder/capture/facts"
	"wireladder/capture/run"
	"wireladder/render/labels"
	"wireladder/render/rendertest"
	"wireladder/render/words"
)

// label names a moment as a ladder does.
func label(m *run.Moment) string {
	switch m.Kind {
	case run.Packet, run.Stray:
		return labels.Packet(m)[0]
	case run.Arrival:
		return "arrives: " + labels.Packet(m.Coming.Sent)[0]
	case run.Call, run.Enter, run.Return:
		return labels.Call(m)[0]
	case run.Kernel:
		return labels.Kernel(m)[0]
	}
	return ""
}

var (
	digits = regexp.MustCompile(`[0-9][0-9.:]*`)
	sides  = regexp.MustCompile(`\b(client|server)\b`)
)

// shape is what sentences have in common that differ in numbers and sides only.
func shape(s words.Sentence) string {
	return sides.ReplaceAllString(digits.ReplaceAllString(s.Brief+"\n"+s.Full, "#"), "side")
}

// TestSentences lists the sentences of the program: of those that differ in numbers only,
// the first; of moments by hand, all. Whoever changes a sentence reads here what it reads
// like.
func TestSentences(t *testing.T) {
	var b bytes.Buffer
	seen := map[string]bool{shape(words.Sentence{}): true}
	for _, source := range sources(t) {
		title := fmt.Sprintf("== %s ==\n\n", source.name)
		for _, m := range source.moments {
			s := words.Of(m)
			if seen[shape(s)] && !source.byHand {
				continue
			}
			seen[shape(s)] = true
			fmt.Fprintf(&b, "%s%s\n  | %s\n  | %s\n\n", title, label(m), s.Brief, s.Full)
			title = ""
		}
	}
	rendertest.Golden(t, "sentences.txt", bytes.TrimSuffix(b.Bytes(), []byte("\n")))
}

// mostAlike is how many brief sentences of one shape are listed in a row.
const mostAlike = 3

// TestLadders lists the brief sentences of recordings and captures by hand, as they stand
// beside their ladders.
func TestLadders(t *testing.T) {
	var b bytes.Buffer
	for _, source := range sources(t) {
		if strings.Contains(source.name, ".pcap") || source.byHand {
			continue // a capture in the tree has its transcript beside it
		}
		fmt.Fprintf(&b, "== %s ==\n\n", source.name)
		last, alike := "", 0
		for _, m := range source.moments {
			brief := words.Brief(m)
			if now := digits.ReplaceAllString(brief, "#"); now != last {
				last, alike = now, 0
			}
			if alike++; brief != "" && alike <= mostAlike {
				fmt.Fprintf(&b, "%-34.34s | %s\n", shortLabel(m), brief)
			}
		}
		b.WriteByte('\n')
	}
	rendertest.Golden(t, "ladders.txt", bytes.TrimSuffix(b.Bytes(), []byte("\n")))
}

// shortLabel names a moment by its shortest label.
func shortLabel(m *run.Moment) string {
	switch m.Kind {
	case run.Packet, run.Stray:
		all := labels.Packet(m)
		return fmt.Sprintf("%d: %s", m.Packet.Number, all[len(all)-1])
	case run.Call, run.Enter, run.Return:
		all := labels.Call(m)
		return all[len(all)-1]
	}
	return label(m)
}

// each calls a test for the sentences of all moments, each sentence once.
func each(t *testing.T, check func(m *run.Moment, s words.Sentence)) {
	t.Helper()
	seen := map[words.Sentence]bool{}
	for _, source := range sources(t) {
		for _, m := range source.moments {
			if s := words.Of(m); !seen[s] {
				seen[s] = true
				check(m, s)
			}
		}
	}
}

// Brief returns what Of does, of whatever packet.
func TestBrief(t *testing.T) {
	for _, source := range append(sources(t), told{name: "seldom", moments: seldom()}) {
		for _, m := range source.moments {
			if brief, s := words.Brief(m), words.Of(m); brief != s.Brief {
				t.Errorf("%s: %s: %q, and %q", source.name, label(m), brief, s.Brief)
			}
		}
	}
}

// wrong finds what no sentence may hold.
var wrong = regexp.MustCompile(`  |^ | $| [,.;:]|[,;:][,;:.]|\.\.|\(\)\(|%!|[^0-9A-Za-z.)-]-[0-9]|<nil>|\{|\}|invalid`)

// begins are beginnings of whole sentences that are no capital letter: a field of the
// header, the name of a call, or a number.
var begins = regexp.MustCompile(`^(ack=|[a-z_]+\(\) |[0-9])`)

// addresses6 are addresses of IPv6: two colons in them are no fault.
var addresses6 = regexp.MustCompile(`\[[0-9a-f:]+\]`)

// faults returns what is wrong with how a sentence is written.
func faults(s words.Sentence) (all []string) {
	for _, text := range []string{s.Brief, s.Full} {
		text = addresses6.ReplaceAllString(text, "address")
		if at := wrong.FindString(text); at != "" {
			all = append(all, fmt.Sprintf("%q stands in it", at))
		}
		if strings.Count(text, "(") != strings.Count(text, ")") || strings.Count(text, `"`)%2 != 0 {
			all = append(all, "brackets do not match")
		}
	}
	if full := s.Full; full != "" {
		if c := full[0]; (c < 'A' || c > 'Z') && !begins.MatchString(full) {
			all = append(all, "the full one does not begin as a sentence does")
		}
		if !strings.HasSuffix(full, ".") {
			all = append(all, "the full one does not end as a sentence does")
		}
	}
	if strings.HasSuffix(s.Brief, ".") {
		all = append(all, "the brief one is no line of a picture")
	}
	return all
}

// Sentences are whole, without gaps, wrong signs and negative numbers.
func TestSentencesAreWhole(t *testing.T) {
	each(t, func(m *run.Moment, s words.Sentence) {
		for _, f := range faults(s) {
			t.Errorf("%s: %s\n\t%s\n\t%s", label(m), f, s.Brief, s.Full)
		}
	})
}

// most is how many words a brief sentence has at most, without its options: about twelve
// are meant.
const most = 16

// options are parts of brief sentences that are not counted: a SYN may have many, and each
// is named.
var options = regexp.MustCompile(`; (Multipath TCP|asks for|agrees to (accurate )?ECN|gives a|ECE|CWR|URG|marked CE)[^;]*`)

// longer are brief sentences that are longer, and why.
var longer = map[string]*regexp.Regexp{
	"what became of the packet before is what a watched wire is for": regexp.MustCompile(`again.*(was lost|lost again|still on its way|had arrived)$`),
	"the cause has a packet as its evidence":                         regexp.MustCompile(`again after .* its probe \(packet \d+\) had no answer`),
	"the error and who is not told of it":                            regexp.MustCompile(`^ICMP .* not told$`),
	"what is not in the capture must be said":                        regexp.MustCompile(`captured$`),
	"a RST that explains itself":                                     regexp.MustCompile(`of text$`),
}

// Brief sentences are brief.
func TestBriefIsBrief(t *testing.T) {
	each(t, func(m *run.Moment, s words.Sentence) {
		counted := options.ReplaceAllString(s.Brief, "")
		if n := len(strings.Fields(counted)); n > most && !isLonger(counted) {
			t.Errorf("%s: %d words: %s", label(m), n, s.Brief)
		}
	})
}

// isLonger reports whether a sentence has a reason to be longer than others.
func isLonger(brief string) bool {
	for _, pattern := range longer {
		if pattern.MatchString(brief) {
			return true
		}
	}
	return false
}

// Nothing of a payload, of a fault or of a process stands in a sentence.
func TestSentencesHoldNoPayload(t *testing.T) {
	const hostile = "\x1b]0;HOSTILE\a<img:HOSTILE>\r\n%%{HOSTILE}%%;"
	for _, source := range append(recordings(), told{name: "captures", moments: hostileCaptures(hostile)}) {
		for _, m := range source.moments {
			if c := m.Call; c != nil {
				c.Data, c.Process.Name, c.Args.Other = []byte(hostile), hostile, hostile
			}
			if p := m.Packet; p != nil {
				p.Payload, p.Comment = []byte(hostile), hostile
			}
			m.Coming.Fault = hostile
			s := words.Of(m)
			for _, text := range []string{s.Brief, s.Full, words.Comment(1, s)} {
				if strings.Contains(text, "HOSTILE") || strings.ContainsAny(text, "\x1b\a\r\n") {
					t.Errorf("%s: %q", source.name, text)
				}
			}
		}
	}
}

// hostileCaptures are the moments of captures by hand, each payload replaced.
func hostileCaptures(payload string) (all []*run.Moment) {
	for _, s := range scripts() {
		c := capturetest.New()
		s.build(c, c.TCP(c.Host("10.0.0.1").Port(50000), c.Host("10.0.0.2").Port(80)))
		packets := c.Packets()
		for _, p := range packets {
			if p.PayloadLength > 0 {
				p.Payload, p.PayloadLength = []byte(payload), len(payload)
			}
		}
		all = append(all, ofPackets(packets)...)
	}
	return all
}

// A comment in a file names the packet by the number that sentences call it by.
func TestComment(t *testing.T) {
	if got := words.Comment(7, words.Sentence{Brief: "brief", Full: "It is so."}); got != "Packet 7. It is so." {
		t.Error(got)
	}
}

// What there is nothing to say of has no sentence.
func TestSilence(t *testing.T) {
	if s := words.Of(&run.Moment{Facts: &facts.Facts{}}); s != (words.Sentence{}) {
		t.Errorf("%+v", s)
	}
}
