package own

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"wireladder/cmd/console"
	"wireladder/cmd/failure"
	"wireladder/cmd/step/keyboard"
)

// Stdin is what the only client reads: our stdin, or what is typed at our terminal.
type Stdin struct {
	file   *os.File         // nil: it reads nothing
	typing *keyboard.Typing // nil: it reads what we would
	size   string           // of the terminal
}

// Stdin returns what the only client reads. What is typed at a terminal goes to one of its
// own; interrupt is called when it does not heed ^C.
func (o *Options) Stdin(ctx context.Context, c *console.Console, interrupt func()) (*Stdin, error) {
	in, isFile := c.Stdin.(*os.File)
	if !isFile || !o.readsStdin() {
		return &Stdin{}, nil
	}
	if _, shown := console.Terminal(c.Stderr); !shown || !console.IsTerminal(in) {
		return &Stdin{file: in}, nil
	}
	o.TakeTime()
	keys, to, err := os.Pipe()
	if err != nil {
		return nil, err
	}
	typing, err := keyboard.Type(ctx, in, to, interrupt)
	if err != nil {
		return nil, errors.Join(err, keys.Close(), to.Close())
	}
	return &Stdin{keys, typing, sizeOf(c.Stderr)}, nil
}

// sizeOf returns the size of a terminal as --terminal has it.
func sizeOf(w io.Writer) string {
	width, height := console.Size(w)
	return fmt.Sprintf("%dx%d", height, width)
}

// Reader returns where the input comes from; nil if there is none.
func (i *Stdin) Reader() io.Reader {
	if i.file == nil {
		return nil
	}
	return i.file
}

// Size is that of the terminal at which somebody types, "24x80"; "" if nobody does.
func (i *Stdin) Size() string { return i.size }

// File is where the input comes from; nil if there is none.
func (i *Stdin) File() *os.File { return i.file }

// Args returns the arguments that tell the process inside of it.
func (i *Stdin) Args() []string {
	return terminalArgs(i.size)
}

// terminalArgs returns the arguments that tell the process inside of a terminal of a size; "": there is none.
func terminalArgs(size string) []string {
	if size == "" {
		return nil
	}
	return []string{"--terminal=" + size}
}

// Given is called when the process inside has the input.
func (i *Stdin) Given() {
	if i.typing != nil {
		_ = i.file.Close()
	}
}

// End leaves the terminal as it was found.
func (i *Stdin) End() {
	if i.typing != nil {
		i.typing.End()
	}
}

// TakeTime lets clients take all the time that they need, unless the user has set a limit:
// somebody answers who has to think.
func (o *Options) TakeTime() {
	if !o.Flags.Changed("timeout") {
		_ = o.Flags.Set("timeout", "0") // a number
	}
}

// readsStdin reports whether there is one client alone, and nobody has said what it reads.
func (o *Options) readsStdin() bool { return len(o.Clients)*o.Copies == 1 && len(o.Inputs) == 0 }

// escapes are what stands for characters that a shell makes hard to type.
var escapes = strings.NewReplacer(`\\`, `\`, `\n`, "\n", `\r`, "\r", `\t`, "\t", `\@`, "@")

// inputs returns what clients read, as --input says.
func (o *Options) inputs() ([][]byte, error) {
	all := make([][]byte, len(o.Inputs))
	for i, text := range o.Inputs {
		name, isFile := strings.CutPrefix(text, "@")
		if !isFile {
			all[i] = []byte(escapes.Replace(text))
			continue
		}
		content, err := os.ReadFile(name)
		if err != nil {
			return nil, failure.Misused(`text that begins with @ is written \@`, "--input names a file: %w", err)
		}
		all[i] = content
	}
	return all, nil
}
