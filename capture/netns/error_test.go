package netns

import (
	"errors"
	"fmt"
	"os"
	"syscall"
	"testing"
	"unicode"
)

func TestError(t *testing.T) {
	tests := []struct {
		err                     *Error
		text                    string
		permission, unsupported bool
	}{
		{&Error{Op: "start", Reason: ReasonMaxUserns, Err: syscall.ENOSPC},
			"can't make a private network: user namespaces are switched off (user.max_user_namespaces is 0): start: " +
				syscall.ENOSPC.Error(), true, false},
		{&Error{Op: "start", Err: syscall.EPERM},
			"can't make a private network: start: " + syscall.EPERM.Error(), true, false},
		{&Error{Err: syscall.ENOMEM}, "can't make a private network: " + syscall.ENOMEM.Error(), false, false},
		{&Error{Reason: ReasonNoNamespaces, Err: syscall.EINVAL},
			"can't make a private network: this kernel was built without user or network namespaces: " +
				syscall.EINVAL.Error(), false, true},
		{&Error{Op: "start", Reason: ReasonProcesses, Err: syscall.EAGAIN},
			"can't make a private network: no more processes or threads may be started", false, false},
		{&Error{Op: "pipe2", Reason: ReasonFiles, Err: syscall.EMFILE},
			"can't make a private network: no more files may be open", false, false},
		{&Error{Op: "start", Reason: ReasonNoProc, Err: syscall.ENOENT}, "can't make a private network: /proc is not mounted", false, false},
		{&Error{Op: "start", Reason: ReasonLimit, Err: syscall.ENOSPC},
			"can't make a private network: the limit on user or network namespaces is reached: start: " + syscall.ENOSPC.Error(), false, false},
		{&Error{Reason: ReasonUnsupported, Err: errors.ErrUnsupported},
			"can't make a private network: private networks need Linux: unsupported operation", false, true},
	}
	for _, test := range tests {
		t.Run(test.text, func(t *testing.T) {
			wrapped := fmt.Errorf("demo: %w", test.err)
			if got := test.err.Error(); got != test.text {
				t.Errorf("got %q", got)
			}
			if got := errors.Is(wrapped, os.ErrPermission); got != test.permission {
				t.Errorf("os.ErrPermission: %v", got)
			}
			if got := errors.Is(wrapped, errors.ErrUnsupported); got != test.unsupported {
				t.Errorf("errors.ErrUnsupported: %v", got)
			}
			if !errors.Is(wrapped, test.err.Err) {
				t.Errorf("%v is lost", test.err.Err)
			}
		})
	}
}

func TestReasonString(t *testing.T) {
	seen := map[string]Reason{}
	for r := ReasonUnknown; r <= ReasonNoProc; r++ {
		text := r.String()
		if other, found := seen[text]; found {
			t.Errorf("reasons %d and %d are both %q", other, r, text)
		}
		seen[text] = r
		// a lower-case sentence, unless it begins with a name
		if first := rune(text[0]); unicode.IsUpper(first) && r != ReasonAppArmor {
			t.Errorf("%q begins with a capital letter", text)
		}
		if text[len(text)-1] == '.' {
			t.Errorf("%q ends with a full stop", text)
		}
	}
}

func TestExplain(t *testing.T) {
	reason, hint := Explain(fmt.Errorf("demo: %w", &Error{Reason: ReasonSeccomp, Hint: "do this", Err: syscall.EPERM}))
	if reason != ReasonSeccomp.String() || hint != "do this" {
		t.Errorf("got %q, %q", reason, hint)
	}
	if reason, _ := Explain(&Error{Op: "start", Err: syscall.EIO}); reason != syscall.EIO.Error() {
		t.Errorf("what the system said is %q", reason)
	}
	if reason, hint := Explain(os.ErrPermission); reason != "" || hint != "" {
		t.Errorf("got %q, %q for an error of somebody else", reason, hint)
	}
}
