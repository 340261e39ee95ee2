//go:build linux && (amd64 || arm64)

package native

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"wireladder/capture/code"
)

// Images are the files that were read: one for all processes. The zero value is ready; it is not
// for several goroutines at once.
type Images struct {
	byFile map[string]*image
}

// Execution is what a process executes, and where that lies in its memory.
type Execution struct {
	images   *Images
	pid      int
	program  *image // nil: it tells no lines
	runtime  Runtime
	file     string // the program's device and inode
	mappings []mapping
}

// mapping is a part of memory that is executed.
type mapping struct {
	from, to uint64
	bias     uint64
	image    *image
	program  bool
}

// interpreters are programs whose own lines tell nothing of the program that they execute. Their
// names may have a version behind them.
var interpreters = []string{"python", "node", "java", "ruby", "perl", "php", "bash", "dash", "sh"}

// Of returns what a process executes now.
func (i *Images) Of(pid int) *Execution {
	p := &Execution{images: i, pid: pid}
	exe := fmt.Sprintf("/proc/%d/exe", pid)
	name, err := os.Readlink(exe)
	if err != nil {
		return p
	}
	if isInterpreter(filepath.Base(name)) {
		p.runtime = Interpreter
		return p
	}
	all := p.readMaps()
	for _, m := range all {
		if m.name != name {
			continue
		}
		p.file = m.file
		if image := i.open(m.file, exe, true); image != nil && image.texts != nil {
			p.program = image
			if image.texts.isGo() {
				p.runtime = Go
			}
		}
		break
	}
	return p
}

func isInterpreter(name string) bool {
	name = strings.TrimRight(name, "0123456789.")
	for _, one := range interpreters {
		if name == one {
			return true
		}
	}
	return false
}

// open returns a file as it was read; nil if it could not be.
func (i *Images) open(file, name string, program bool) *image {
	if one, ok := i.byFile[file]; ok {
		return one
	}
	one, err := openImage(name, program)
	if err != nil {
		one = nil
	}
	if i.byFile == nil {
		i.byFile = map[string]*image{}
	}
	i.byFile[file] = one
	return one
}

// mapped is a line of proc_pid_maps(5) that tells of code in a file.
type mapped struct {
	from, to, offset uint64
	file, name       string
}

// readMaps returns the parts of files that a process executes.
func (p *Execution) readMaps() (all []mapped) {
	b, err := os.ReadFile(fmt.Sprintf("/proc/%d/maps", p.pid))
	if err != nil {
		return nil
	}
	for line := range bytes.Lines(b) {
		fields := strings.Fields(string(line))
		if len(fields) < 6 || len(fields[1]) < 3 || fields[1][2] != 'x' || !strings.HasPrefix(fields[5], "/") {
			continue
		}
		from, to, _ := strings.Cut(fields[0], "-")
		m := mapped{file: fields[3] + " " + fields[4], name: strings.Join(fields[5:], " ")}
		m.from, _ = strconv.ParseUint(from, 16, 64)
		m.to, _ = strconv.ParseUint(to, 16, 64)
		m.offset, _ = strconv.ParseUint(fields[2], 16, 64)
		all = append(all, m)
	}
	return all
}

// find returns the mapping of an address; nil if there is none that is understood. What has been
// mapped since is found, too.
func (p *Execution) find(pc uint64) *mapping {
	if m := p.known(pc); m != nil {
		return m
	}
	p.mappings = p.mappings[:0]
	for _, m := range p.readMaps() {
		program := m.file == p.file
		image := p.program
		if !program {
			image = p.images.open(m.file, m.name, false)
		}
		if image == nil {
			continue
		}
		if bias, ok := image.bias(m.from, m.offset); ok {
			p.mappings = append(p.mappings, mapping{m.from, m.to, bias, image, program})
		}
	}
	return p.known(pc)
}

func (p *Execution) known(pc uint64) *mapping {
	for i := range p.mappings {
		if m := &p.mappings[i]; pc >= m.from && pc < m.to {
			return m
		}
	}
	return nil
}

// Runtime is what makes calls for a program that the program does not ask for.
type Runtime int

// Runtimes.
const (
	NoRuntime   Runtime = iota
	Interpreter         // of Java, JavaScript and others
	Go
)

// Runtime returns the runtime of what the process executes.
func (p *Execution) Runtime() Runtime { return p.runtime }

// TellsLines reports whether what the process executes tells its lines.
func (p *Execution) TellsLines() bool { return p.program != nil }

// Position are those of a thread, by their numbers in DWARF.
type Position struct {
	PC     uint64
	Values [32]uint64
}

// Word reads 8 octets of the memory of a process, and reports whether they are there.
type Word func(at uint64) (uint64, bool)

// maxFrames is how many callers are looked at.
const maxFrames = 64

// Line returns the line of the program that makes the system call at which a thread is stopped: that
// of the innermost caller in the program's own text. Where it is not certain there is none. own says
// that the program has not asked for it: Go's runtime makes it, or its package net by habit.
func (p *Execution) Line(r Position, read Word) (line code.Line, own bool) {
	if !p.TellsLines() {
		return line, false
	}
	w := &walk{process: p, read: read, Position: r}
	for range maxFrames {
		m := p.find(w.PC - 1) // of a call: what is returned to is behind it
		if m == nil {
			break
		}
		if m.program {
			f := m.image.texts.at(w.PC - 1 - m.bias)
			if own = own || f.own; f.ends {
				return f.line, own
			}
		}
		if !w.step(m) {
			break
		}
	}
	return line, own
}
