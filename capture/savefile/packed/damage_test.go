package packed

import (
	"bytes"
	"compress/gzip"
	"errors"
	"io"
	"os"
	"strings"
	"testing"
	"testing/iotest"
)

// zipped returns a gzip file.
func zipped(t *testing.T) []byte {
	t.Helper()
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	_, err := w.Write(bytes.Repeat([]byte("so many octets "), 1000))
	if err := errors.Join(err, w.Close()); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// Damage is told without the words of the library that has found it; the end of the file
// and what has kept it from being read are told as they are.
func TestDamage(t *testing.T) {
	whole := zipped(t)
	damaged := bytes.Clone(whole)
	damaged[len(damaged)-6] ^= 0xff // of the checksum
	gone := iotest.ErrReader(os.ErrClosed)
	for name, tt := range map[string]struct {
		r    io.Reader
		want string
		is   error
	}{
		"whole":   {bytes.NewReader(whole), "", nil},
		"damaged": {bytes.NewReader(damaged), "the gzip data are damaged", nil},
		"cut":     {bytes.NewReader(whole[:len(whole)/2]), "", io.ErrUnexpectedEOF},
		"gone":    {io.MultiReader(bytes.NewReader(whole[:len(whole)/2]), gone), "", os.ErrClosed},
		"no head": {strings.NewReader("\x1f\x8b\x08\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff"), "", io.ErrUnexpectedEOF},
	} {
		t.Run(name, func(t *testing.T) {
			r, err := NewReader(Gzip, tt.r)
			if err == nil {
				_, err = io.Copy(io.Discard, r)
			}
			var damage *DamageError
			switch {
			case tt.want != "" && (!errors.As(err, &damage) || err.Error() != tt.want || damage.Unwrap() == nil),
				tt.want == "" && !errors.Is(err, tt.is):
				t.Errorf("got %v", err)
			}
		})
	}
}
