package words

func hasHave(n int64) string {
	if n == 1 {
		return "has"
	}
	return "have"
}

func isAre(n int64) string {
	if n == 1 {
		return "is"
	}
	return "are"
}

func wasWere(n int) string {
	if n == 1 {
		return "was"
	}
	return "were"
}
