package pcapng

import (
	"bytes"
	"errors"
	"io"
	"strings"
	"testing"
	"testing/iotest"
)

// numbered returns n octets of which no two neighbours are the same.
func numbered(n int) []byte {
	data := make([]byte, n)
	for i := range data {
		data[i] = byte(i ^ i>>8 ^ i>>16)
	}
	return data
}

// readers are ways in which octets come.
var readers = map[string]func(io.Reader) io.Reader{
	"at once":        func(r io.Reader) io.Reader { return r },
	"one by one":     iotest.OneByteReader,
	"by halves":      iotest.HalfReader,
	"end with data":  iotest.DataErrReader,
	"with hesitance": func(r io.Reader) io.Reader { return &hesitant{r: r} },
}

// hesitant returns nothing every other time.
type hesitant struct {
	r    io.Reader
	turn bool
}

func (h *hesitant) Read(b []byte) (int, error) {
	if h.turn = !h.turn; h.turn {
		return 0, nil
	}
	return h.r.Read(b)
}

func TestWindowReturnsTheInput(t *testing.T) {
	data := numbered(3*firstRead + 5)
	for name, reader := range readers {
		t.Run(name, func(t *testing.T) {
			w := NewWindow(reader(bytes.NewReader(data)))
			for i, size := 0, 0; i < len(data); i += size {
				size = min(1+i%4999, len(data)-i)
				got, err := w.Peek(size)
				if err != nil || !bytes.Equal(got, data[i:i+size]) || w.Offset() != int64(i) {
					t.Fatalf("%d octets at %d (offset %d): %v", len(got), i, w.Offset(), err)
				}
				w.Skip(size)
			}
			if got, err := w.Peek(1); len(got) != 0 || !errors.Is(err, io.EOF) {
				t.Errorf("after the end %v, %v", got, err)
			}
		})
	}
}

// TestWindowEnds asks for more than there is, twice: what is there stays there.
func TestWindowEnds(t *testing.T) {
	fault := errors.New("disk on fire")
	for name, want := range map[string]error{"end": io.EOF, "fault": fault} {
		r := io.Reader(strings.NewReader("abc"))
		if name == "fault" {
			r = io.MultiReader(r, iotest.ErrReader(fault))
		}
		w := NewWindow(r)
		w.Skip(len(peeked(t, w, 1)))
		for range 2 {
			if got, err := w.Peek(3); string(got) != "bc" || !errors.Is(err, want) {
				t.Errorf("%s: got %q, %v", name, got, err)
			}
		}
		if got := peeked(t, w, 2); string(got) != "bc" || string(w.Buffered()) != "bc" {
			t.Errorf("%s: then %q", name, got)
		}
	}
}

// peeked returns the next n octets.
func peeked(t *testing.T, w *Window, n int) []byte {
	t.Helper()
	got, err := w.Peek(n)
	if err != nil {
		t.Fatal(err)
	}
	return got
}

// askedOnce fails the test if it is asked for more after it has failed.
type askedOnce struct {
	t     *testing.T
	asked bool
}

func (r *askedOnce) Read([]byte) (int, error) {
	if r.asked {
		r.t.Error("asked again after its end")
	}
	r.asked = true
	return 0, io.EOF
}

func TestWindowDoesNotAskAgain(t *testing.T) {
	w := NewWindow(&askedOnce{t: t})
	for range 3 {
		if _, err := w.Peek(1); !errors.Is(err, io.EOF) {
			t.Error(err)
		}
	}
	if got, err := io.ReadAll(w.Rest()); len(got) != 0 || err != nil {
		t.Errorf("rest %q, %v", got, err)
	}
}

// mute never says anything.
type mute struct{}

func (mute) Read([]byte) (int, error) { return 0, nil }

// slow says something after so many reads in vain.
type slow struct{ left int }

func (s *slow) Read(p []byte) (int, error) {
	if s.left--; s.left >= 0 {
		return 0, nil
	}
	return copy(p, "x"), nil
}

func TestWindowGivesUp(t *testing.T) {
	if _, err := NewWindow(mute{}).Peek(1); !errors.Is(err, io.ErrNoProgress) {
		t.Error(err)
	}
	for reads, want := range map[int]error{1: nil, 99: nil, 100: io.ErrNoProgress} {
		if _, err := NewWindow(&slow{reads}).Peek(1); !errors.Is(err, want) {
			t.Errorf("after %d reads in vain: %v, want %v", reads, err, want)
		}
	}
}

// TestWindowGrows: to readAhead where the input is fast, beyond only for what is
// there, and not at all for a promise.
func TestWindowGrows(t *testing.T) {
	tests := []struct {
		name            string
		reader          string
		size, ask, want int
	}{
		{"small file", "at once", 100, 100, firstRead},
		{"promise", "at once", 100, MaxBlock, firstRead},
		{"fast input", "at once", 5 * readAhead, 1000, readAhead},
		{"slow input", "one by one", 3 * firstRead, 1000, firstRead},
		{"large record", "at once", 5 * readAhead, 3 * readAhead, 4 * readAhead},
	}
	for _, tt := range tests {
		w := NewWindow(readers[tt.reader](bytes.NewReader(numbered(tt.size))))
		for err := error(nil); err == nil; {
			var got []byte
			got, err = w.Peek(tt.ask)
			w.Skip(len(got))
		}
		if len(w.buf) != tt.want {
			t.Errorf("%s: grew to %d, want %d", tt.name, len(w.buf), tt.want)
		}
		if w.Offset() != int64(tt.size) {
			t.Errorf("%s: ended at %d", tt.name, w.Offset())
		}
	}
}

func TestWindowRest(t *testing.T) {
	data := numbered(2 * firstRead)
	w := NewWindow(bytes.NewReader(data))
	w.Skip(len(peeked(t, w, 3)))
	peeked(t, w, 10)
	if got, err := io.ReadAll(w.Rest()); err != nil || !bytes.Equal(got, data[3:]) {
		t.Errorf("%d octets, %v", len(got), err)
	}
}
