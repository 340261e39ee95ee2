package native

import (
	"debug/elf"
	"os"
	"time"
)

// image is a file that is executed: a program, or a library (elf(5)).
type image struct {
	modified time.Time
	loads    []elf.ProgHeader
	code     []elf.ProgHeader // of these, those that are executed
	frames   *frameTable      // nil: it has none, or none that are understood
	texts    *sourceTable     // nil: it tells no lines
	walked   map[uint64]walked
}

// walked is what is known of an address.
type walked struct {
	row registerRow
	ret uint64 // the register of the return address
	ok  bool
}

// openImage reads a file. Only a program tells lines, and where it does not, its frames are not
// read either.
func openImage(name string, program bool) (*image, error) {
	file, err := os.Stat(name)
	if err != nil {
		return nil, err
	}
	f, err := elf.Open(name)
	if err != nil {
		return nil, err
	}
	i := &image{modified: file.ModTime(), walked: map[uint64]walked{}}
	for _, p := range f.Progs {
		if p.Type == elf.PT_LOAD {
			i.loads = append(i.loads, p.ProgHeader)
		}
		if p.Type == elf.PT_LOAD && p.Flags&elf.PF_X != 0 {
			i.code = append(i.code, p.ProgHeader)
		}
	}
	if program {
		i.texts = readTexts(f, i.modified)
	}
	if !program || i.texts != nil {
		i.frames = readFrames(f)
	}
	if i.texts != nil {
		return i, nil // it reads more later
	}
	return i, f.Close()
}

// readFrames returns the frames of a file; nil if there are none.
func readFrames(f *elf.File) *frameTable {
	s := f.Section(".eh_frame")
	if s == nil {
		return nil
	}
	data, err := s.Data()
	if err != nil {
		return nil
	}
	t, err := parseFrames(data, s.Addr)
	if err != nil {
		return nil
	}
	return t
}

// bias returns how far an image lies from the addresses that its file has, by a mapping of the
// part of the file that begins at an offset.
func (i *image) bias(start, offset uint64) (uint64, bool) {
	for _, p := range i.loads {
		first := p.Off &^ (pageSize - 1)
		if offset >= first && offset < p.Off+p.Filesz {
			return start - (offset - p.Off + p.Vaddr), true
		}
	}
	return 0, false
}

// pageSize is the least of a page.
const pageSize = 4096

// executes reports whether there is code at an address.
func (i *image) executes(pc uint64) bool {
	for _, p := range i.code {
		if pc >= p.Vaddr && pc < p.Vaddr+p.Filesz {
			return true
		}
	}
	return false
}

// rowAt returns how the caller's registers are found at an address.
func (i *image) rowAt(pc uint64) walked {
	if w, ok := i.walked[pc]; ok {
		return w
	}
	var w walked
	if i.frames != nil {
		if e := i.frames.find(pc); e != nil {
			w.row, w.ok = e.rowAt(pc)
			w.ret = e.common.returns
		}
	}
	i.walked[pc] = w
	return w
}
