// Package spots finds places for texts among arrows that slope and texts that stand already.
package spots
