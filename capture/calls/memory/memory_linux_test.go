//go:build linux && (amd64 || arm64)

package memory_test

import (
	"bytes"
	"encoding/binary"
	"net/netip"
	"os"
	"runtime"
	"slices"
	"testing"
	"time"
	"unsafe"

	"golang.org/x/sys/unix"

	"wireladder/capture/calls/memory"
)

// ours is the memory of this process.
var ours = memory.Memory(os.Getpid())

// at returns where octets are.
func at(b []byte) uint64 { return uint64(uintptr(unsafe.Pointer(unsafe.SliceData(b)))) }

// words returns numbers of 8 octets as they lie in memory.
func words(all ...uint64) (b []byte) {
	for _, n := range all {
		b = binary.NativeEndian.AppendUint64(b, n)
	}
	return b
}

func TestNothingThere(t *testing.T) {
	if b := ours.Bytes(0, 10); len(b) != 0 {
		t.Errorf("at 0 lies %q", b)
	}
	if b := ours.Bytes(8, 10); len(b) != 0 {
		t.Errorf("at 8 lies %q", b)
	}
	if _, ok := ours.Word(8); ok {
		t.Error("a word lies at 8")
	}
	if b := ours.Bytes(at([]byte("hello")), -1); len(b) != 0 {
		t.Errorf("-1 octets are %q", b)
	}
}

func TestGather(t *testing.T) {
	a, b := []byte("hello"), []byte(" world")
	vectors := words(at(a), uint64(len(a)), at(b), uint64(len(b)))
	buffers := ours.Vectors(at(vectors), 2)
	if buffers.Room() != 11 {
		t.Errorf("there is room for %d", buffers.Room())
	}
	for n, want := range map[int]string{0: "", 3: "hel", 5: "hello", 7: "hello w", 100: "hello world"} {
		if got := ours.Gather(buffers, n); string(got) != want {
			t.Errorf("%d octets are %q", n, got)
		}
	}
	runtime.KeepAlive(a)
	runtime.KeepAlive(b)
}

func TestAddress(t *testing.T) {
	four := []byte{unix.AF_INET, 0, 0x2e, 0xe0, 127, 0, 0, 1, 8: 0, 15: 0}
	six := []byte{unix.AF_INET6, 0, 0x2e, 0xe0, 23: 1, 27: 0}
	mapped := []byte{unix.AF_INET6, 0, 0x2e, 0xe0, 18: 0xff, 19: 0xff, 20: 10, 23: 2, 27: 0}
	local := []byte{unix.AF_UNIX, 0, '/', 'a', 15: 0}
	for _, c := range []struct {
		b      []byte
		length int
		want   string
	}{
		{four, 16, "127.0.0.1:12000"}, {four, 100, "127.0.0.1:12000"}, {four, 15, "invalid AddrPort"}, {six, 28, "[::1]:12000"}, {six, 20, "invalid AddrPort"},
		{mapped, 28, "10.0.0.2:12000"}, {local, 16, "invalid AddrPort"},
	} {
		if got := ours.Address(at(c.b), c.length); got.String() != c.want {
			t.Errorf("%v, of %d octets, is %v", c.b, c.length, got)
		}
	}
	if got := ours.Address(0, 16); got != (netip.AddrPort{}) {
		t.Errorf("at 0 is %v", got)
	}
}

func TestDescriptorSets(t *testing.T) {
	set := []byte{0b0000_1001, 0b1000_0000, 0b1}
	for n, want := range map[int][]int{-1: nil, 0: nil, 3: {0}, 4: {0, 3}, 15: {0, 3}, 16: {0, 3, 15}, 17: {0, 3, 15, 16}} {
		if got := ours.Descriptors(at(set), n); !slices.Equal(got, want) {
			t.Errorf("below %d are %v", n, got)
		}
	}
}

func TestTime(t *testing.T) {
	b := words(3, 5)
	if d, ok := ours.Time(at(b), time.Microsecond); !ok || d != 3*time.Second+5*time.Microsecond {
		t.Errorf("%v, %v", d, ok)
	}
	if _, ok := ours.Time(0, time.Microsecond); ok {
		t.Error("there is a time at 0")
	}
	huge := words(1<<63, 1<<63)
	if d, ok := ours.Time(at(huge), time.Nanosecond); !ok || d < 0 {
		t.Errorf("%v, %v", d, ok)
	}
}

func TestPolled(t *testing.T) {
	var b []byte
	for _, p := range []memory.Polled{{3, unix.POLLIN, unix.POLLHUP}, {-1, unix.POLLOUT, 0}} {
		b = binary.NativeEndian.AppendUint32(b, uint32(p.FD)) //nolint:gosec // an int of C
		b = binary.NativeEndian.AppendUint16(b, uint16(p.Asked))
		b = binary.NativeEndian.AppendUint16(b, uint16(p.Got))
	}
	if got := ours.Polled(at(b), 2); len(got) != 2 || got[0] != (memory.Polled{FD: 3, Asked: unix.POLLIN, Got: unix.POLLHUP}) || got[1].FD != -1 {
		t.Errorf("%+v", got)
	}
}

// What an epoll(7) is told is read as the kernel reads it.
func TestEvents(t *testing.T) {
	events := []unix.EpollEvent{{Events: unix.EPOLLIN, Fd: 3, Pad: 7}, {Events: unix.EPOLLOUT, Fd: 4}}
	got := ours.Events(uint64(uintptr(unsafe.Pointer(&events[0]))), 2)
	if len(got) != 2 || got[0] != (memory.Watched{Events: unix.EPOLLIN, Mark: 7<<32 | 3}) || got[1] != (memory.Watched{Events: unix.EPOLLOUT, Mark: 4}) {
		t.Errorf("%+v", got)
	}
}

func TestOption(t *testing.T) {
	one, linger, times := []byte{1, 0, 0, 0}, []byte{1, 0, 0, 0, 5, 0, 0, 0}, words(2, 500)
	for _, c := range []struct {
		level, name int
		value       []byte
		want        string
	}{
		{unix.SOL_SOCKET, unix.SO_REUSEADDR, one, "SOL_SOCKET, SO_REUSEADDR, 1"},
		{unix.SOL_SOCKET, unix.SO_LINGER, linger, "SOL_SOCKET, SO_LINGER, {1, 5}"},
		{unix.SOL_SOCKET, unix.SO_RCVTIMEO, times, "SOL_SOCKET, SO_RCVTIMEO, {2, 500}"},
		{unix.IPPROTO_IP, unix.IP_ADD_MEMBERSHIP, []byte{239, 1, 2, 3, 127, 0, 0, 1}, "IPPROTO_IP, IP_ADD_MEMBERSHIP, {239.1.2.3, 127.0.0.1}"},
		{unix.IPPROTO_IP, unix.IP_MULTICAST_IF, []byte{127, 0, 0, 1}, "IPPROTO_IP, IP_MULTICAST_IF, 127.0.0.1"},
		{unix.IPPROTO_IP, unix.IP_MULTICAST_ALL, one, "IPPROTO_IP, IP_MULTICAST_ALL, 1"},
		{77, 88, one, "77, 88, 1"},
	} {
		o := ours.Option(c.level, c.name, at(c.value), len(c.value))
		if got := o.Level + ", " + o.Name + ", " + o.Value; got != c.want {
			t.Errorf("%s, not %s", got, c.want)
		}
	}
}

// An excerpt reads what is around it once, and as far as there is something.
func TestExcerpt(t *testing.T) {
	page, err := unix.Mmap(-1, 0, 3*os.Getpagesize(), unix.PROT_READ|unix.PROT_WRITE, unix.MAP_PRIVATE|unix.MAP_ANON)
	if err == nil {
		err = unix.Mprotect(page[2*os.Getpagesize():], unix.PROT_NONE)
	}
	if err != nil {
		t.Fatal(err)
	}
	defer unix.Munmap(page) //nolint:errcheck // it is a test's
	end := at(page) + uint64(2*os.Getpagesize())
	binary.NativeEndian.PutUint64(page[2*os.Getpagesize()-8:], 42)
	e := ours.Excerpt()
	if n, ok := e.Long(end - 8); !ok || n != 42 {
		t.Errorf("at the end of what is there is %d, %v", n, ok)
	}
	for _, at := range []uint64{end - 4, end, 0, 1<<64 - 4} {
		if n, ok := e.Long(at); ok {
			t.Errorf("at %#x is %d", at, n)
		}
	}
	if n, ok := e.Long(at(page)); !ok || n != 0 {
		t.Errorf("before it is %d, %v", n, ok)
	}
}

// FuzzMemory reads whatever a program has in its memory: nothing ends the tracer.
func FuzzMemory(f *testing.F) {
	f.Add([]byte{2, 0, 0x2e, 0xe0, 127, 0, 0, 1}, uint64(2))
	f.Add(bytes.Repeat([]byte{0xff}, 64), uint64(1<<63))
	f.Fuzz(func(t *testing.T, b []byte, n uint64) {
		if len(b) == 0 {
			return
		}
		place := at(b)
		ours.Gather(ours.Header(place).Buffers, 1024)
		ours.Gather(ours.Vectors(place, int(n)), 1024)            //nolint:gosec // as it comes
		ours.Gather(memory.One(place, n), min(int(n>>1), len(b))) //nolint:gosec // as it comes
		ours.Address(place, int(n))                               //nolint:gosec // as it comes
		ours.Descriptors(place, int(int32(n)))                    //nolint:gosec // as it comes
		ours.Polled(place, n)
		ours.Events(place, int64(n>>1))
		ours.Time(place, time.Second)
		ours.Option(int(n), int(n>>8), place, int(int32(n))) //nolint:gosec // as it comes
		if all := ours.Polled(place, n); len(all) > 1024 {
			t.Errorf("%d are polled", len(all))
		}
	})
}

// A place beside is read with the other one, and is that place alone; without it, or where it leads
// nowhere, the other one is read all the same.
func TestBeside(t *testing.T) {
	text, short := []byte("hello"), []byte("12345678")
	for _, c := range []struct {
		beside uint64
		held   bool
	}{{at(short), true}, {0, false}, {8, false}} {
		b, got := memory.Beside{At: c.beside}, make([]byte, 5)
		if n := ours.ReadWith(got, at(text), &b); n != 5 || !bytes.Equal(got, text) {
			t.Errorf("beside %x: read %q", c.beside, got[:n])
		}
		into := make([]byte, 8)
		if held := b.Held(into, at(short)); held != c.held || held && !bytes.Equal(into, short) {
			t.Errorf("beside %x: holds %q: %v", c.beside, into, held)
		}
		if b.Held(into, at(short)+1) || b.Held(make([]byte, 9), at(short)) {
			t.Errorf("beside %x: holds what was not read", c.beside)
		}
	}
	b := memory.Beside{At: at(short)}
	if n := ours.ReadWith(make([]byte, 5), 8, &b); n != 0 {
		t.Errorf("at 8 are %d octets", n)
	}
	if n := ours.ReadWith(nil, at(text), &b); n != 0 {
		t.Errorf("nothing is %d octets", n)
	}
	got := ours.GatherWith(memory.Buffers{{Base: uintptr(at(text)), Len: 3}}, 100, &b)
	if string(got) != "hel" || !b.Held(make([]byte, 8), at(short)) {
		t.Errorf("gathered %q", got)
	}
	if got := ours.Gather(memory.One(at(text), 5), 2); string(got) != "he" {
		t.Errorf("gathered %q of two", got)
	}
	if got := ours.Gather(memory.Buffers{{Base: uintptr(at(text)), Len: -1}}, 2); got == nil || len(got) != 0 {
		t.Errorf("gathered %q of less than nothing", got)
	}
	runtime.KeepAlive(text)
	runtime.KeepAlive(short)
}

// Messages lie one behind the other, each with its length.
func TestMessages(t *testing.T) {
	text, name := []byte("hello"), []byte("0123456789abcdef")
	vector := words(at(text), 5)
	header := words(at(name), 16, at(vector), 1, 0, 0, 0)
	all := slices.Concat(make([]byte, 64), header, words(77))
	for i, want := range []memory.BatchMessage{{}, {Header: memory.Header{Name: at(name), NameLength: 16}, Length: 77}} {
		got := ours.Message(at(all), i)
		if got.Length != want.Length || got.Header.Name != want.Header.Name || got.Header.NameLength != want.Header.NameLength || len(got.Header.Buffers) != i {
			t.Errorf("message %d: %+v", i, got)
		}
	}
	if got := ours.Message(8, 0); got.Length != 0 || got.Header.Buffers != nil {
		t.Errorf("at 8 is %+v", got)
	}
	runtime.KeepAlive(vector)
	runtime.KeepAlive(text)
	runtime.KeepAlive(name)
}
