// The arithmetic of the line network.

#ifndef RECOGNISE_PRODUCT_H
#define RECOGNISE_PRODUCT_H

// c = a*b, and to each of its rows the bias of that row: a is m rows of k, b k rows of n, c m rows of n. Each number
// of c is summed in the order of k, whatever the processor: the result is the same on all.
void rec_product(const float *a, const float *b, const float *bias, int m, int n, int k, float *c);

#endif
