// Package sentencetest holds what wireladder says of packets against the packets.
// Only tests import it.
//
//  1. Read    JSON Lines, as `wireladder read FILE --format jsonl` writes them → Lines
//  2. Check   goes through the lines in their order and gathers what a reader of the
//     file can see: which bytes were captured in which direction, what was
//     acknowledged, which windows were offered, which calls were made
//  3. rules   find claims in the sentence of a line, by the words that it uses, and
//     say what in the file speaks against them → Faults
//
// It shares no logic with what makes the sentences: numbers, flags and times are all
// that it takes from a line. The words of a claim are matched by vocabulary, so that a
// new wording of the same claim is still a claim. A rule complains only where the file
// disproves the claim; what cannot be decided passes.
package sentencetest
