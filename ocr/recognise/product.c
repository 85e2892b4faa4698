#include "product.h"

#include <string.h>

#include "leptonica.h"

// Eight numbers that the processor adds and multiplies at once, wherever in memory they lie.
typedef float eight __attribute__((vector_size(32), aligned(4)));

enum { ROWS = 4, COLUMNS = 16 }; // of c that are kept in registers

FOR_PROCESSORS
void rec_product(const float *restrict a, const float *restrict b, const float *restrict bias, int m, int n, int k, float *restrict c) {
    for (int x = 0; x < n; x += COLUMNS) {
        int wide = n - x < COLUMNS ? n - x : COLUMNS;
        for (int y = 0; y < m; y += ROWS) {
            int high = m - y < ROWS ? m - y : ROWS;
            if (high == ROWS && wide == COLUMNS) {
                eight s[ROWS][2];
                for (int i = 0; i < ROWS; i++) s[i][0] = s[i][1] = (eight){0} + bias[y + i];
                const float *p = b + x, *q = a + (size_t)y * k;
                for (int l = 0; l < k; l++, p += n, q++) {
                    const eight left = *(const eight *)p, right = *(const eight *)(p + 8);
                    for (int i = 0; i < ROWS; i++) {
                        s[i][0] += left * q[(size_t)i * k];
                        s[i][1] += right * q[(size_t)i * k];
                    }
                }
                for (int i = 0; i < ROWS; i++) memcpy(c + (size_t)(y + i) * n + x, s[i], sizeof s[i]);
                continue;
            }
            for (int i = y; i < y + high; i++)
                for (int j = x; j < x + wide; j++) {
                    float sum = bias[i];
                    for (int l = 0; l < k; l++) sum += a[(size_t)i * k + l] * b[(size_t)l * n + j];
                    c[(size_t)i * n + j] = sum;
                }
        }
    }
}
