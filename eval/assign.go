package eval

import "math"

// assign pairs rows with columns so that the sum of the weights is greatest, each at most once and as many
// as there can be: the Hungarian method (Kuhn 1955) by shortest augmenting paths with potentials (Jonker
// and Volgenant 1987), O(rows² · columns). It gives the column of each row, or -1.
func assign(weights [][]int) []int {
	rows := len(weights)
	if rows == 0 {
		return nil
	}
	columns := len(weights[0])
	if columns < rows {
		return inverse(assign(transposed(weights, columns)), rows)
	}
	// Row 0 and column 0 stand for "none yet". The cost of a pair is its weight below zero.
	rowPotential, columnPotential := make([]int, rows+1), make([]int, columns+1)
	rowOf := make([]int, columns+1)
	for row := 1; row <= rows; row++ {
		rowOf[0] = row
		column := 0
		before, least, seen := make([]int, columns+1), make([]int, columns+1), make([]bool, columns+1)
		for j := range least {
			least[j] = math.MaxInt
		}
		for rowOf[column] != 0 {
			seen[column] = true
			from, step, next := rowOf[column], math.MaxInt, 0
			for j := 1; j <= columns; j++ {
				if seen[j] {
					continue
				}
				if reduced := -weights[from-1][j-1] - rowPotential[from] - columnPotential[j]; reduced < least[j] {
					least[j], before[j] = reduced, column
				}
				if least[j] < step {
					step, next = least[j], j
				}
			}
			for j := range seen {
				if seen[j] {
					rowPotential[rowOf[j]] += step
					columnPotential[j] -= step
				} else if j > 0 {
					least[j] -= step
				}
			}
			column = next
		}
		for column != 0 {
			rowOf[column] = rowOf[before[column]]
			column = before[column]
		}
	}
	return inverse(minusOne(rowOf[1:]), rows)
}

// inverse turns the row of each column into the column of each row; -1 where there is none.
func inverse(rowOf []int, rows int) []int {
	columnOf := make([]int, rows)
	for i := range columnOf {
		columnOf[i] = -1
	}
	for column, row := range rowOf {
		if row >= 0 {
			columnOf[row] = column
		}
	}
	return columnOf
}

func minusOne(list []int) []int {
	out := make([]int, len(list))
	for i, n := range list {
		out[i] = n - 1
	}
	return out
}

func transposed(weights [][]int, columns int) [][]int {
	out := make([][]int, columns)
	for j := range out {
		out[j] = make([]int, len(weights))
		for i := range weights {
			out[j][i] = weights[i][j]
		}
	}
	return out
}
