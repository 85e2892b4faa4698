package child

// Ages tells by process id how many calls each living child has answered or is at; none gets beyond
// Config.MaxCalls.
func (p *Pool) Ages() map[int]int {
	p.mu.Lock()
	defer p.mu.Unlock()
	ages := map[int]int{}
	for c := range p.live {
		ages[c.pid] = int(c.calls.Load())
	}
	return ages
}
