package cmd_test

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"regexp"
	"strings"
	"testing"

	"wireladder/capture/netns/netnstest"
)

// ask is a program that sends a request: ask METHOD URL [BODY [HEADER…]]. It prints the status, and then
// what it gets; of a stream of events the first that tells a step is the last.
func ask() {
	if err := askFor(os.Args[1], os.Args[2], os.Args[3:]); err != nil {
		fmt.Println("ask:", err)
		os.Exit(1)
	}
}

func askFor(method, url string, rest []string) error {
	body, headers := "", rest
	if len(rest) > 0 {
		body, headers = rest[0], rest[1:]
	}
	r, err := http.NewRequest(method, url, strings.NewReader(body))
	if err != nil {
		return err
	}
	for _, header := range headers {
		name, value, _ := strings.Cut(header, ": ")
		r.Header.Set(name, value)
		if name == "Host" {
			r.Host = value
		}
	}
	got, err := http.DefaultClient.Do(r)
	if err != nil {
		return err
	}
	fmt.Println(got.StatusCode)
	lines := bufio.NewScanner(got.Body)
	lines.Buffer(nil, 1<<24)
	for lines.Scan() {
		fmt.Println(lines.Text())
		if strings.HasPrefix(lines.Text(), `data: {"step"`) {
			return nil
		}
	}
	return lines.Err()
}

// However it ends, the terminal is as it was, and shows links and a code before; ^C is how it ends well.
func TestWebEndsWell(t *testing.T) {
	s := sit(t, "view", "testdata/scenarios/udp.pcapng.gz", "--web")
	s.await("█▀▀")
	s.await("follow:  http://127.0.0.1:")
	s.await("lecture: http://127.0.0.1:")
	s.await("^C ends it")
	s.press("\x03")
	if code := s.end(); code != 0 {
		t.Errorf("exit code %d:\n%s", code, s.shown.String())
	}
}

// What is watched is served until ^C, and totals are told then.
func TestWatchServesPageOnATerminal(t *testing.T) {
	if !netnstest.Inside(t) {
		return
	}
	s := sit(t, "watch", "--web", "--port", "12000")
	s.await("█▀▀")
	s.await("follow:  http://127.0.0.1:")
	s.await("lecture: http://127.0.0.1:")
	s.await("^C ends it")
	url := regexp.MustCompile(`http://127\.0\.0\.1:\d+/`).FindString(s.shown.String())
	got, err := http.Get(url) //nolint:noctx // it is served beside
	if err != nil {
		t.Fatal(err)
	}
	page, err := io.ReadAll(got.Body)
	if err = errors.Join(err, got.Body.Close()); err != nil {
		t.Fatal(err)
	}
	if want := "<title>wireladder watch --port 12000</title>"; !strings.Contains(string(page), want) {
		t.Errorf("the page has no %s", want)
	}
	connect(t, 12000)
	s.press("\x03")
	s.await("; those of the page are left out.")
	if code := s.end(); code != 0 {
		t.Errorf("exit code %d:\n%s", code, s.shown.String())
	}
}
