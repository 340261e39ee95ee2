// Package page fills a sheet with what stands above and below ladders: headings, captions,
// a table, the legend, notes. It also puts single texts into rows for package layout.
package page
