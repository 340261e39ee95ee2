package cmd

import (
	"slices"
	"strings"
	"testing"
)

// shared are the names of types that stand in several packages, in whatever letters: where,
// and the one meaning that they have there, or why they may have two.
var shared = map[string]struct{ packages, why string }{
	"line":          {"capture/code cmd/sentencetest render/figure", "a line: of a program, of JSON, that is drawn"},
	"stage":         {"servers/scenario servers/theirs", "where programs of a run are"},
	"process":       {"capture capture/calls", "a process: who makes calls, and as it is traced"},
	"finding":       {"capture/run/findings cmd/doctor render", "what was found: in a run, on a machine; and as it is drawn"},
	"memory":        {"capture/calls/memory capture/flow", "what is remembered: by a process, of conversations"},
	"filter":        {"capture/bpf capture/calls/tracee", "a filter: of packets, of system calls"},
	"call":          {"capture capture/run/findings/accounts", "a socket call, and where it was told of"},
	"pending":       {"capture/calls capture/run/builder", "a call that has not returned"},
	"block":         {"capture capture/pcapng", "a block of a pcapng file: what is kept of it, and what is read"},
	"builder":       {"capture/pcapng capture/run/builder", "builds what its package makes: a block, a run"},
	"capture":       {"capture/capturetest capture/live", "a capture: one by hand, one on an interface"},
	"clientoptions": {"cmd/talk servers", "the options of a client: its flags, and what they come to"},
	"copies":        {"capture/flow capture/run/builder", "packets that were captured more than once"},
	"descriptor":    {"capture/run/sockets servers/lab", "a descriptor of a process"},
	"destination":   {"cmd/report cmd/report/output", "where results go: one type, with a name in the entry as well"},
	"direction":     {"cmd/sentencetest render/text/follow", "one direction of a conversation"},
	"end":           {"capture/capturetest capture/facts/ledger", "one end of a connection"},
	"endpoint":      {"capture/flow capture/run/sockets", "one end of a conversation: its machine, its addresses"},
	"error":         {"capture/capturetest capture/facts capture/netns cmd/report/output", "an error: of an address, in ICMP, of a namespace, of an output"},
	"errorkind":     {"capture/facts render/words/datagrams", "an ICMP error: which it is, and what it is called"},
	"fault":         {"capture/netns/wire cmd/sentencetest", "a fault: of a wire, of a sentence"},
	"format":        {"capture/savefile cmd/report cmd/report/output", "a format of files: of captures, of outputs"},
	"fragment":      {"capture/decode/reassembly capture/facts", "a fragment of a datagram: its bytes, and the fact that it is one"},
	"frame":         {"capture/capturetest capture/live cmd/sentencetest", "a frame on the wire"},
	"group":         {"capture/facts servers/scenario", "several of a kind: hosts, scenarios"},
	"holder":        {"capture/calls servers/theirs", "what holds programs up: told of calls, and of programs that begin as well"},
	"host":          {"capture/capturetest capture/netns/host servers", "a host"},
	"hosts":         {"capture/runtest servers/lab", "the two hosts of a run"},
	"kind":          {"capture/decode/frame capture/netns/wire capture/run capture/sockdiag", "the kind of what its package is of"},
	"manyerror":     {"cmd/report/sink render/slides", "that a picture takes several slides: one type, with a name in the entry as well"},
	"marks":         {"capture/flow capture/netns/wire", "marks on something: a set"},
	"medium":        {"render/sheet render/text", "the interface, and the terminal that has it"},
	"metadata":      {"capture capture/pcapng", "what a file says besides its entries"},
	"option":        {"capture capture/capturetest capture/pcapng", "an option of a header or of a block"},
	"part":          {"render/anatomy render/mermaid", "a part of a frame, of a picture that takes several diagrams"},
	"partserror":    {"cmd/report/sink render/mermaid", "that a picture takes several diagrams: one type, with a name in the entry as well"},
	"script":        {"capture/runtest render/sequence", "what happens in order: in a recording by hand, in a diagram"},
	"statements":    {"render/mermaid render/plantuml", "the statements of a language that draw a picture"},
	"options":       {"capture/calls capture/live capture/netns capture/netns/wire capture/run/builder capture/sockdiag cmd/checks cmd/diff cmd/explain cmd/own cmd/quiz cmd/report cmd/report/output cmd/report/tape cmd/room cmd/step cmd/view cmd/watch render/layout render/plot render/quiz render/quiz/order render/scene render/text/detail render/text/follow render/text/fullscreen render/text/scroll render/text/table servers/battery servers/lab servers/scenario servers/theirs", "the options of its package"},
	"output":        {"cmd/report/outfile cmd/report/output", "a file that is being written"},
	"painter":       {"render render/html render/markdown render/mermaid render/pdf render/plantuml render/png render/svg render/text", "the interface, and those that draw"},
	"piece":         {"capture/decode/reassembly render/text/follow", "a piece of data"},
	"printer":       {"render/grading render/text/detail render/text/follow render/text/glossary render/text/scroll render/text/table servers/theirs", "prints what its package is of"},
	"probe":         {"capture/facts servers/battery", "a probe: of a window or a peer, of a server"},
	"program":       {"capture/bpf capture/calls capture/netns/join capture/owners capture/run/findings/accounts servers servers/scenario", "a program: of a filter, of a run, of a socket"},
	"quote":         {"capture cmd/sentencetest", "a quotation: of a packet in ICMP, of a sentence"},
	"reader":        {"capture/netstat capture/pcapng capture/savefile capture/sockdiag", "reads what its package is of"},
	"reason":        {"capture/facts capture/netns", "a reason: of a RST, of a refusal"},
	"recent":        {"capture/flow capture/savefile", "what was met last"},
	"rule":          {"capture/facts capture/run/findings cmd/sentencetest render/sheet", "a rule: of TCP, of findings, of the checker, on a sheet"},
	"room":          {"cmd/view render/scene/ladder", "room for something: for a run that is shown, for a label"},
	"run":           {"capture/run capture/runtest", "a run: as it was understood, as a test makes it"},
	"search":        {"capture/owners capture/run/findings/addresses capture/run/findings/datagrams capture/run/findings/endings render/layout/slope", "a search: for what went wrong, for a way, for who has a socket"},
	"segment":       {"capture/facts capture/flow", "a TCP segment: as it is observed, as it is remembered"},
	"sentence":      {"render/words render/words/sentence", "what is said of a moment: one type, with a name in the entry as well"},
	"serveroptions": {"cmd/talk servers", "the options of a server: its flags, and what they come to"},
	"side":          {"capture/flow capture/netns/wire", "one of two: ends of a conversation, hosts of a wire"},
	"sighting":      {"capture capture/run/kernel", "what was seen: of a frame, of a side"},
	"socket":        {"capture/calls/descriptors capture/run capture/run/sockets capture/sockdiag servers", "a socket: of a program that is traced, of a run, as it is followed, of netlink, of a program"},
	"source":        {"capture capture/savefile", "where entries come from"},
	"span":          {"capture/facts cmd/sentencetest render/sheet", "a range: of numbers, of cells"},
	"subject":       {"cmd/report/sink render", "what is shown: by a view, by a diagram"},
	"table":         {"capture/calls/descriptors capture/flow render render/text/table", "a table: of descriptors, of hashes, of text, of conversations"},
	"threads":       {"capture/run/sockets servers", "the threads of a server: made, and seen"},
	"view":          {"capture/sockdiag cmd/report/sink", "a view: of the kernel, of a file"},
	"wait":          {"capture/facts capture/run/sockets render/timing", "a wait: of a packet, of a call, as it is drawn"},
	"lane":          {"render/text/table render/timing", "a lane of several side by side: of columns, of braces"},
	"known":         {"capture/owners capture/pairing", "what is known already: of owners, of packets"},
	"place":         {"capture/calls/native render/html", "a place: in a program, in a page"},
	"stretch":       {"capture/flow render/scene/margin", "a stretch: of numbers, of height"},
	"brace":         {"render render/sheet", "a brace in the margin: from step to step, in cells"},
	"timer":         {"render render/timers", "a time that something took: of a ladder, and as it is found"},
	"window":        {"capture/facts capture/pcapng", "a window: of TCP, onto a file"},
	"columns":       {"render/layout/columns render/scene/columns", "where lifelines stand: in cells, in points"},
	"usage":         {"render/layout/page render/scene/paper", "what a legend must explain: in cells, in points"},
	"bar":           {"render render/figure", "a call that waits: from step to step, in points"},
	"arrow":         {"render/arrange render/figure render/sheet", "a packet: between rows, in points, in cells"},
	"arrowend":      {"render/figure render/sheet", "how an arrow ends: in points, in cells"},
	"text":          {"render/figure render/sheet", "a line of text with its place: in points, in cells"},
	"standing":      {"render/arrange render/layout/lives", "which columns have a lifeline: by row, by step"},
	"crowd":         {"cmd/step render/scene/ladder", "several at once: programs that wait, packets on their way"},
	"point":         {"render/figure render/sheet", "a place: in points, in cells"},
	"style":         {"render/figure render/text", "how text looks: with letters, on a terminal"},
	"verdict":       {"render/words/verdicts render/words/verdicts/naming", "one is the other's name in the room above"},
	"writer":        {"capture/pcapng capture/savefile render/jsonl render/svg render/text/follow", "writes what its package is of"},
}

// A type's name means one thing in the whole tree.
func TestTypeNamesMeanOneThing(t *testing.T) {
	t.Parallel()
	packages := map[string][]string{}
	for name, p := range sourcePackages(t) {
		seen := map[string]bool{}
		for typ := range p.types {
			if typ = strings.ToLower(typ); !seen[typ] {
				seen[typ] = true
				packages[typ] = append(packages[typ], name)
			}
		}
	}
	for typ, in := range packages {
		slices.Sort(in)
		if may := strings.Fields(shared[typ].packages); len(in) > 1 && !slices.Equal(in, may) {
			t.Errorf("%s is a type of %q: rename one, or say in the table of shared names why not", typ, in)
		}
	}
	for typ := range shared {
		if len(packages[typ]) < 2 {
			t.Errorf("%s is shared no more: take it out of the table", typ)
		}
	}
}
