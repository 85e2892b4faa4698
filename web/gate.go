package web

import (
	"context"
	"fmt"
	"time"

	"pratica/claim"
)

// gate lets so many in at a time; the others wait in line, each for as long as the patience.
type gate struct {
	places   chan struct{}
	patience time.Duration
}

func newGate(places int, patience time.Duration) *gate {
	return &gate{make(chan struct{}, places), patience}
}

// errBusy says that there was no place in time.
var errBusy = claim.Errorf(claim.EUNAVAILABLE, "In questo momento si controllano già molte foto. Riprovare tra qualche secondo, o inviare senza il controllo.")

// enter waits for a place, which leave gives back. The error is errBusy or the context's.
func (g *gate) enter(ctx context.Context) (leave func(), err error) {
	patience := time.NewTimer(g.patience)
	defer patience.Stop()
	select {
	case g.places <- struct{}{}:
		return func() { <-g.places }, nil
	case <-patience.C:
		return nil, errBusy
	case <-ctx.Done():
		return nil, fmt.Errorf("wait for a check: %w", ctx.Err())
	}
}
