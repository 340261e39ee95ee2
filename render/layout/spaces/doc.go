// Package spaces finds room for texts and marks between the lifelines that cross a row.
package spaces
