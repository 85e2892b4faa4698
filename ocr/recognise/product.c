#include "product.h"

#include <string.h>

#pragma GCC optimize("fp-contract=off") // no product is added unrounded: processors that could would read otherwise than others

#include "leptonica.h"

// Eight numbers that the processor adds and multiplies at once, wherever in memory they lie.
typedef float eight __attribute__((vector_size(32), aligned(4)));

enum { ROWS = 4, COLUMNS = 16 }; // of c that are kept in registers

// tile gives ROWS rows of c, and of their n columns COLUMNS, or as many as there are.
static inline __attribute__((always_inline)) void tile(const float *restrict a, const float *restrict b, const float *restrict bias, int n, int k, float *restrict c) {
    int wide = n < COLUMNS ? n : COLUMNS;
    float few[COLUMNS] = {0};
    eight s[ROWS][2];
    for (int i = 0; i < ROWS; i++) s[i][0] = s[i][1] = (eight){0} + bias[i];
    for (int l = 0; l < k; l++, b += n, a++) {
        const float *row = b;
        if (wide < COLUMNS) row = memcpy(few, b, wide * sizeof *b);
        const eight left = *(const eight *)row, right = *(const eight *)(row + 8);
        for (int i = 0; i < ROWS; i++) {
            s[i][0] += left * a[(size_t)i * k];
            s[i][1] += right * a[(size_t)i * k];
        }
    }
    for (int i = 0; i < ROWS; i++) memcpy(c + (size_t)i * n, s[i], wide * sizeof *c);
}

// The last tile of a row or a column lies over the one before it where it would not be whole otherwise: both give the
// same numbers there, and one number alone takes as long as thirty in a tile.
FOR_PROCESSORS
void rec_product(const float *restrict a, const float *restrict b, const float *restrict bias, int m, int n, int k, float *restrict c) {
    if (m < ROWS) {
        for (int y = 0; y < m; y++)
            for (int x = 0; x < n; x++) {
                float sum = bias[y];
                for (int l = 0; l < k; l++) sum += a[(size_t)y * k + l] * b[(size_t)l * n + x];
                c[(size_t)y * n + x] = sum;
            }
        return;
    }
    for (int j = 0; j < n; j += COLUMNS) {
        int x = j + COLUMNS <= n || n < COLUMNS ? j : n - COLUMNS;
        for (int i = 0; i < m; i += ROWS) {
            int y = i + ROWS <= m ? i : m - ROWS;
            tile(a + (size_t)y * k, b + x, bias + y, n, k, c + (size_t)y * n + x);
        }
    }
}
