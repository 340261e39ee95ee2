package usage

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"wireladder/render/plot/topic"
	"wireladder/servers"
)

// flagValues are the values that a shell completes, by flag.
func flagValues() map[string][]string {
	return map[string][]string{
		"explain": {"none\tnothing about each packet", "brief\ta line about each packet", "full\tall that is known"},
		"time":    {"relative\tseconds since the first packet", "delta\tseconds since the row before", "clock\ttime of day, UTC", "scaled\trelative, with distances by time"},
		"color":   {"auto\tas NO_COLOR and the terminal have it", "always", "never"},
		"format": {"pcapng\tpackets, calls and comments", "pcap\tpackets alone", "jsonl\ta line of JSON for each", "text\tthe picture", "svg\tthe picture, with lines and letters", "png\tthe same, with pixels", "pdf\tthe same, on pages", "html\ta page to step through",
			"mermaid\tfor GitHub and mermaid.live", "plantuml\tfor PlantUML", "md\ta report in Markdown"},
		"model":        servers.ModelNames(),
		"on-interrupt": {"drain\ta FIN after the last answer", "reset\ta RST", "close\tthe listening socket", "leave\tit open"},
		"shutdown":     {"rd", "wr", "rdwr"},
		"kind":         {"blanks\tfields to fill in", "order\tpackets to put in order"},
		"expect":       {"upper\tthe same text in capitals", "echo\tthe same text", "any\tsomething"},
		"proto":        {"tcp", "udp"},
		"plot":         plots(),
		"sender":       {"client", "server", "both\tone below the other"},
		"sort":         {"bytes", "packets", "duration", "stream"},
		"fault":        faults(),
	}
}

// plots returns the values of --plot, each with what it shows.
func plots() []string {
	said := map[topic.Topic]string{
		topic.Sequence: "numbers, ACKs, windows, what is sent again", topic.Throughput: "payload a second", topic.RoundTrips: "round trips", topic.Windows: "what is offered, and under way",
	}
	var all []string
	for _, name := range topic.Names() {
		all = append(all, name+"\t"+said[topic.Named(name)])
	}
	return all
}

// faults returns faults of a wire as they are often wanted, to be edited. They have commas
// in the place of blanks: completions would leave those as they are, and two words.
func faults() []string {
	var all []string
	for _, action := range []string{"drop", "duplicate", "reorder", "delay 30ms"} {
		for _, packet := range []string{
			"SYN", "SYN-ACK", "ACK", "FIN", "RST", "client data segment", "server data segment", "client datagram", "server datagram", "ICMP",
		} {
			all = append(all, strings.ReplaceAll(fmt.Sprintf("%s 1st %s", action, packet), " ", ","))
		}
	}
	return all
}

// completeValues has shells complete the values of flags in all commands.
func completeValues(root *cobra.Command) {
	for name, values := range flagValues() {
		for _, c := range root.Commands() {
			if c.Flags().Lookup(name) != nil {
				_ = c.RegisterFlagCompletionFunc(name, cobra.FixedCompletions(values, cobra.ShellCompDirectiveNoFileComp)) // fails for flags that are not there
			}
		}
	}
}
