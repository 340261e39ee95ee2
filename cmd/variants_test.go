package cmd_test

import (
	"bufio"
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"wireladder/capture/capturetest"
	"wireladder/cmd"
)

// variant is a capture, made by hand, and what is true of it.
type variant struct {
	name  string
	build func(c *capturetest.Capture)
	truth string // see check
}

// TestVariants holds the sentences of `read` against what is true of captures of each
// kind. The patterns are wide as to words, and strict as to facts and packet numbers.
func TestVariants(t *testing.T) {
	t.Parallel()
	kinds := []struct {
		name string
		all  []variant
	}{
		{"copy", copyVariants}, {"copy-path", pathVariants}, {"again", againVariants}, {"repair", repairVariants},
		{"order", orderVariants}, {"icmp", icmpVariants}, {"reset", resetVariants}, {"reset-answer", answerVariants},
		{"open", openVariants}, {"option", optionVariants}, {"window", windowVariants}, {"wait", waitVariants},
		{"group", groupVariants}, {"datagram", datagramVariants}, {"begin", beginVariants},
	}
	for _, kind := range kinds {
		for _, v := range kind.all {
			t.Run(kind.name+"/"+v.name, func(t *testing.T) {
				t.Parallel()
				v.check(t)
			})
		}
	}
}

// A line of a truth begins with the packets that it is about ("4", "2,4", "4-8", "all"),
// or with "sum" for the whole of --summary. Then follows what must be:
//
//   - the full sentence matches
//   - the full and the brief sentence match
//   - neither matches, but for what they deny ("not sent again")
//     =  the line of JSON matches
//
// and a regular expression without regard to case, in which {word} stands for the
// entry of vocabulary, #4 for "packet 4" and 1-4 for "1 to 4", too. A line of "--" is a
// remark.
func (v *variant) check(t *testing.T) {
	t.Helper()
	c := capturetest.New()
	v.build(c)
	name, data := c.File(t)
	file := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(file, data, 0o600); err != nil {
		t.Fatal(err)
	}
	told := told{
		full:  explained(t, "read", file, "--format", "jsonl", "--explain", "full"),
		brief: explained(t, "read", file, "--format", "jsonl", "--explain", "brief"),
		sum:   output(t, "read", file, "--summary"),
	}
	for n := 1; n < len(told.full); n++ {
		told.check(t, strconv.Itoa(n), "-", `\b(bytes?|numbers?|seq|ack|len)[= ]-\d`, n)
	}
	for line := range strings.Lines(v.truth) {
		where, rest, _ := strings.Cut(strings.TrimSpace(line), " ")
		op, pattern, _ := strings.Cut(strings.TrimSpace(rest), " ")
		if where == "" || where == "--" {
			continue
		}
		for _, n := range packets(t, where, len(told.full)-1) {
			told.check(t, where, op, pattern, n)
		}
	}
}

// vocabulary are the words that may stand for a fact.
var vocabulary = strings.NewReplacer(
	"{copy}", `(\bcop(y|ies)\b|captured (twice|again|a second time|once more)|same packet)`,
	"{again}", `(\bagain\b|retransmi|repeat|resen[dt])`,
	"{resent}", `(sen[dt]s? (.* )?again|retransmi|resen[dt]|no (answer|ack)|duplicate ack|new attempt)`,
	"{nothing}", `(for nothing|spurious|unneeded|unnecessar|had (already )?(been )?acknowledged|already)`,
	"{timer}", `(timer|time-?out|\bRTO\b|(ran|run) out|in time[ ,.;]|no (ack|answer))`,
	"{unseen}", `(not captured|after a gap|missing)`,
	"{dupack}", `(duplicate ack|dup-?ack)`,
	"{nobody}", `(nobody listens|no socket|refuse|nothing listens|no program|no listener)`,
	"{probe}", `(window probe|probes? (of )?the (closed |zero )?window|asks whether there is room)`,
)

// byNumber is "#4": packet 4, alone or among others; ranged is "1-4", of bytes.
var (
	byNumber = regexp.MustCompile(`#(\d+)`)
	ranged   = regexp.MustCompile(`(^|[^\[\d])(\d+)-(\d+)`)
)

// denial is what a sentence says not to have happened: "not sent again", "the timer is
// not waited for", "before its timer could run out".
var denial = regexp.MustCompile(`(?i)\b(not|never|no|nor|without|neither)( a| an| any| been)? ` +
	`(sent again|resent|retransmission|retransmitted|repeated|duplicate ack|lost|missing)` +
	`|(nothing|no bytes?|none) (of it )?(is|was|are|were) (sent again|lost|missing)|nobody sends \w+ again` +
	`|\b(no|not|without|before|below|than|earlier than)( a| an| any| its| the)?( [\w-]+)? (timer|timeout|RTO)( (ran|runs|has run|could( have)? run|can( have)? run) out)?` +
	`|(timer|timeout|RTO) (is|was|has|had|can|could) ?not( \w+){0,3}` +
	`|that is long enough for a retransmission timer[^:]*: the packets alone do not tell which`)

// told is all that the program says about a file; of packets by number, from 1.
type told struct {
	full, brief []explanation
	sum         string
}

type explanation struct{ sentence, line string }

// check holds one pattern against the sentences of one packet, or the summary for 0.
func (a *told) check(t *testing.T, where, op, pattern string, n int) {
	t.Helper()
	expanded := byNumber.ReplaceAllString(vocabulary.Replace(pattern), `(packets? ([^.;]*[^.;\d])?$1\b)`)
	re, err := regexp.Compile("(?is)" + ranged.ReplaceAllString(expanded, `$1\b$2(-|–| to )$3\b`))
	if err != nil {
		t.Fatalf("%s %s: %v", where, pattern, err)
	}
	full, brief, line := explanation{a.sum, a.sum}, explanation{a.sum, a.sum}, a.sum
	if n > 0 {
		full, brief = a.full[n], a.brief[n]
		line = full.line
	}
	switch {
	case op == "=" && !re.MatchString(line):
		t.Errorf("%d: want %s in %s", n, pattern, line)
	case (op == "+" || op == "*") && !re.MatchString(full.sentence):
		t.Errorf("%d: want %s in full: %s", n, pattern, full.sentence)
	case op == "*" && !re.MatchString(brief.sentence):
		t.Errorf("%d: want %s in brief: %s", n, pattern, brief.sentence)
	case op == "-" && re.MatchString(denial.ReplaceAllString(full.sentence, "")):
		t.Errorf("%d: never %s, full: %s", n, pattern, full.sentence)
	case op == "-" && re.MatchString(denial.ReplaceAllString(brief.sentence, "")):
		t.Errorf("%d: never %s, brief: %s", n, pattern, brief.sentence)
	}
}

// packets are the numbers that a line of a truth is about; 0 is the summary.
func packets(t *testing.T, where string, last int) []int {
	t.Helper()
	var all []int
	for part := range strings.SplitSeq(where, ",") {
		from, to, isRange := strings.Cut(part, "-")
		if part == "sum" {
			return []int{0}
		}
		if part == "all" {
			from, to, isRange = "1", strconv.Itoa(last), true
		}
		if !isRange {
			to = from
		}
		first, err := strconv.Atoi(from)
		end, err2 := strconv.Atoi(to)
		if err != nil || err2 != nil || first < 1 || end > last {
			t.Fatalf("%q of %d packets", where, last)
		}
		for n := first; n <= end; n++ {
			all = append(all, n)
		}
	}
	return all
}

// explained returns what a command that writes JSON Lines says of each packet.
func explained(t *testing.T, args ...string) []explanation {
	t.Helper()
	all := []explanation{{}}
	lines := bufio.NewScanner(strings.NewReader(output(t, args...)))
	for lines.Scan() {
		var packet struct {
			Number  int
			Explain string
			Finding string
		}
		if err := json.Unmarshal(lines.Bytes(), &packet); err != nil {
			t.Fatal(err)
		}
		if packet.Finding != "" {
			break // behind the packets
		}
		if packet.Number != len(all) {
			t.Fatalf("packet %d stands where %d should", packet.Number, len(all))
		}
		all = append(all, explanation{packet.Explain, lines.Text()})
	}
	return all
}

// output returns what a command writes.
func output(t *testing.T, args ...string) string {
	t.Helper()
	var stdout, stderr bytes.Buffer
	if code := cmd.Run(args, strings.NewReader(""), &stdout, &stderr); code != 0 {
		t.Fatalf("%v exits with %d: %s", args, code, stderr.String())
	}
	return stdout.String()
}

const (
	µs = time.Microsecond
	ms = time.Millisecond
)

// unopened returns a connection of 10.0.0.1:50000 with 10.0.0.2:80, and opened one
// after its handshake: packets 1 to 3, 1 ms apart.
func unopened(c *capturetest.Capture) *capturetest.Conn {
	return c.TCP(c.Host("10.0.0.1").Port(50000), c.Host("10.0.0.2").Port(80))
}

func opened(c *capturetest.Capture) *capturetest.Conn {
	conn := unopened(c)
	conn.Open()
	return conn
}

// openedFar is opened, captured at the client, the server a round trip away.
func openedFar(c *capturetest.Capture, rtt time.Duration) *capturetest.Conn {
	conn := unopened(c)
	conn.SYN()
	c.Wait(rtt)
	conn.SYNACK()
	c.Wait(20 * µs)
	conn.ACK()
	return conn
}
