import ArgumentParser
import Glibc

struct MakeCorpus: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "corpus",
    abstract: "Write the responses of a simulated exchange for the benchmarks to read.",
    discussion: """
      Writes corpus.jsonl for `bnus-replay import`, the same bodies as files under bodies/TABLE/ for other \
      tools (small and default only), and corpus.json with the parameters, the counts and the SHA-256 of corpus.jsonl. The same \
      parameters always give the same bytes; a corpus that is there already is left alone.
      """)

  @Option(help: ArgumentHelp("Where to write.", valueName: "dir"))
  var to: String

  @Option(
    help: """
      small, some 100 MB of JSON; default, 450 MB; month, 720 runs of market snapshots, 1.1 GB; runs, \
      9,999 runs of a small exchange.
      """)
  var size = CorpusSize.default

  @Option(help: "What the simulated world grows from.")
  var seed: UInt64 = 1

  @Flag(help: "Write it even if it is there.")
  var rebuild = false

  func run() throws {
    let parameters = CorpusParameters(size: size, seed: seed)
    let description = CorpusDescription(parameters: parameters)
    let path = "\(to)/corpus.json"
    if !rebuild, try TextFile.read(path)?.hasPrefix(description.opening) == true {
      print("\(to): the \(size) corpus of seed \(seed) is there already")
      return
    }
    // Gone first: a corpus.json vouches for a corpus that is whole.
    try TextFile.delete(path)
    let summary = try Corpus(parameters).write(to: to)
    var file = try OutputFile.create(path)
    try file.append(Array(description.text(of: summary).utf8))
    print(
      "\(to): \(summary.events) responses, \(summary.bodyBytes) bytes of JSON, corpus.jsonl \(summary.digest)"
    )
  }
}
