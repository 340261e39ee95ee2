package holding

import (
	"bufio"
	"context"
	"io"
	"strconv"
	"strings"
	"sync"
	"time"

	"wireladder/capture"
)

// Queue holds up programs before their calls, all at once, until each is called up. It tells
// of each that waits, and of each call as it is entered.
type Queue struct {
	*telling
	said io.Reader

	keyboard io.WriteCloser // takes what is typed for a program; nil: nothing is

	waits sync.Mutex
	ctx   context.Context //nolint:containedctx // of the run that it belongs to
	last  int             // the highest number that was given
	held  map[int]heldCall
	all   bool // nobody is held up any more
}

// heldCall is a call that is held up.
type heldCall struct {
	call *capture.Call
	goOn func()
}

// What is written to a queue, a line each, besides the number of a question.
const (
	AllGo   = "all"
	QuitRun = "q"
	typed   = "type " // and then what is typed for a program, in quotes as Go has it
)

// Typed returns what is written to a queue when something is typed for a program.
func Typed(text string) string { return typed + strconv.Quote(text) + "\n" }

// TypeAt has what is typed for a program go to its keyboard, which is closed when nothing more can be typed. It is
// called before Begin.
func (q *Queue) TypeAt(keyboard io.WriteCloser) { q.keyboard = keyboard }

// NewQueue returns a queue that lets those calls be made whose numbers said names, a line
// each; all of them from its end on. It writes its notices to out, a line of JSON each.
func NewQueue(said io.Reader, out io.Writer) *Queue {
	return &Queue{telling: newTelling(out), said: said, held: map[int]heldCall{}}
}

// Begin returns the context of the run that the queue is for, and what ends that. It is
// called once, before the run begins.
func (q *Queue) Begin(ctx context.Context) (context.Context, context.CancelFunc) {
	ctx, end := q.telling.Begin(ctx)
	q.ctx = ctx
	go q.listen()
	return ctx, end
}

// listen does what is said.
func (q *Queue) listen() {
	if q.keyboard != nil {
		defer q.keyboard.Close() //nolint:errcheck // all has been written
	}
	for lines := bufio.NewScanner(q.said); lines.Scan(); {
		switch line := strings.TrimSpace(lines.Text()); line {
		case QuitRun:
			q.giveUp()
			return
		case AllGo:
			q.release()
		default:
			if number, err := strconv.Atoi(line); err == nil {
				q.callUp(number)
			}
			if text, is := strings.CutPrefix(line, typed); is && q.keyboard != nil {
				q.press(text)
			}
		}
	}
	q.release()
}

// press types a text that is given in quotes. Where the program has ended nobody reads it, which is no error.
func (q *Queue) press(quoted string) {
	if text, err := strconv.Unquote(quoted); err == nil {
		_, _ = io.WriteString(q.keyboard, text)
	}
}

// callUp lets the call be made whose question has the number.
func (q *Queue) callUp(number int) {
	q.waits.Lock()
	h, waits := q.held[number]
	delete(q.held, number)
	q.waits.Unlock()
	if waits {
		h.goOn()
	}
}

// release holds nobody up any more.
func (q *Queue) release() {
	q.waits.Lock()
	q.all = true
	held := q.held
	q.held = nil
	q.waits.Unlock()
	for _, h := range held {
		h.goOn()
	}
}

// Held holds up a call: see calls.Holder.
func (q *Queue) Held(c *capture.Call, goOn func()) {
	q.waits.Lock()
	defer q.waits.Unlock()
	if q.all {
		go goOn()
		return
	}
	q.last++
	number, at := q.last, time.Now().Round(0)
	q.held[number] = heldCall{c, goOn}
	go func() {
		q.settle(q.ctx)
		q.ask(number, at)
	}()
}

// ask asks about a call, if it still waits.
func (q *Queue) ask(number int, at time.Time) {
	q.waits.Lock()
	defer q.waits.Unlock()
	if h, waits := q.held[number]; waits {
		_ = q.tell(Notice{Call: *h.call, Asks: true, At: at, Number: number}) // as teller.Enter
	}
}

// Gone takes back a question: see calls.Holder.
func (q *Queue) Gone(c *capture.Call) {
	q.waits.Lock()
	defer q.waits.Unlock()
	for number, h := range q.held {
		if h.call == c {
			delete(q.held, number)
			_ = q.tell(Notice{Call: *c, Gone: true, Number: number}) // as teller.Enter
		}
	}
}

// Begins tells that a process begins.
func (q *Queue) Begins(name string, pid int) {
	_ = q.tell(Notice{Call: capture.Call{Process: capture.Process{PID: pid, Name: name}, Thread: pid}, Begins: true})
}
