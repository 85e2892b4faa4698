package child

import (
	"bytes"
	"encoding/binary"
	"encoding/json"
	"io"
	"reflect"
	"runtime"
	"testing"
)

// FuzzFrame reads any bytes as a frame: within the limits, without taking more memory than they allow, and written
// again it is read as the same. Blobs of any bytes come through; a frame cut anywhere is told.
func FuzzFrame(f *testing.F) {
	frame := func(header any, blobs ...[]byte) []byte {
		var out bytes.Buffer
		if err := writeFrame(&out, header, blobs); err != nil {
			f.Fatal(err)
		}
		return out.Bytes()
	}
	f.Add(frame(answer{Nonce: "1", Response: json.RawMessage(`{"a":1}`), Blobs: []int{3, 0}}, []byte("one"), nil), []byte("blob"), uint16(9))
	f.Add(frame(request{Nonce: "1", Op: "look", TimeoutMS: 20}), []byte{}, uint16(0))
	f.Add(binary.BigEndian.AppendUint32([]byte("PRC1"), 1<<31), []byte{0}, uint16(8))
	f.Add(frame(map[string]any{"blobs": []int{1 << 40, -1}}), []byte{0}, uint16(8))
	f.Fuzz(func(t *testing.T, data, blob []byte, cut uint16) {
		most := limits{header: 1 << 16, blobs: 1 << 20}
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		var got answer
		blobs, err := readFrame(bytes.NewReader(data), &got, most)
		runtime.ReadMemStats(&after)
		if took := after.TotalAlloc - before.TotalAlloc; took > uint64(most.blobs)+64*uint64(most.header) {
			t.Fatalf("%d bytes took %d of memory", len(data), took)
		}
		if err == nil {
			sum := 0
			for i, b := range blobs {
				if sum += len(b); len(b) != got.Blobs[i] {
					t.Fatalf("blob %d has %d bytes, not %d", i, len(b), got.Blobs[i])
				}
			}
			if int64(sum) > most.blobs || len(blobs) != len(got.Blobs) {
				t.Fatalf("%d blobs of %d bytes", len(blobs), sum)
			}
			passes(t, got, blobs, most)
		}
		var asked request
		_, _ = readFrame(bytes.NewReader(data), &asked, limits{header: most.header})

		sent := answer{Nonce: "n", Blobs: []int{len(blob), 0, len(blob) / 2}}
		parts := [][]byte{blob, {}, blob[:len(blob)/2]}
		passes(t, sent, parts, limits{1 << 16, 1 << 30})
		var whole bytes.Buffer
		if err := writeFrame(&whole, sent, parts); err != nil {
			t.Fatal(err)
		}
		short := whole.Bytes()[:int(cut)%whole.Len()]
		if _, err := readFrame(bytes.NewReader(short), &got, limits{1 << 16, 1 << 30}); err == nil || err == io.EOF && len(short) > 0 {
			t.Errorf("%d of %d bytes are a frame: %v", len(short), whole.Len(), err)
		}
	})
}

func passes(t *testing.T, sent answer, blobs [][]byte, most limits) {
	t.Helper()
	var out bytes.Buffer
	if err := writeFrame(&out, sent, blobs); err != nil {
		return // a header that JSON cannot hold
	}
	most.header *= 8 // characters that JSON escapes
	var got answer
	again, err := readFrame(&out, &got, most)
	if err != nil || len(again) != len(blobs) || got.Nonce != sent.Nonce || !reflect.DeepEqual(got.Blobs, sent.Blobs) || out.Len() > 0 {
		t.Fatalf("%+v is read as %+v, %v", sent, got, err)
	}
	for i := range blobs {
		if !bytes.Equal(again[i], blobs[i]) {
			t.Fatalf("blob %d is not the same", i)
		}
	}
}
