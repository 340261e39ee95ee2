// Package paper fills a figure with letters: paragraphs, and what stands above and below the
// ladders, which are headings, findings, a table, the legend, notes.
package paper
