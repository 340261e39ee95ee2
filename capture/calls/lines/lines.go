// Package lines has programs in Python note which of their lines makes a socket call, where
// their tracer sees it while the call is made.
package lines

import (
	_ "embed"
	"os"
	"path/filepath"
	"strings"
)

// sitecustomize is what Python imports when it starts (docs.python.org, site).
//
//go:embed python/sitecustomize.py
var sitecustomize []byte

// Lines is a folder that has programs in Python note their lines. Make it with New; it is closed by
// its owner.
type Lines struct {
	folder string
}

// New returns the folder for one program.
func New() (*Lines, error) {
	folder, err := os.MkdirTemp("", "wireladder")
	if err != nil {
		return nil, err
	}
	l := &Lines{folder: folder}
	err = os.Chmod(folder, 0o755) //nolint:gosec // everybody may read it
	if err == nil {
		err = os.WriteFile(filepath.Join(folder, "sitecustomize.py"), sitecustomize, 0o644) //nolint:gosec // as above
	}
	if err != nil {
		_ = l.Close()
		return nil, err
	}
	return l, nil
}

// Close removes it. No Lines need no Close.
func (l *Lines) Close() error {
	if l == nil {
		return nil
	}
	return os.RemoveAll(l.folder)
}

// Environment returns an environment in which Python notes its lines; with no Lines, env.
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
	return append(kept, "PYTHONPATH="+path)
}
