package selection

// FilterError is that the expression of a selection can't be used for the file.
type FilterError struct{ Err error }

// Error returns what is wrong with the expression.
func (e *FilterError) Error() string { return e.Err.Error() }

// Unwrap returns what is wrong with it.
func (e *FilterError) Unwrap() error { return e.Err }
