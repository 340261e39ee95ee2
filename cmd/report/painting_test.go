package report

import (
	"bytes"
	"context"
	"errors"
	"strings"
	"testing"

	"wireladder/cmd/report/source"
	"wireladder/render"
)

// interrupting is a writer whose first rows make the user end the work.
type interrupting struct {
	bytes.Buffer
	interrupt func()
}

func (w *interrupting) Write(b []byte) (int, error) {
	w.interrupt()
	return w.Buffer.Write(b)
}

// Painting ends at ^C, behind what is painted: no more than a sheet is painted then.
func TestPaintingEnds(t *testing.T) {
	for size, stdin := range map[string][]byte{"some": manyConversations(t, 2000, 100), "more": manyConversations(t, 8000, 100)} {
		ctx, cancel := context.WithCancel(t.Context())
		out := &interrupting{interrupt: cancel}
		err := Read(ctx, &File{Name: "-", Stdin: bytes.NewReader(stdin), Options: Options{Stdout: out, Picture: Picture{Detail: render.Brief}}})
		if !errors.Is(err, source.ErrInterrupted) {
			t.Errorf("%s: %v", size, err)
		}
		if rows := strings.Count(out.String(), "\n"); rows == 0 || rows > 200 || !strings.HasSuffix(out.String(), "\n") {
			t.Errorf("%s: %d rows are painted", size, rows)
		}
	}
}
