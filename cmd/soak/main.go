// Command soak sends thousands of pages through a server of pratica and watches the memory of every process and
// the age of every child: `soak -pages 2000 bin/pratica`. It fails if memory grows, if a child outlives its page
// limit, or if a page is lost. A small drawn set of forms, invoices, photos and PDFs is sent again and again, each
// time with other bytes, so that nothing comes from the cache.
package main

import (
	"flag"
	"fmt"
	"os"
)

func main() {
	pages := flag.Int("pages", 2000, "pages to read")
	concurrency := flag.Int("concurrency", 0, "pages read at once; 0 for one per core")
	flag.Parse()
	if flag.NArg() != 1 || *pages < 1 {
		fmt.Fprintln(os.Stderr, "usage: soak [-pages N] [-concurrency N] PROGRAM")
		os.Exit(2)
	}
	if err := run(flag.Arg(0), *pages, *concurrency, os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "soak:", err)
		os.Exit(1)
	}
}
