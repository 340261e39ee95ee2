// Package repairs says what is to be done about what went wrong: by the error of a call, and in the
// language of the programs.
package repairs
