package selection

// FilterError is that the expression of a selection can't be used for the file.
type FilterError struct{ Err error }

func (e *FilterError) Error() string { return e.Err.Error() }

// Unwrap returns what is wrong with it.
func (e *FilterError) Unwrap() error { return e.Err }
