// Package jsonl writes what packets mean for machines to read: a JSON object a
// line, a line a packet or call, with fields that have a fixed order and keep
// their meaning.
//
// A line is built by appending to a buffer that is used again, without
// reflection: once the buffer has grown to its size a line allocates nothing.
// Whatever came off the wire, a line is valid JSON in valid UTF-8, and holds no
// character that a terminal would obey.
package jsonl
