package extract

import "math"

// normalEquations are those of a least-squares fit: a symmetric matrix and the right-hand side behind it.
type normalEquations [][]float64

func newNormalEquations(unknowns int) normalEquations {
	m := make(normalEquations, unknowns)
	for i := range m {
		m[i] = make([]float64, unknowns+1)
	}
	return m
}

// add counts one equation: row times the unknowns is value.
func (m normalEquations) add(row []float64, value, weight float64) {
	for i := range m {
		for j := range m {
			m[i][j] += weight * row[i] * row[j]
		}
		m[i][len(m)] += weight * row[i] * value
	}
}

// solve gives the unknowns, and false where the equations do not tell them; m is used up.
func (m normalEquations) solve() ([]float64, bool) {
	n := len(m)
	for i := range n { // Gauss, with pivots
		best := i
		for r := i + 1; r < n; r++ {
			if math.Abs(m[r][i]) > math.Abs(m[best][i]) {
				best = r
			}
		}
		m[i], m[best] = m[best], m[i]
		if math.Abs(m[i][i]) < 1e-12 {
			return nil, false
		}
		for r := range n {
			if r == i {
				continue
			}
			f := m[r][i] / m[i][i]
			for c := i; c <= n; c++ {
				m[r][c] -= f * m[i][c]
			}
		}
	}
	solution := make([]float64, n)
	for i := range n {
		solution[i] = m[i][n] / m[i][i]
	}
	return solution, true
}
