// Package flow says what packets mean: which conversation each belongs to,
// what it does there, and which state both TCP endpoints are in after it.
//
// A [Tracker] is fed the packets of a run or file in order and answers each
// with an [Observation]. It follows one state machine of RFC 9293 per endpoint
// from the packets alone: what it says of states is inferred.
package flow
