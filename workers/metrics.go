package workers

import (
	"fmt"
	"net/http"
	"time"

	"github.com/VictoriaMetrics/metrics"

	"pratica/pipeline"
	"pratica/storage"
)

// counters count what a server does, for collectors of Prometheus' text format. Nothing in them is about a
// person or a paper.
type counters struct{ set *metrics.Set }

// newCounters are all zero.
func newCounters() *counters {
	m := &counters{metrics.NewSet()}
	for _, by := range []string{byServer, byWorker} { // a series that is there from the start can be told from one that is missing
		m.set.NewCounter(pagesRead(by))
	}
	m.page(byServer, pipeline.Effort{}, 0)
	return m
}

// Who reads pages.
const byServer, byWorker = "server", "worker"

func pagesRead(by string) string { return fmt.Sprintf(`pratica_pages_read_total{by=%q}`, by) }

// page counts a page that was read: by whom, what it took, and the wall time of storing it.
func (m *counters) page(by string, e pipeline.Effort, store time.Duration) {
	m.set.GetOrCreateCounter(pagesRead(by)).Add(e.Pages)
	for stage, took := range map[string]time.Duration{"decode": e.Decode, "prepare": e.Prepare, "recognise": e.Recognise, "encode": e.Encode} {
		m.set.GetOrCreateFloatCounter(fmt.Sprintf(`pratica_page_cpu_seconds_total{stage=%q}`, stage)).Add(took.Seconds())
	}
	m.set.GetOrCreateFloatCounter("pratica_page_store_seconds_total").Add(store.Seconds())
	m.set.GetOrCreateCounter("pratica_forms_registered_total").Add(e.Forms)
	m.set.GetOrCreateFloatCounter("pratica_form_residual_millimetres_total").Add(e.Residual)
	for result, n := range map[string]int{"agreed": e.Again.Agreed, "differed": e.Again.Differed, "refused": e.Again.Refused} {
		m.set.GetOrCreateCounter(fmt.Sprintf(`pratica_second_readings_total{result=%q}`, result)).Add(n)
	}
}

// attempt counts the end of an attempt.
func (m *counters) attempt(e Event) {
	m.set.GetOrCreateCounter(fmt.Sprintf(`pratica_attempts_total{step=%q,result=%q}`, e.Step.Kind, e.Result)).Inc()
}

// ServeMetrics answers a collector: the counters, and how much waits, asked of the database.
func (s *Server) ServeMetrics(w http.ResponseWriter, r *http.Request) {
	backlog, err := s.Records.Backlog(r.Context())
	if err != nil {
		s.refuse(w, err)
		return
	}
	w.Header().Set("Content-Type", "text/plain; version=0.0.4; charset=utf-8")
	writeBacklog(w, backlog)
	s.counters.set.WritePrometheus(w)
}

func writeBacklog(w http.ResponseWriter, backlog []storage.Backlog) {
	waiting := map[storage.StepKind][2][2]int{} // by urgency: due, later
	for _, b := range backlog {
		counts := waiting[b.Kind]
		counts[urgency(b.Urgent)] = [2]int{b.Due, b.Later}
		waiting[b.Kind] = counts
	}
	for _, kind := range []storage.StepKind{storage.SplitArrival, storage.ReadPage, storage.AssembleSubmission, storage.DeliverClaim} {
		for i, priority := range []string{"batch", "urgent"} {
			for j, state := range []string{"due", "in_work_or_put_off"} {
				fmt.Fprintf(w, "pratica_steps_pending{step=%q,priority=%q,state=%q} %d\n", kind, priority, state, waiting[kind][i][j])
			}
		}
	}
}

func urgency(urgent bool) int {
	if urgent {
		return 1
	}
	return 0
}
