// Package pages finds out where a figure may be cut into pages, so that each step stays in one
// piece where that can be, and which heads of lifelines stand above each page.
package pages
