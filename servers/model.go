package servers

import (
	"fmt"
	"strings"
)

// Model is how a TCP server divides its time among its clients.
type Model int

// The models. The zero value stands for Once.
const (
	// Once serves one client after the other, one message each: what one recv
	// returns, it sends back and closes the connection.
	Once Model = iota + 1
	// Loop serves one client after the other, each until it ends its stream.
	Loop
	// Select serves all clients at once in one thread, which select(2) tells who
	// has something to say. It takes no more clients while its descriptors are
	// used up: FD_SETSIZE (SelectLimit) bounds them.
	Select
	// Thread serves each client in a thread of its own.
	Thread
)

// modelNames are the names of models on the command line, from Once on.
var modelNames = []string{"once", "loop", "select", "thread"}

// ModelNames returns the names of all models.
func ModelNames() []string { return append([]string{}, modelNames...) }

// ParseModel returns the model of that name.
func ParseModel(name string) (Model, error) {
	for i, n := range modelNames {
		if n == name {
			return Once + Model(i), nil
		}
	}
	return 0, fmt.Errorf("no such model %q: the models are %s", name, strings.Join(modelNames, ", "))
}

// String returns the model's name: "select".
func (m Model) String() string {
	if m < Once || m > Thread {
		return "?"
	}
	return modelNames[m-Once]
}

// Farewell is what a server does with its clients when it is interrupted.
type Farewell int

const (
	// Drain answers what has come until then and closes in order: the client
	// sees a FIN. Nobody new is accepted.
	Drain Farewell = iota
	// Reset closes at once, whatever is under way: the client sees a RST.
	Reset
)

// ParseFarewell returns the farewell of that name: "drain" or "reset".
func ParseFarewell(name string) (Farewell, error) {
	for _, f := range []Farewell{Drain, Reset} {
		if f.String() == name {
			return f, nil
		}
	}
	return 0, fmt.Errorf("a server can drain or reset its clients, not %q", name)
}

// String returns the farewell's name: "drain".
func (f Farewell) String() string {
	if f == Reset {
		return "reset"
	}
	return "drain"
}
