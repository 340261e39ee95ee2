package scenario

// contrastTitles are the headings of the two ladders of scenarios that put UDP beside TCP.
var contrastTitles = map[string]string{
	"contrast":            "The same line over UDP and over TCP",
	"contrast-clients":    "The same clients over UDP and over TCP",
	"contrast-loss":       "The same message lost over UDP and over TCP",
	"contrast-refused":    "No server at the port, over UDP and over TCP",
	"contrast-boundaries": "The same messages over UDP and over TCP",
	"contrast-close":      "The same goodbye over UDP and over TCP",
}

// Contrast returns the heading of the two ladders of a scenario that puts UDP beside TCP,
// by its name; "" for any other scenario.
func Contrast(name string) string { return contrastTitles[name] }
