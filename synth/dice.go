package synth

import (
	"hash/fnv"
	"math/rand/v2"
)

// dice is a stream of chance. Streams with different names are independent, so that a change in how a
// page is drawn does not change what stands on it.
type dice struct{ *rand.Rand }

// newDice gives the stream of that name for a seed; the same seed and names give the same stream for ever
// (PCG-DXSM, fixed by math/rand/v2).
func newDice(seed uint64, names ...string) dice {
	h := fnv.New64a()
	for _, name := range names {
		h.Write([]byte(name))
		h.Write([]byte{0})
	}
	return dice{rand.New(rand.NewPCG(seed, h.Sum64()))}
}

// chance is true with probability p.
func (d dice) chance(p float64) bool { return d.Float64() < p }

// between is uniform in [low, high).
func (d dice) between(low, high float64) float64 { return low + (high-low)*d.Float64() }

// whole is uniform in [low, high].
func (d dice) whole(low, high int) int { return low + d.IntN(high-low+1) }

// digits is n random decimal digits.
func (d dice) digits(n int) string {
	b := make([]byte, n)
	for i := range b {
		b[i] = byte('0' + d.IntN(10))
	}
	return string(b)
}

func pick[T any](d dice, options ...T) T { return options[d.IntN(len(options))] }
