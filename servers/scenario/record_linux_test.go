package scenario

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"strconv"
	"testing"
	"time"

	"wireladder/capture"
	"wireladder/capture/netns"
	"wireladder/capture/netns/netnstest"
	"wireladder/capture/savefile"
	"wireladder/servers/lab"
)

// recordRole is the argument by which the test program is the process inside a
// private network.
const recordRole = "role-record"

// TestMain is the process inside, too: os.Args are the role, the scenario and
// its options.
func TestMain(m *testing.M) {
	if len(os.Args) == 4 && os.Args[1] == recordRole {
		if err := recordInside(os.Args[2], os.Args[3]); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		return
	}
	runSideBySide(4)
	m.Run()
}

// runSideBySide lets that many tests run at a time, unless the command line says another number: a lecture
// takes a second, and a processor for some hundredths of it.
func runSideBySide(tests int) {
	flag.Parse()
	given := false
	flag.Visit(func(f *flag.Flag) { given = given || f.Name == "test.parallel" })
	if !given {
		_ = flag.Set("test.parallel", strconv.Itoa(tests)) // a number that it takes
	}
}

// recordInside records the scenario to the pipe of the parent.
func recordInside(name, options string) error {
	pipe, err := netns.Setup()
	if err != nil {
		return err
	}
	opts := DefaultOptions()
	if err := json.Unmarshal([]byte(options), &opts); err != nil {
		return err
	}
	s, _ := Find(name)
	w, err := savefile.NewWriter(pipe, savefile.Pcapng, opts.Origin(s), capture.LinkEthernet)
	if err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(context.Background(), 20*time.Second)
	defer cancel()
	place, err := opts.Lab(s)
	if err != nil {
		return err
	}
	place.Private = true
	in, err := lab.Open(ctx, place)
	if err != nil {
		return err
	}
	defer in.Close()
	drops, err := s.Record(ctx, in, opts, lab.Hooks{}, w.Write)
	return errors.Join(err, w.Close(drops))
}

// record runs a scenario in a private network of its own, as this user, and
// returns what was seen.
func record(t *testing.T, name string, change func(*Options)) *evidence {
	t.Helper()
	opts := DefaultOptions()
	if change != nil {
		change(&opts)
	}
	options, err := json.Marshal(struct {
		Options
		Before any `json:",omitempty"` // in the place of a function
	}{Options: opts})
	if err != nil {
		t.Fatal(err)
	}
	child, err := netns.Start(t.Context(), netns.Options{Args: []string{recordRole, name, string(options)}, Stderr: t.Output()})
	netnstest.SkipIfNotPermitted(t, err)
	if err != nil {
		t.Fatal(err)
	}
	entries, err := readAll(child)
	if err := errors.Join(err, child.Wait()); err != nil {
		t.Fatalf("%v\n%s", err, newEvidence(entries).transcript())
	}
	return newEvidence(entries)
}

func readAll(r io.Reader) (entries []capture.Entry, err error) {
	file, err := savefile.NewReader(r)
	for err == nil {
		var e capture.Entry
		if e, err = file.Next(); err == nil {
			entries = append(entries, e)
		}
	}
	if errors.Is(err, io.EOF) {
		return entries, nil
	}
	return entries, err
}
