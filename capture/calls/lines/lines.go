// Package lines has programs in Python note which of their lines makes a socket call, where
// their tracer sees it while the call is made.
package lines

import (
	_ "embed"
	"encoding/binary"
	"errors"
	"os"
	"path/filepath"
	"strings"

	"wireladder/capture/code"
)

// sitecustomize is what Python imports when it starts (docs.python.org, site).
//
//go:embed python/sitecustomize.py
var sitecustomize []byte

// Lines is where programs in Python note which line makes a call: a file that they and we
// have in memory. It has a slot for each thread, found by its id. Make one with New;
// it is closed by its owner.
type Lines struct {
	folder string
	memory []byte
}

// As in python/sitecustomize.py: a slot holds the id of its thread, the number of the
// line, the lengths of file name and text (16 bits each), whether the program itself asks
// which of its sockets is ready, and the two texts.
const (
	slots       = 4096
	slotSize    = 512
	slotHeader  = 16
	followsMark = "line"
)

// New returns a place for one program.
func New() (*Lines, error) {
	folder, err := os.MkdirTemp("", "wireladder")
	if err != nil {
		return nil, err
	}
	l := &Lines{folder: folder}
	if err = os.WriteFile(filepath.Join(folder, "sitecustomize.py"), sitecustomize, 0o644); err == nil { //nolint:gosec // everybody may read it
		l.memory, err = shared(l.file(), slots*slotSize)
	}
	if err != nil {
		_ = l.Close()
		return nil, err
	}
	return l, nil
}

// file is the name of the file that is in memory.
func (l *Lines) file() string { return filepath.Join(l.folder, "lines") }

// GiveTo gives it to the user who runs the program, if that is another one.
func (l *Lines) GiveTo(uid, gid int) error {
	if l == nil {
		return nil
	}
	return errors.Join(os.Chown(l.folder, uid, gid), os.Chown(l.file(), uid, gid))
}

// Close removes it. No Lines need no Close.
func (l *Lines) Close() error {
	if l == nil {
		return nil
	}
	if l.memory != nil {
		unshare(l.memory)
		l.memory = nil
	}
	return os.RemoveAll(l.folder)
}

// Environment returns an environment in which Python notes its lines here; with no Lines, env.
func (l *Lines) Environment(env []string) []string {
	if l == nil {
		return env
	}
	path := l.folder
	var kept []string
	for _, v := range env {
		if before, ok := strings.CutPrefix(v, "PYTHONPATH="); ok && before != "" {
			path += string(os.PathListSeparator) + before
		} else if !strings.HasPrefix(v, "PYTHONPATH=") {
			kept = append(kept, v)
		}
	}
	return append(kept, "PYTHONPATH="+path, "WIRELADDER_LINES="+l.file())
}

// Follows reports whether a program notes its lines here.
func (l *Lines) Follows() bool {
	return l != nil && string(l.memory[len(l.memory)-len(followsMark):]) == followsMark
}

// Of returns the line that a thread which is stopped has noted; nothing if it has noted
// none. polls says whether it is one that asks which sockets are ready.
func (l *Lines) Of(tid int) (c code.Line, polls bool) {
	if l == nil {
		return c, false
	}
	slot, order := l.memory[tid%slots*slotSize:][:slotSize], binary.LittleEndian
	name, text := int(order.Uint16(slot[8:])), int(order.Uint16(slot[10:]))
	if int(order.Uint32(slot)) != tid || slotHeader+name+text > slotSize {
		return c, false
	}
	rest := string(slot[slotHeader:])
	bits := order.Uint32(slot[12:])
	return code.Line{
		File: rest[:name], Line: int(order.Uint32(slot[4:])), Text: rest[name : name+text], Newline: bits&2 != 0,
	}, bits&1 != 0
}
