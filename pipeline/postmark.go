package pipeline

import (
	"cmp"
	"context"
	"fmt"
	"image"
	"slices"

	"pratica/claim"
	"pratica/extract"
	"pratica/ocr/codes"
	"pratica/ocr/recognise"
)

// turnsOfStamp are the slants at which the middle of a stamp is read, in degrees: a hand strikes it.
var turnsOfStamp = []float64{0, -6, 6, -12, 12, -18, 18}

// surestStamp is the most that a stamp's date is believed: curved, worn and struck over print. It is never accepted
// without a person.
const surestStamp = 0.9

// readPostmark looks for the date of sending on a page that is an envelope: in the round stamps, and among the words that
// a counter printed. upright is the page turned upright.
func (p *pageReader) readPostmark(ctx context.Context, upright *image.Gray, dpi float64, reading *Reading) error {
	if kindOf(reading).Kind != claim.Envelope {
		return nil
	}
	onUpright := *reading
	onUpright.Width, onUpright.Height = upright.Rect.Dx(), upright.Rect.Dy()
	for _, d := range extract.FrankingDates(reading.invoicePage()) {
		d.Box = onUpright.onPicture(d.Box)
		reading.Postmarks = append(reading.Postmarks, d)
	}
	small, smallDPI := codes.Small(upright, dpi)
	for _, ring := range extract.Rings(small, smallDPI) {
		d, ok, err := p.readStamp(ctx, upright, dpi, ring)
		if err != nil {
			return fmt.Errorf("read a postmark: %w", err)
		}
		if ok {
			reading.Postmarks = append(reading.Postmarks, d)
		}
	}
	return nil
}

// readStamp reads the middle of a stamp at several slants: what is read alike at more of them is surer.
func (p *pageReader) readStamp(ctx context.Context, upright *image.Gray, dpi float64, ring extract.Ring) (extract.Dated, bool, error) {
	if err := p.needEngine(); err != nil {
		return extract.Dated{}, false, err
	}
	read := map[claim.Date]extract.Dated{}
	votes := map[claim.Date]float64{}
	for _, degrees := range turnsOfStamp {
		middle := ring.Middle(upright, dpi, degrees)
		text, err := p.engine.Line(ctx, middle, dpi, recognise.ZoneOptions{Block: true, Whitelist: "0123456789.-/: "})
		if err != nil {
			return extract.Dated{}, false, err
		}
		date, ok := extract.StampDate(text.Text)
		if !ok {
			continue
		}
		votes[date] += text.Confidence
		if len(votes) == 1 && votes[date] > 2 {
			read[date] = extract.Dated{Date: date, Text: text.Text, Box: ring.Box(dpi), Confidence: text.Confidence}
			break
		}
		if d := read[date]; text.Confidence >= d.Confidence {
			read[date] = extract.Dated{Date: date, Text: text.Text, Box: ring.Box(dpi), Confidence: text.Confidence}
		}
	}
	if len(read) == 0 {
		return extract.Dated{}, false, nil
	}
	var dates []claim.Date
	all := 0.0
	for date, v := range votes {
		dates = append(dates, date)
		all += v
	}
	slices.SortFunc(dates, func(a, b claim.Date) int {
		return cmp.Or(cmp.Compare(votes[b], votes[a]), cmp.Compare(a.String(), b.String()))
	})
	best := read[dates[0]]
	// a half is what one reading alone is worth
	best.Confidence = min(surestStamp, best.Confidence*(0.5+0.5*min(1, votes[dates[0]]/1.5))*votes[dates[0]]/all)
	return best, true, nil
}

// mostDaysOnTheWay is longer than any letter takes: an older date on an envelope is another's.
const mostDaysOnTheWay = 180

// sentByPostmark gives a claim that came by post and whose sent date nobody stated the day of its postmark, as a value to
// be confirmed: the operator's date goes before it, and it lapses nothing (see validate).
func sentByPostmark(c *claim.Claim, papers []*paper) {
	if c.SentEvidence != claim.AssumedReceived || c.Channel != claim.Post {
		return
	}
	var best extract.Dated
	for _, paper := range papers {
		if paper.kind != claim.Envelope {
			continue
		}
		for _, page := range paper.pages {
			for _, d := range page.reading.Postmarks {
				if d.Confidence > best.Confidence && !d.Date.After(c.ReceivedOn) && !d.Date.Before(c.ReceivedOn.AddDays(-mostDaysOnTheWay)) {
					best = d
				}
			}
		}
	}
	if best.Date.IsZero() {
		return
	}
	c.SentOn, c.SentEvidence = best.Date, claim.Postmark
	from := claim.Provenance{Box: best.Box, Text: claim.Text(best.Text), Method: claim.FromLine, Confidence: best.Confidence}
	for _, d := range c.Documents { // the envelope is the first claim's
		if d.Kind == claim.Envelope {
			from.Document, from.Page = claim.Text(d.ID), 1
			break
		}
	}
	c.Provenance["/sent_on"] = from
}
