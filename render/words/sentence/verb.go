package sentence

// HasHave returns the verb that goes with n things.
func HasHave(n int64) string {
	if n == 1 {
		return "has"
	}
	return "have"
}

// IsAre returns the verb that goes with n things.
func IsAre(n int64) string {
	if n == 1 {
		return "is"
	}
	return "are"
}

// WasWere returns the verb that goes with n things.
func WasWere(n int) string {
	if n == 1 {
		return "was"
	}
	return "were"
}
