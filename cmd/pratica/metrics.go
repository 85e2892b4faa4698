package main

import (
	"fmt"
	"maps"
	"net/http"
	"slices"

	"pratica/pipeline"
	"pratica/workers"
)

// metricsOf answers a collector with what the workers count and how the child processes of this server are.
func metricsOf(server *workers.Server, reader *pipeline.Pipeline) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		server.ServeMetrics(w, r)
		ages, limit := reader.ChildAges()
		cpu, peak := reader.Children()
		fmt.Fprintf(w, "pratica_children_cpu_seconds_total %g\npratica_child_peak_bytes %d\npratica_child_calls_limit %d\n", cpu.Seconds(), peak, limit)
		for _, pid := range slices.Sorted(maps.Keys(ages)) {
			fmt.Fprintf(w, "pratica_child_calls{pid=\"%d\"} %d\n", pid, ages[pid])
		}
	})
}
