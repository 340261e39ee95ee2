package shell

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// zsh reads the files of its user from where they are, which is not always the home folder.
func TestZshReadsFilesOfItsUser(t *testing.T) {
	for _, tt := range []struct{ env, want string }{
		{"HOME=/home/me", `ZDOTDIR="$HOME"`},
		{"ZDOTDIR=", `ZDOTDIR="$HOME"`},
		{"ZDOTDIR=/home/me/my zsh", `ZDOTDIR='/home/me/my zsh'`},
		{"ZDOTDIR=/home/me/$(reboot)", `ZDOTDIR='/home/me/$(reboot)'`},
	} {
		made, err := newShellCommand("/bin/zsh", []string{tt.env})
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(made.close)
		content, err := os.ReadFile(filepath.Join(made.folder, ".zshrc"))
		if err != nil || !strings.HasPrefix(string(content), tt.want+"\n") {
			t.Errorf("%q: %q, %v", tt.env, content, err)
		}
		if last := made.env[len(made.env)-1]; last != "ZDOTDIR="+made.folder {
			t.Errorf("%q: %q", tt.env, last)
		}
	}
}
