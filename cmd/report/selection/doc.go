// Package selection is stage 3 of a report: which part of a file is shown. All of the
// file is analysed whatever is selected, so that its streams keep their numbers.
package selection
