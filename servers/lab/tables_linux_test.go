package lab

import (
	"errors"
	"io/fs"
	"os"
	"strings"
	"testing"

	"wireladder/capture/netns/netnstest"
	"wireladder/capture/netns/wire"
	"wireladder/servers"
)

// Sizes of tables of connections (ip-sysctl in the kernel's documentation).
const (
	tableSize  = "/proc/sys/net/ipv4/tcp_ehash_entries"       // below 0: that of the machine, in common
	tableBelow = "/proc/sys/net/ipv4/tcp_child_ehash_entries" // of networks made from this one; 0: in common
)

// here is the table of a run that is in the network of its process.
const here = "here"

// tables returns how large the tables are of the hosts of a run.
func tables(t *testing.T, o Options) (sizes []string) {
	t.Helper()
	l, err := Open(t.Context(), o)
	netnstest.SkipIfNotPermitted(t, err)
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	for _, h := range []servers.Host{l.Hosts().Client, l.Hosts().Server} {
		if h == nil {
			sizes = append(sizes, here)
			continue
		}
		err := h.Do(func() error {
			size, err := os.ReadFile(tableSize)
			sizes = append(sizes, strings.TrimSpace(string(size)))
			return err
		})
		if err != nil {
			t.Error(err)
		}
	}
	return sizes
}

// The networks of a run have tables of their own, as small as it needs. Where there are none to be
// had, a run needs no further network.
func TestTablesAreSmall(t *testing.T) {
	if !netnstest.Inside(t) {
		return
	}
	if _, err := os.Stat(tableBelow); errors.Is(err, fs.ErrNotExist) {
		t.Skip("Linux before 6.1 has one table of connections")
	}
	size, err := os.ReadFile(tableSize)
	common := strings.TrimSpace(string(size))
	if err != nil || !strings.HasPrefix(common, "-") {
		t.Fatalf("the table in common is %q, %v", common, err)
	}
	for name, tt := range map[string]struct {
		options Options
		below   string
		want    string
	}{
		"private":            {Options{Private: true}, "1024", "1024"},
		"private, blind":     {Options{Private: true, Blind: true}, "1024", "1024"},
		"a wire":             {Options{Wire: &wire.Options{}}, "1024", "1024"},
		"not private":        {Options{}, "1024", here},
		"private, in common": {Options{Private: true}, "0", here},
		"a wire, in common":  {Options{Wire: &wire.Options{}}, "0", common},
	} {
		if err := os.WriteFile(tableBelow, []byte(tt.below), 0); err != nil {
			t.Fatal(err)
		}
		for _, got := range tables(t, tt.options) {
			if got != tt.want {
				t.Errorf("%s: a table for %s, not %s", name, got, tt.want)
			}
		}
	}
}

// A run that gets no further network takes place in the one that there is.
func TestNoFurtherNetwork(t *testing.T) {
	if !netnstest.Inside(t) {
		return
	}
	if err := os.WriteFile("/proc/sys/user/max_net_namespaces", []byte("0"), 0); err != nil {
		netnstest.SkipIfNotPermitted(t, err)
		t.Fatal(err)
	}
	for _, got := range tables(t, Options{Private: true}) {
		if got != here {
			t.Errorf("it takes place in a network with a table for %s", got)
		}
	}
	if n := record(t, Options{Private: true}, ask).count(isPacket); n != 2 {
		t.Errorf("%d packets", n)
	}
}
