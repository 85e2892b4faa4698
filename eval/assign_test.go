package eval

import (
	"math/rand/v2"
	"testing"
)

func TestTheBestAssignmentIsAsGoodAsTryingAll(t *testing.T) {
	chance := rand.New(rand.NewPCG(3, 4))
	for range 300 {
		rows, columns := chance.IntN(6), chance.IntN(6)
		weights := make([][]int, rows)
		for i := range weights {
			weights[i] = make([]int, columns)
			for j := range weights[i] {
				weights[i][j] = chance.IntN(20)
			}
		}
		sum, pairs, taken := 0, 0, map[int]bool{}
		for i, j := range assign(weights) {
			if j < 0 {
				continue
			}
			if taken[j] {
				t.Fatalf("%v: column %d is taken twice", weights, j)
			}
			taken[j] = true
			sum += weights[i][j]
			pairs++
		}
		if best := bestSum(weights, 0, map[int]bool{}); sum != best || pairs != min(rows, columns) {
			t.Fatalf("%v: %d in %d pairs, the best is %d", weights, sum, pairs, best)
		}
	}
}

func bestSum(weights [][]int, row int, taken map[int]bool) int {
	if row == len(weights) {
		return 0
	}
	best := bestSum(weights, row+1, taken) // weights are not negative: left out only where columns lack
	for j, w := range weights[row] {
		if !taken[j] {
			taken[j] = true
			best = max(best, w+bestSum(weights, row+1, taken))
			delete(taken, j)
		}
	}
	return best
}

func TestABreakdownOfThePipelineIsAFailureOfItsCase(t *testing.T) {
	claims, err := process(t.Context(), nil, Case{}, nil) // a nil pipeline breaks down
	if err == nil || claims != nil {
		t.Errorf("it gave %v, %v", claims, err)
	}
}
