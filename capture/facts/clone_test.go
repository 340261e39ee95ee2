package facts_test

import (
	"reflect"
	"testing"

	"wireladder/capture/facts"
)

// filled returns facts in which every pointer leads somewhere and no slice is empty.
func filled() *facts.Facts {
	f := &facts.Facts{
		Again: &facts.Again{First: &facts.Segment{Number: 1}, Answer: &facts.Segment{Number: 2}},
		Dup:   &facts.Dup{Trigger: &facts.Segment{Number: 3}},
	}
	v := reflect.ValueOf(f).Elem()
	for i := range v.NumField() {
		switch field := v.Field(i); {
		case field.Kind() == reflect.Pointer && field.IsNil():
			field.Set(reflect.New(field.Type().Elem()))
		case field.Kind() == reflect.Slice:
			field.Set(reflect.MakeSlice(field.Type(), 1, 2))
		}
	}
	return f
}

// TestClone checks that a copy says the same, and shares nothing that is amended.
func TestClone(t *testing.T) {
	f := filled()
	var c facts.Facts
	f.CloneInto(&c)
	if !reflect.DeepEqual(f, &c) {
		t.Fatalf("%+v is not %+v", c, *f)
	}
	of, own := reflect.ValueOf(f).Elem(), reflect.ValueOf(&c).Elem()
	for i := range of.NumField() {
		name := of.Type().Field(i).Name
		if k := of.Field(i).Kind(); (k == reflect.Pointer || k == reflect.Slice) && name != "Fate" && of.Field(i).Pointer() == own.Field(i).Pointer() {
			t.Errorf("%s is shared", name)
		}
	}
	if f.Fate != c.Fate || f.Again.First == c.Again.First || f.Again.Answer == c.Again.Answer || f.Dup.Trigger == c.Dup.Trigger {
		t.Error("the Fate is not shared, or a segment is")
	}
	var nothing facts.Facts
	if nothing.CloneInto(&c); !reflect.DeepEqual(c, nothing) {
		t.Errorf("of nothing, the copy says %+v", c)
	}
}
