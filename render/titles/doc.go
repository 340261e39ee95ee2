// Package titles says what a picture is of: which run or file it shows, on which system and from
// when, how that was observed, and what the headings of ladders are.
package titles
