// Checks what bnus-replay publishes with code that is none of ours: golang.org/x/mod/sumdb.
//
//	verifier event  VERIFIER-KEY PROOF LEAF          the leaf stands where the .tlog-proof says
//	verifier growth VERIFIER-KEY OLD NEW HASHES      the checkpoint NEW is OLD and events behind it
//
// VERIFIER-KEY is the key itself, the others are files; HASHES has base64, one a line.
package main

import (
	"bytes"
	"fmt"
	"os"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

func check(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, "refused:", err)
		os.Exit(1)
	}
}

func read(path string) []byte {
	data, err := os.ReadFile(path)
	check(err)
	return data
}

func hashes(text string) (list []tlog.Hash) {
	for _, line := range strings.Fields(text) {
		hash, err := tlog.ParseHash(line)
		check(err)
		list = append(list, hash)
	}
	return list
}

// head opens a signed checkpoint: its size and root.
func head(key string, signed []byte) (size int64, root tlog.Hash) {
	verifier, err := note.NewVerifier(key)
	check(err)
	opened, err := note.Open(signed, note.VerifierList(verifier))
	check(err)
	lines := strings.Split(opened.Text, "\n")
	if len(lines) != 4 || lines[0] != verifier.Name() {
		check(fmt.Errorf("no checkpoint of %s", verifier.Name()))
	}
	_, err = fmt.Sscanf(lines[1], "%d", &size)
	check(err)
	return size, hashes(lines[2])[0]
}

func main() {
	args := os.Args
	switch {
	case len(args) == 5 && args[1] == "event":
		top, signed, _ := bytes.Cut(read(args[3]), []byte("\n\n"))
		rest := strings.TrimPrefix(string(top), "c2sp.org/tlog-proof@v1\nindex ")
		number, path, _ := strings.Cut(rest, "\n")
		var index int64
		_, err := fmt.Sscanf(number, "%d", &index)
		check(err)
		size, root := head(args[2], signed)
		check(tlog.CheckRecord(hashes(path), size, root, index, tlog.RecordHash(read(args[4]))))
		fmt.Printf("event %d of %d\n", index+1, size)
	case len(args) == 6 && args[1] == "growth":
		old, oldRoot := head(args[2], read(args[3]))
		size, root := head(args[2], read(args[4]))
		check(tlog.CheckTree(hashes(string(read(args[5]))), size, root, old, oldRoot))
		fmt.Printf("%d events, then %d\n", old, size)
	default:
		check(fmt.Errorf("usage: verifier event KEY PROOF LEAF | verifier growth KEY OLD NEW HASHES"))
	}
}
