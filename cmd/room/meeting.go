package room

import (
	"bytes"
	"compress/gzip"
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/json"
	"sync"
	"time"
)

// Options say what is served, and to whom. Zero values that have a default are that.
type Options struct {
	Page   []byte // HTML
	Policy string // the content security policy of it
	Steps  int    // of the page
	// GoesOn is that more may come: the page is empty, and is shown an Edition, and then another. The numbers that
	// its steps have stay then. Nothing is guessed.
	GoesOn bool
	Token  string // whoever has it is the lecturer; see NewToken
	Name   string // of this meeting: pages of another are loaded anew
	// Hosts are names, with ports, by which the page may be asked for besides its address.
	Hosts []string
	Most  int           // followers at once; 0: 1,000
	Beat  time.Duration // a sign of life comes as often; 0: 15 s
	Quiet time.Duration // counts are told as often at most; 0: 100 ms
	Write time.Duration // who takes longer for one write is gone; 0: 10 s
}

// NewToken returns a token, or a name, that nobody can guess.
func NewToken() string { return rand.Text() }

// Meeting is a page that a lecturer and followers have open. It is a http.Handler. Make one with New.
type Meeting struct {
	options Options
	packed  []byte            // the page, compressed
	token   [sha256.Size]byte // its hash: hashes take one time to compare
	ended   chan struct{}     // closed at the end

	mutex     sync.Mutex
	steered   Control
	by        string // the stream of who steered last; "": nobody has
	poll      poll
	followers map[string]*follower // by the name of the stream
	told      [2]dispatch          // what is so, as followers are told, and as the lecturer is
	pending   *time.Timer          // that tells counts; nil: they are told
	picture   shownEdition         // of what goes on
	moved     chan struct{}        // closed when the lecturer steers
}

// Control is where the lecturer is.
type Control struct {
	Step  int  `json:"step"` // from 0; -1: the whole picture
	Mark  int  `json:"mark"` // times are told from this step; -1: from the first
	Guess bool `json:"guess"`
	Ask   *Ask `json:"ask,omitempty"`  // the question that is open; nil: none
	Bars  bool `json:"bars,omitempty"` // the answers to it are shown while it is open
}

// Ask is a question: what the step will be.
type Ask struct {
	Step    int `json:"step"`
	Options int `json:"options"` // how many answers there are to choose from
}

// mostOptions is how many answers a question has at most.
const mostOptions = 9

// poll is what the room answers to a question. Number 0 is none.
type poll struct {
	number int
	ask    Ask
	open   bool
	counts [mostOptions]int
}

// follower is a page that is open.
type follower struct {
	lecturer bool
	claimed  chan struct{} // closed when it is the lecturer's
	poll     int           // in which it has answered; 0: none
	answer   int
}

// dispatch is a bulletin as it is sent.
type dispatch struct {
	text    []byte
	changed chan struct{} // closed when there is another
}

// bulletin is what pages are told.
type bulletin struct {
	Step  int         `json:"step"`
	Mark  int         `json:"mark"`
	Guess bool        `json:"guess"`
	Poll  *pollResult `json:"poll,omitempty"`
	News  *newsOf     `json:"live,omitempty"`
	// To the lecturer alone:
	Lecturer  bool   `json:"lecturer,omitempty"`
	By        string `json:"by,omitempty"` // the stream of who steered last
	Followers int    `json:"followers,omitempty"`
}

// pollResult is a poll as it is told.
type pollResult struct {
	Number  int   `json:"number"`
	Step    int   `json:"step"`
	Options int   `json:"options"`
	Open    bool  `json:"open"`
	Bars    bool  `json:"bars"`
	Counts  []int `json:"counts,omitempty"` // by answer; none: they are not told
}

// New returns a meeting.
func New(o Options) (*Meeting, error) {
	o.Most, o.Beat, o.Quiet, o.Write = orElse(o.Most, 1000), orElse(o.Beat, 15*time.Second), orElse(o.Quiet, 100*time.Millisecond), orElse(o.Write, 10*time.Second)
	m := &Meeting{
		options: o, token: sha256.Sum256([]byte(o.Token)), ended: make(chan struct{}),
		followers: map[string]*follower{}, steered: Control{Step: -1, Mark: -1},
		told:    [2]dispatch{{changed: make(chan struct{})}, {changed: make(chan struct{})}},
		picture: shownEdition{Edition: Edition{First: -1, Last: -1}}, moved: make(chan struct{}),
	}
	var err error
	if m.packed, err = packed(o.Page, gzip.DefaultCompression); err != nil {
		return nil, err
	}
	m.publish()
	return m, nil
}

// orElse returns a value or, if that is zero, another.
func orElse[T comparable](v, other T) T {
	if v == *new(T) {
		return other
	}
	return v
}

// knows reports whether a token is the lecturer's, in a time that does not hang on how much of it is.
func (m *Meeting) knows(token string) bool {
	sum := sha256.Sum256([]byte(token))
	return subtle.ConstantTimeCompare(sum[:], m.token[:]) == 1
}

// publish has what is so sent to all to whom it is new. The mutex is held, or nobody else has m.
func (m *Meeting) publish() {
	if m.pending != nil {
		m.pending.Stop()
		m.pending = nil
	}
	for i := range m.told {
		text, _ := json.Marshal(m.bulletin(i == 1)) // plain numbers are no error
		if !bytes.Equal(text, m.told[i].text) {
			close(m.told[i].changed)
			m.told[i] = dispatch{text, make(chan struct{})}
		}
	}
}

// publishSoon has counts sent, together with others that change about now. The mutex is held.
func (m *Meeting) publishSoon() {
	if m.pending != nil {
		return
	}
	var own *time.Timer
	own = time.AfterFunc(m.options.Quiet, func() {
		m.mutex.Lock()
		defer m.mutex.Unlock()
		if m.pending == own {
			m.publish()
		}
	})
	m.pending = own
}

// bulletin returns what is so, as followers or the lecturer are told.
func (m *Meeting) bulletin(lecturer bool) *bulletin {
	b := &bulletin{Step: m.steered.Step, Mark: m.steered.Mark, Guess: m.steered.Guess, News: m.news()}
	if lecturer {
		b.Lecturer, b.By = true, m.by
		for _, f := range m.followers {
			if !f.lecturer {
				b.Followers++
			}
		}
	}
	if p := &m.poll; p.number > 0 && p.ask.Options > 0 {
		bars := m.steered.Bars || !p.open
		b.Poll = &pollResult{Number: p.number, Step: p.ask.Step, Options: p.ask.Options, Open: p.open, Bars: bars}
		if lecturer || bars {
			b.Poll.Counts = p.counts[:p.ask.Options]
		}
	}
	return b
}

// now returns what is so, as one of them is told.
func (m *Meeting) now(f *follower) dispatch {
	m.mutex.Lock()
	defer m.mutex.Unlock()
	if f.lecturer {
		return m.told[1]
	}
	return m.told[0]
}

// join adds a page, by a name that only it is told; nil: there are too many.
func (m *Meeting) join() (name string, f *follower) {
	m.mutex.Lock()
	defer m.mutex.Unlock()
	if len(m.followers) >= m.options.Most {
		return "", nil
	}
	name, f = NewToken(), &follower{claimed: make(chan struct{})}
	m.followers[name] = f
	m.publishSoon()
	return name, f
}

// leave removes a page, and its answer while it can still be given: it may come back, and give it again.
func (m *Meeting) leave(name string) {
	m.mutex.Lock()
	defer m.mutex.Unlock()
	m.withdraw(m.followers[name])
	delete(m.followers, name)
	m.publishSoon()
}

// withdraw takes an answer back that was given to the question that is open. The mutex is held.
func (m *Meeting) withdraw(f *follower) {
	if m.poll.open && f.poll == m.poll.number {
		m.poll.counts[f.answer]--
		f.poll = 0
	}
}

// claim makes a page the lecturer's, whose stream has a name. One that is gone is none.
func (m *Meeting) claim(name string) {
	m.mutex.Lock()
	defer m.mutex.Unlock()
	if f := m.followers[name]; f != nil && !f.lecturer {
		m.withdraw(f)
		f.lecturer = true
		close(f.claimed)
		m.publishSoon()
	}
}

// isSound reports whether there are such steps and answers.
func (m *Meeting) isSound(c *Control) bool {
	steps := m.steps()
	within := func(step int) bool { return step >= -1 && step < steps }
	if m.options.GoesOn && (c.Guess || c.Ask != nil) {
		return false
	}
	return within(c.Step) && within(c.Mark) && (c.Ask == nil || within(c.Ask.Step) && c.Ask.Options > 0 && c.Ask.Options <= mostOptions)
}

// steer takes over where the lecturer is, whose stream has a name.
func (m *Meeting) steer(c *Control, by string) {
	m.mutex.Lock()
	defer m.mutex.Unlock()
	m.steered, m.by = *c, by
	close(m.moved)
	m.moved = make(chan struct{})
	switch p := &m.poll; {
	case c.Ask != nil && (!p.open || p.ask != *c.Ask):
		m.poll = poll{number: p.number + 1, ask: *c.Ask, open: true}
	case c.Ask == nil && p.ask.Step == c.Step:
		p.open = false // the step is there, and with it the right answer
	case c.Ask == nil:
		m.poll = poll{number: p.number}
	}
	m.publish()
}

// vote takes an answer to a question, in the place of one that the same stream has given. It reports
// whether there are such a stream, question and answer.
func (m *Meeting) vote(name string, number, answer int) bool {
	m.mutex.Lock()
	defer m.mutex.Unlock()
	f, p := m.followers[name], &m.poll
	if f == nil || f.lecturer || !p.open || number != p.number || answer < 0 || answer >= p.ask.Options {
		return false
	}
	m.withdraw(f)
	f.poll, f.answer = number, answer
	p.counts[answer]++
	m.publishSoon()
	return true
}

// end tells all that it is over.
func (m *Meeting) end() {
	m.mutex.Lock()
	defer m.mutex.Unlock()
	select {
	case <-m.ended:
	default:
		close(m.ended)
	}
}
