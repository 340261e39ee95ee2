package grading

import (
	"encoding/json"
	"io"
)

// counted is a report with its sums.
type counted struct {
	*Report
	Passed  int `json:"passed"` // with those that have got advice
	Advised int `json:"advised"`
	Failed  int `json:"failed"`
	Skipped int `json:"skipped"`
}

// JSON writes a report as one object. It returns the error of w.
func JSON(w io.Writer, r *Report) error {
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	return e.Encode(counted{r, r.Count(Passed) + r.Count(Advised), r.Count(Advised), r.Count(Failed), r.Count(Skipped)})
}
