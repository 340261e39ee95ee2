// Package flags has the flags that several commands share, checks what they say, and makes
// of it what the packages below understand.
package flags
