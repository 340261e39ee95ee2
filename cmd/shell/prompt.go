package shell

import (
	"os"
	"path/filepath"
	"strings"

	"wireladder/capture/notation"
)

// Variable is in the environment of whoever is inside: "wireladder shell --join" finds them by it.
const Variable = "WIRELADDER_SHELL"

// sign is what prompts begin with there.
const sign = "(wireladder) "

// shellCommand is how a shell is started so that its prompt says where it is: its own files are read
// first.
type shellCommand struct {
	args, env []string
	folder    string // goes when it has ended; "": there is none
}

// newShellCommand returns how a shell at a path is started, which has an environment of its own.
func newShellCommand(path string, env []string) (shellCommand, error) {
	s := shellCommand{args: []string{path}, env: append(without(env, Variable), Variable+"=1")}
	var file, content string
	switch name := filepath.Base(path); name {
	case "bash":
		file, content = "bashrc", "[ -f ~/.bashrc ] && . ~/.bashrc\nPS1='"+sign+"'\"$PS1\"\n"
	case "zsh":
		file, content = ".zshrc", zshrc(zdotdir(env))
	case "fish":
		s.args = append(s.args, "--init-command", "functions -c fish_prompt __wireladder_prompt; function fish_prompt; echo -n '"+sign+"'; __wireladder_prompt; end")
		return s, nil
	default:
		s.env = append(without(s.env, "PS1"), "PS1="+sign+"$ ")
		return s, nil
	}
	var err error
	if s.folder, err = os.MkdirTemp("", "wireladder-"); err != nil {
		return s, err
	}
	at := filepath.Join(s.folder, file)
	if file == "bashrc" {
		s.args = append(s.args, "--rcfile", at)
	} else {
		s.env = append(without(s.env, "ZDOTDIR"), "ZDOTDIR="+s.folder)
	}
	return s, os.WriteFile(at, []byte(content), 0o600)
}

// zdotdir returns the folder in which zsh finds the files of its user (zsh(1), FILES), for a shell.
func zdotdir(env []string) string {
	for _, one := range env {
		if folder, ok := strings.CutPrefix(one, "ZDOTDIR="); ok && folder != "" {
			return notation.ShellWord(folder)
		}
	}
	return `"$HOME"`
}

// zshrc returns a file that has zsh read those of its user in a folder, and then says where it is.
func zshrc(folder string) string {
	return "ZDOTDIR=" + folder + "\nfor f in .zshenv .zshrc; do [ -f \"$ZDOTDIR/$f\" ] && . \"$ZDOTDIR/$f\"; done\nPROMPT='" + sign + "'\"$PROMPT\"\n"
}

// close gives back what was made for it.
func (s *shellCommand) close() {
	if s.folder != "" {
		_ = os.RemoveAll(s.folder) // of no use to anybody
	}
}

// without returns an environment without a variable.
func without(env []string, variable string) (all []string) {
	for _, one := range env {
		if !strings.HasPrefix(one, variable+"=") {
			all = append(all, one)
		}
	}
	return all
}
