package shell

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"syscall"

	"github.com/spf13/cobra"

	"wireladder/capture/netns"
	"wireladder/capture/netns/join"
	"wireladder/cmd/failure"
)

// Terminal is what the shell gets: the standard streams, and the environment.
type Terminal struct {
	Stdin, Stdout, Stderr *os.File
	Env                   []string
}

// joinFirst is the value of --join without one.
const joinFirst = "the only one"

// NewCommand returns `wireladder shell`.
func NewCommand(s Terminal) *cobra.Command {
	joined := ""
	cmd := &cobra.Command{
		Use:   "shell [-- COMMAND…]",
		Short: "Open your shell in a private network, in which anybody may capture",
		Long: `shell opens $SHELL, or runs a command, in a private network: 127.0.0.1 and localhost
are there and nothing else. Files and user are the same as outside, and it needs no
root. Its prompt begins with "(wireladder)"; exit leaves it, and the network goes with
the last shell in it.

In another terminal --join opens a shell in the same network: the server in the one,
the client in the other, and "wireladder watch" in the third. Where there are several
networks, --join=PID names one of the processes in it.
` + failure.ExitStatus,
		Example: `  wireladder shell
  wireladder shell --join
  wireladder shell -- python3 server.py 12000`,
		RunE: func(cmd *cobra.Command, args []string) error {
			if len(args) > 0 && cmd.ArgsLenAtDash() != 0 {
				return misplaced(joined, args)
			}
			if joined != "" {
				return s.join(cmd.Context(), joined, args)
			}
			return s.open(cmd.Context(), args)
		},
	}
	cmd.Flags().StringVar(&joined, "join", "", "open it in the network of another shell; of several that of the `PID`")
	cmd.Flags().Lookup("join").NoOptDefVal = joinFirst
	return cmd
}

// misplaced returns the error of a command without "--" before it, or a number behind --join.
func misplaced(joined string, args []string) error {
	if _, err := strconv.Atoi(args[0]); err == nil && joined == joinFirst {
		return failure.Misused("say it as --join="+args[0], "what is %q for", args[0])
	}
	return failure.Misused(`put "--" before it: wireladder shell -- `+strings.Join(args, " "), "what is %q for", args[0])
}

// start returns what is to run: a command, or the user's shell.
func (s *Terminal) start(command []string) (shellCommand, error) {
	if len(command) > 0 {
		path, err := exec.LookPath(command[0])
		if err != nil {
			return shellCommand{}, failure.Of(fmt.Errorf("can't run %q: %w", command[0], errors.Unwrap(err)), "")
		}
		return shellCommand{args: append([]string{path}, command[1:]...), env: append(without(s.Env, Variable), Variable+"=1")}, nil
	}
	path := "/bin/sh"
	for _, one := range s.Env {
		if shell, ok := strings.CutPrefix(one, "SHELL="); ok && shell != "" {
			path = shell
		}
	}
	made, err := newShellCommand(path, s.Env)
	return made, failure.Of(err, "")
}

// open makes a network, and runs something in it.
func (s *Terminal) open(ctx context.Context, command []string) error {
	made, err := s.start(command)
	if err != nil {
		return err
	}
	defer made.close()
	inside := append([]string{"__shell", "--"}, made.args...)
	if err := setenv(made.env); err != nil {
		return failure.Of(err, "")
	}
	child, err := netns.Start(ctx, netns.Options{Stdin: s.Stdin, Stdout: s.Stdout, Stderr: s.Stderr, Args: inside})
	if err != nil {
		_, hint := netns.Explain(err)
		return failure.Of(err, hint)
	}
	err = child.Wait()
	var exit *exec.ExitError
	switch {
	case errors.As(err, &exit):
		return ended(exit.ProcessState)
	case ctx.Err() != nil && errors.Is(err, ctx.Err()):
		return nil // ^C was passed on, and what runs there has ended in good order
	}
	return failure.Of(err, "")
}

// setenv has programs that are started from here have what is new in an environment.
func setenv(env []string) error {
	for _, one := range env {
		if name, value, _ := strings.Cut(one, "="); name == Variable || name == "PS1" || name == "ZDOTDIR" {
			if err := os.Setenv(name, value); err != nil {
				return err
			}
		}
	}
	return nil
}

// ended takes over how a program has ended, which has told that itself.
func ended(state *os.ProcessState) error {
	switch code := state.ExitCode(); {
	case code > 0:
		return &failure.Failure{Code: code}
	case code < 0:
		return &failure.Failure{Code: failure.CodeFailed}
	}
	return nil
}

// join runs something in a network that is there.
func (s *Terminal) join(ctx context.Context, which string, command []string) error {
	pid, err := chosen(which)
	if err != nil {
		return err
	}
	made, err := s.start(command)
	if err != nil {
		return err
	}
	defer made.close()
	state, err := join.Run(ctx, pid, join.Program{Path: made.args[0], Args: made.args, Env: made.env})
	if err != nil {
		return failure.Of(fmt.Errorf("can't join the network of process %d: %w", pid, err), `open one of your own: "wireladder shell"`)
	}
	return ended(state)
}

// chosen returns a process in the network that is meant.
func chosen(which string) (int, error) {
	if which != joinFirst {
		pid, err := strconv.Atoi(which)
		if err != nil || pid <= 0 {
			return 0, failure.Misused("say it as --join=PID", "no process has the number %q", which)
		}
		return pid, nil
	}
	all := join.Networks(Variable)
	switch len(all) {
	case 0:
		return 0, failure.Misused(`open one first, in another terminal: "wireladder shell"`, "there is no shell to join")
	case 1:
		return all[0], nil
	}
	var numbers []string
	for _, pid := range all {
		numbers = append(numbers, fmt.Sprintf("--join=%d", pid))
	}
	return 0, failure.Misused("choose one: "+strings.Join(numbers, ", "), "there are %d networks to join", len(all))
}

// NewInsideCommand returns the command that runs in the private network first, and becomes what is to
// run there.
func NewInsideCommand(env func() []string) *cobra.Command {
	return &cobra.Command{
		Use: "__shell", Hidden: true, Args: cobra.MinimumNArgs(1),
		RunE: func(_ *cobra.Command, args []string) error {
			pipe, err := netns.Setup()
			switch {
			case errors.Is(err, netns.ErrReported):
				return &failure.Failure{Code: failure.CodeFailed}
			case err != nil:
				return &failure.Failure{Err: err, Code: failure.CodeUsage}
			}
			_ = pipe.Close() // nothing is recorded
			return failure.Of(fmt.Errorf("can't run %q: %w", args[0], syscall.Exec(args[0], args, env())), "")
		},
	}
}
