package ink

import (
	"math"
	"testing"

	"wireladder/render/figure"
)

// luminance returns the relative luminance of a colour (WCAG 2.2).
func luminance(color Color) float64 {
	linear := func(c uint8) float64 {
		v := float64(c) / 255
		if v <= 0.04045 {
			return v / 12.92
		}
		return math.Pow((v+0.055)/1.055, 2.4)
	}
	r, g, b := color.RGB()
	return 0.2126*linear(r) + 0.7152*linear(g) + 0.0722*linear(b)
}

// contrast returns the contrast of two colours.
func contrast(a, b Color) float64 {
	hi, lo := luminance(a), luminance(b)
	return (max(hi, lo) + 0.05) / (min(hi, lo) + 0.05)
}

// Letters can be read on all that they stand on, and marks be seen, in light and in dark.
func TestContrast(t *testing.T) {
	for name, c := range map[string]struct {
		of, on Hue
		least  float64
	}{
		"ink":                {Letters, Page, 4.5},
		"ink on a band":      {Letters, Band, 4.5},
		"ink on a head":      {Letters, Head, 4.5},
		"ink on a finding":   {Letters, Finding, 4.5},
		"faint":              {Faint, Page, 4.5},
		"faint on a band":    {Faint, Band, 4.5},
		"warning":            {Warning, Page, 4.5},
		"warning on a band":  {Warning, Band, 4.5},
		"warning on finding": {Warning, Finding, 4.5},
		"opens":              {Opens, Band, 4.5},
		"carries":            {Carries, Band, 4.5},
		"closes":             {Closes, Band, 4.5},
		"aborts":             {Aborts, Band, 4.5},
		"lifeline":           {Lines, Band, 3},
		"edge of a wait":     {Lines, Page, 3},
	} {
		if light, dark := contrast(c.of.Light, c.on.Light), contrast(c.of.Dark, c.on.Dark); light < c.least || dark < c.least {
			t.Errorf("%s: %.2f, in the dark %.2f; want %g", name, light, dark, c.least)
		}
	}
}

// What plots show can be told from the page as letters can, but for the grid; their axes as
// lifelines can.
func TestContrastOfCurves(t *testing.T) {
	for kind := range Curves {
		least := 4.5
		switch figure.CurveKind(kind) {
		case figure.GridCurve:
			continue
		case figure.FrameCurve:
			least = 3
		}
		h := Curves[kind].Hue
		if light, dark := contrast(h.Light, Page.Light), contrast(h.Dark, Page.Dark); light < least || dark < least {
			t.Errorf("kind %d: %.2f, in the dark %.2f; want %g", kind, light, dark, least)
		}
	}
}
