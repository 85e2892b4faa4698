package extract

import (
	"context"
	"syscall"
	"testing"
	"time"
)

func cpu() time.Duration {
	var u syscall.Rusage
	syscall.Getrusage(syscall.RUSAGE_SELF, &u)
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

func BenchmarkReadForm(b *testing.B) {
	engine := newEngine(b)
	d := r01(b)
	picture, _ := scanned(fill(d, 1, sample, "sans", 11, 0, 0), 300, damage{skew: 1, noise: 10})
	m, _ := RecogniseForm(picture, 300)
	ReadForm(context.Background(), engine, picture, 300, m)
	b.ResetTimer()
	start := cpu()
	for b.Loop() {
		if _, err := ReadForm(context.Background(), engine, picture, 300, m); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64((cpu()-start).Milliseconds())/float64(b.N), "cpu-ms")
}
