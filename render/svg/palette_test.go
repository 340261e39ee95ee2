package svg

import (
	"math"
	"strconv"
	"testing"
)

// luminance returns the relative luminance of a colour (WCAG 2.2).
func luminance(t *testing.T, color string) float64 {
	t.Helper()
	n, err := strconv.ParseUint(color[1:], 16, 32)
	if err != nil || len(color) != 7 {
		t.Fatalf("%q is no colour", color)
	}
	linear := func(c uint64) float64 {
		v := float64(c&0xff) / 255
		if v <= 0.04045 {
			return v / 12.92
		}
		return math.Pow((v+0.055)/1.055, 2.4)
	}
	return 0.2126*linear(n>>16) + 0.7152*linear(n>>8) + 0.0722*linear(n)
}

// contrast returns the contrast of two colours.
func contrast(t *testing.T, a, b string) float64 {
	t.Helper()
	hi, lo := luminance(t, a), luminance(t, b)
	return (max(hi, lo) + 0.05) / (min(hi, lo) + 0.05)
}

// Letters can be read on all that they stand on, and marks be seen, in light and in dark.
func TestContrast(t *testing.T) {
	for name, c := range map[string]struct {
		of, on hue
		least  float64
	}{
		"ink":                {inkHue, pageHue, 4.5},
		"ink on a band":      {inkHue, bandHue, 4.5},
		"ink on a head":      {inkHue, headHue, 4.5},
		"ink on a finding":   {inkHue, findingHue, 4.5},
		"faint":              {faintHue, pageHue, 4.5},
		"faint on a band":    {faintHue, bandHue, 4.5},
		"warning":            {warningHue, pageHue, 4.5},
		"warning on a band":  {warningHue, bandHue, 4.5},
		"warning on finding": {warningHue, findingHue, 4.5},
		"opens":              {opensHue, bandHue, 4.5},
		"carries":            {carriesHue, bandHue, 4.5},
		"closes":             {closesHue, bandHue, 4.5},
		"aborts":             {abortsHue, bandHue, 4.5},
		"lifeline":           {lineHue, bandHue, 3},
		"edge of a wait":     {lineHue, pageHue, 3},
	} {
		if light, dark := contrast(t, c.of.light, c.on.light), contrast(t, c.of.dark, c.on.dark); light < c.least || dark < c.least {
			t.Errorf("%s: %.2f, in the dark %.2f; want %g", name, light, dark, c.least)
		}
	}
}
