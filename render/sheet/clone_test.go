package sheet_test

import (
	"reflect"
	"testing"

	"wireladder/render/sheet"
)

// A clone has all that its sheet had, whatever becomes of that.
func TestClone(t *testing.T) {
	var s sheet.Sheet
	v := reflect.ValueOf(&s).Elem()
	for i := range v.NumField() {
		if f := v.Field(i); f.Kind() == reflect.Slice {
			f.Set(reflect.MakeSlice(f.Type(), 1, 1))
		}
	}
	s.Slopes[0].Points = []sheet.Point{{X: 1, Y: 2}}
	own := s.Clone()
	points := own.Slopes[0].Points
	for i := range v.NumField() {
		if f := v.Field(i); f.Kind() == reflect.Slice {
			c := reflect.ValueOf(own).Elem().Field(i)
			if c.Len() != 1 || c.Pointer() == f.Pointer() {
				t.Errorf("%s is shared, or left out", v.Type().Field(i).Name)
			}
		}
	}
	if s.Slopes[0].Points[0].X = 9; points[0].X != 1 {
		t.Error("the points of an arrow that slopes are shared")
	}
}
