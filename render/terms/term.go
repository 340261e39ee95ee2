package terms

// Term is a word or phrase, explained.
type Term struct {
	Group   string   // the heading that it stands under: "Opening a connection"
	Name    string   // as sentences write it: "duplicate ACK"
	Aliases []string // what else it is called
	Line    string   // what it means, in a line without a full stop
	Text    []string // paragraphs of whole sentences; may be empty where Line says it all
	Picture string   // how wireladder shows it; "" if it does not
	Sources []string // where it is defined: "RFC 9293 §3.8.6.1", "tcp(7)"
	See     []string // names of other terms
}

// names returns the name and the aliases.
func (t *Term) names() []string { return append([]string{t.Name}, t.Aliases...) }
