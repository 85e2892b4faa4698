package main

import (
	"context"
	"os"
	"os/signal"
	"syscall"
	"time"
)

// interruptible is a context that ends at the next signal or after the limit.
func interruptible(limit time.Duration) (context.Context, context.CancelFunc) {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	ctx, cancel := context.WithTimeout(ctx, limit)
	return ctx, func() { cancel(); stop() }
}
