package sink

import (
	"bytes"
	"errors"
	"io"
	"testing"
)

var errStop = errors.New("stop")

// A picture that is still planned when nobody has patience with it is left to itself, and
// writes nothing later.
func TestPaintedIsLeft(t *testing.T) {
	t.Parallel()
	var (
		out     bytes.Buffer
		planned = make(chan struct{})
		written = make(chan error)
		p       = &Subject{GoOn: func() error { return errStop }}
	)
	err := p.painted(&out, func(w io.Writer) error {
		<-planned
		_, err := io.WriteString(w, "late")
		written <- err
		return err
	})
	if !errors.Is(err, errStop) {
		t.Errorf("painting ended with %v", err)
	}
	close(planned)
	if err := <-written; !errors.Is(err, errStop) || out.Len() > 0 {
		t.Errorf("%q was written after the end: %v", &out, err)
	}
}

// A picture that has begun ends by itself, where a row ends.
func TestPaintedEndsItself(t *testing.T) {
	t.Parallel()
	var (
		out   bytes.Buffer
		asked = make(chan struct{}, 1)
		begun = make(chan struct{})
		p     = &Subject{GoOn: func() error {
			<-begun
			select {
			case asked <- struct{}{}:
			default:
			}
			return errStop
		}}
	)
	err := p.painted(&out, func(w io.Writer) error {
		_, err := io.WriteString(w, "a row\n")
		close(begun)
		<-asked
		return errors.Join(err, p.goOn())
	})
	if !errors.Is(err, errStop) || out.String() != "a row\n" {
		t.Errorf("%q was painted: %v", &out, err)
	}
}
