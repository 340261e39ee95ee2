// Package topic says what a plot shows, by what it is about: lines, bars and marks in seconds and
// octets, what Y counts, and what is said of it in the legend, above and below.
package topic

import (
	"slices"

	"wireladder/capture/flow"
	"wireladder/render/plot/series"
)

// Topic is what a plot is about.
type Topic uint8

// The topics. NoTopic, the zero value, is no plot.
const (
	NoTopic Topic = iota
	Sequence
	Throughput
	RoundTrips
	Windows
)

// topicNames are the names of topics, in their order.
var topicNames = []string{"", "sequence", "throughput", "rtt", "window"}

// Names returns the names of the topics.
func Names() []string { return slices.Clone(topicNames[1:]) }

// Named returns the topic of a name, NoTopic if there is none.
func Named(name string) Topic {
	return Topic(max(0, slices.Index(topicNames, name))) //nolint:gosec // there are 5
}

// String returns the name; "" of NoTopic.
func (t Topic) String() string { return topicNames[t] }

// TakesDatagrams reports whether there is such a plot of a stream of UDP.
func (t Topic) TakesDatagrams() bool { return t == Throughput }

// Of returns what a plot shows of what a side of a stream sends. alone says that it does not show
// the other side as well.
func Of(s *series.Stream, t Topic, side flow.Side, alone bool) *Data {
	c := &Data{Side: side, level: t != Sequence, alone: alone, From: s.First.Seconds(), To: s.Last.Seconds()}
	course := &s.Courses[side]
	switch t {
	case Throughput:
		c.throughput(s, course)
	case RoundTrips:
		c.roundTrips(s, course)
	case Windows:
		c.windows(s, course)
	default:
		c.sequence(course)
	}
	return c
}
