package cmd_test

import (
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"wireladder/servers/scenario"
)

// keyRows are what stands in the key rows of a scenario: the moments that its help names. Each
// is a regular expression for what stands behind the mark.
var keyRows = map[string][]string{
	"contrast":            {`UDP len=\d+ "hello"`, `PSH,ACK .*len=6`, `FIN,ACK`},
	"contrast-clients":    {`UDP len=\d+ "hello 3"`, `accept\(\) = fd`},
	"contrast-loss":       {`UDP .*✗`, `PSH,ACK .*✗`, `PSH,ACK seq=1 ack=1 len=6`},
	"contrast-refused":    {`ICMP port unreachable`, `RST,ACK`, `connect\(\) = ECONNREFUSED`},
	"contrast-boundaries": {`recv\(\) = "hello 1hello 2hello 3"|recv\(\) = 21`},
	"contrast-close":      {`FIN,ACK`},
	"udp":                 {`UDP len=5 "hello"`},
	"udp-many":            {`"hello 1 a"`, `"hello 3 a"`},
	"udp-truncate":        {`recvfrom\(.*\) = `},
	"udp-empty":           {`recvfrom\(\) = ""`},
	"udp-refused":         {`ICMP port unreachable`, `= ECONNREFUSED`},
	"udp-serial":          {`UDP len=7 "hello 2"`, `recvfrom\(\) = "hello 2"`},
	"udp-overflow":        {`✗`, `recvfrom\(\) = EAGAIN`},
	"udp-loss":            {`1 .*✗`, `2 .*✗`, `recvfrom\(\) = EAGAIN`, `3 .*"hello 2"`},
	"udp-reorder":         {`1 ─▶`},
	"udp-duplicate":       {`1 ─▶`, `recvfrom\(\) = "HELLO 1"`},
	"tcp":                 {`PSH,ACK .*len=8`},
	"tcp-many":            {`len=10`, `RST seq=12`},
	"tcp-loop":            {`PSH,ACK .*len=8`},
	"tcp-select":          {`select\(\) = 1: `},
	"tcp-thread":          {`accept\(\) = fd`},
	"backlog":             {`queue ▮▮ 2 of 2`, ` SYN seq=0`},
	"refused":             {`RST,ACK`, `connect\(\) = ECONNREFUSED`},
	"reuseaddr":           {`= EADDRINUSE`},
	"ephemeral-ports":     {`bind\(0\.0\.0\.0:12001\)`},
	"bind-any":            {`RST,ACK`, `connect\(\) = ECONNREFUSED`},
	"ipv6":                {`IPV6_V6ONLY, 0`, `IPV6_V6ONLY, 1`, `RST,ACK`, `connect\(\) = ECONNREFUSED`},
	"dns-name":            {`DNS A\? uppercase\.example`, `DNS A\? lowercase\.example`, `NXDOMAIN`},
	"multicast":           {`UDP len=\d+ "hello 2"`, `recvfrom\(\) = "hello 1"`, `IP_MULTICAST_ALL`},
	"self-connect":        {` 2 ┃── SYN,ACK`, ` 6 ┊── FIN,ACK`},
	"shutdown-rd":         {`shutdown\(SHUT_RD\) · no packet`},
	"shutdown-wr":         {`shutdown\(SHUT_WR\)`, `len=5`, `= EPIPE`},
	"shutdown-rdwr":       {`shutdown\(SHUT_RDWR\)`, `RST`},
	"close-client":        {`FIN,ACK`},
	"close-server":        {`FIN,ACK`},
	"close-crossing":      {`8 \+`, `9 `},
	"time-wait":           {`ACK seq=\d+ ack=\d+ .*✗`, `FIN,ACK`, `= EADDRINUSE`},
	"reset":               {`RST,ACK`, `recv\(\) = ECONNRESET`},
	"linger0":             {`SO_LINGER`, `RST,ACK`, `recv\(\) = ECONNRESET`},
	"write-after-close":   {`RST`, `= EPIPE`},
	"half-open":           {`✗.*RST,ACK`, `RST seq=7`, `recv\(\) = ECONNRESET`},
	"urgent":              {`URG`, `recv\(\) = "one, "`, `recv\(MSG_OOB\) = "!"`},
	"nagle":               {` seq=6 ack=1 len=11`, `TCP_NODELAY(, | = )1`},
	"delayed-ack":         {`ACK seq=17 ack=25`},
	"stream":              {`recv\(.*\) = `},
	"partial-send":        {`send\(.*\) = \d`, `send\(.*\) = EAGAIN`},
	"syn-loss":            {`SYN .*✗`, `SYN seq=0`},
	"synack-loss":         {`✗.* SYN,ACK`, `SYN seq=0`},
	"data-loss":           {`PSH,ACK .*✗`, `PSH,ACK seq=1`},
	"fast-retransmit":     {`✗`, `ACK seq=1 ack=2897`, `ACK seq=2897`},
	"fin-loss":            {`FIN,ACK .*✗`, `FIN,ACK seq=7`},
	"zero-window":         {`send\(.* waits`, `bytes unread`},
	"keepalive":           {`ACK seq=6`, `ACK seq=7`},
	"interrupt":           {`= EINTR`, `shutdown\(SHUT_RD\)`},
	"fast-open":           {`SYN seq=0 len=8`, `accept\(\)`},
	"syn-cookies":         {` 4 SYN,ACK`, `5 ┃.*─ ACK seq=1 ack=1`},
	"interrupt-threads":   {`= EINTR`, `RST,ACK`, `connect\(\) = ECONNREFUSED`},
}

// mostKeys is how many rows of a scenario are key at most: of more none stands out.
const mostKeys = 16

// A screen in a lecture room is 100 columns wide, and has 45 rows if all goes well, else 30: the
// scenarios that need more than that have several clients, two protocols, or much to tell.
const (
	largeScreen = 45
	smallScreen = 30
)

// In the stored recording of each scenario what its help names is key, and folded around that it
// has room on a screen; most have on a small one.
func TestScenarioPictures(t *testing.T) {
	t.Parallel()
	small := 0
	for _, s := range scenario.All() {
		file := filepath.Join("testdata", "scenarios", s.Name+".pcapng.gz")
		drawn, _ := commandLine(t, "read", file, "--width", "120", "--explain", "full", "--max-steps", "0")
		checkKeys(t, s.Name, drawn)
		short, _ := commandLine(t, "read", file, "--width", "100", "--focus", "--no-title") // which not every recording keeps
		n := strings.Count(short, "\n")
		if n > largeScreen {
			t.Errorf("%s has %d rows, at most %d:\n%s", s.Name, n, largeScreen, short)
		}
		if n <= smallScreen {
			small++
		}
	}
	if all := len(scenario.All()); small <= all*2/3 {
		t.Errorf("%d of %d have room on a small screen", small, all)
	}
}

// checkKeys holds which rows of a scenario stand out.
func checkKeys(t *testing.T, name, drawn string) {
	t.Helper()
	if keyRows[name] == nil {
		t.Errorf("nobody says what is key in %s", name)
	}
	for _, want := range keyRows[name] {
		if !regexp.MustCompile(`◆.*` + want).MatchString(drawn) {
			t.Errorf("no key row of %s has %q:\n%s", name, want, drawn)
		}
	}
	if n := strings.Count(drawn, "◆") - 1; n > mostKeys { // the legend has one
		t.Errorf("%d rows of %s are key", n, name)
	}
}

// What connections carry one after the other is folded to a row each, with the close.
func TestExchangesAreFoldedApart(t *testing.T) {
	t.Parallel()
	short, _ := commandLine(t, "read", filepath.Join("testdata", "scenarios", "contrast-clients.pcapng.gz"), "--width", "100", "--focus")
	if n := strings.Count(short, "exchange, close: "); n != 3 {
		t.Errorf("%d connections of 3 have a row for what they carry and their close:\n%s", n, short)
	}
}
