package netns

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strings"

	"golang.org/x/sys/unix"
)

// setting is one value below /proc/sys/net, which shows the network of whoever
// opens it (proc(5), sysctl(7)).
type setting struct{ path, value string }

// settings returns what a new network takes over from the host and what would
// show in a picture. All else starts from the kernel's own defaults in every new
// network, so it needs no setting (ip-sysctl in the kernel's documentation).
func settings() []setting {
	return []setting{
		// Inherited. Reno is in every kernel and the only one that every host allows
		// in a network that is not its first: where the host runs bbr, cubic may be
		// refused. It is RFC 5681, and the one in textbooks.
		{"/proc/sys/net/ipv4/tcp_congestion_control", "reno"},
		// Inherited, and often tuned. They show as the window and as the window scale
		// of each SYN. These are the kernel's own values for a machine with memory enough.
		{"/proc/sys/net/ipv4/tcp_rmem", "4096 131072 6291456"},
		{"/proc/sys/net/ipv4/tcp_wmem", "4096 16384 4194304"},
		// Otherwise a connection starts from the round trip time and the threshold that
		// the one before it to the same address has left, and the second client
		// does not look like the first.
		{"/proc/sys/net/ipv4/tcp_no_metrics_save", "1"},
		// A new network keeps ports below 1024 for CAP_NET_BIND_SERVICE, which a
		// normal user's child does not have; here nobody else could want them.
		{"/proc/sys/net/ipv4/ip_unprivileged_port_start", "0"},
		// Wireshark gives these to other protocols than a client of a run, which gets its
		// port from the kernel, speaks there; cmd/wireshark knows them all.
		{"/proc/sys/net/ipv4/ip_local_reserved_ports", "34962,34980,37008,41170,44322,44818,47000,48049"},
		// Of the size of the table of connections, which a network below need not have in common
		// with the host. These are the kernel's own values for its largest table but one.
		{"/proc/sys/net/ipv4/tcp_max_tw_buckets", "131072"},
		{"/proc/sys/net/ipv4/tcp_max_syn_backlog", "2048"},
		// Networks that are made from here have tables of their own (Linux 6.1, 6.3), as small as a run
		// needs: to say which sockets there are, the kernel goes through a table as a whole,
		// and the one that networks have in common has an entry for each 128 KiB of memory.
		{tcpTableBelow, "1024"},
		{"/proc/sys/net/ipv4/udp_child_hash_entries", "128"},
		// Between two hosts the kernel answers no more than some datagrams a second to a
		// port that nobody has, on loopback each. No type of ICMP is held back.
		{"/proc/sys/net/ipv4/icmp_ratemask", "0"},
		{"/proc/sys/net/ipv6/icmp/ratelimit", "0"}, // likewise
		// Of a kernel that was started so that interfaces have no IPv6 unless they are told.
		{"/proc/sys/net/ipv6/conf/lo/disable_ipv6", "0"},
	}
}

// tcpTableBelow is how large a table of connections a network has that is made from the one of
// the thread; 0: it has none of its own.
const tcpTableBelow = "/proc/sys/net/ipv4/tcp_child_ehash_entries"

// smallTables asks the network of the calling thread.
func smallTables() bool {
	size, err := os.ReadFile(tcpTableBelow)
	return err == nil && strings.TrimSpace(string(size)) != "0"
}

// writeSettings gives each setting to write, which is os.WriteFile. A setting
// that the system does not let us change stays as it is: containers show
// /proc/sys read-only, and a picture of such a run is as true, only less like those
// from other machines.
func writeSettings(write func(string, []byte, os.FileMode) error) error {
	for _, s := range settings() {
		if err := write(s.path, []byte(s.value), 0); err != nil && !isKept(err) {
			return fmt.Errorf("write %q: %w", s.value, err)
		}
	}
	return nil
}

// isKept reports whether err says that a setting is not ours to change or not
// known here.
func isKept(err error) bool {
	return errors.Is(err, fs.ErrPermission) || errors.Is(err, fs.ErrNotExist) || errors.Is(err, unix.EROFS)
}
