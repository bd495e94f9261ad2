import ArgumentParser

/// Makes what the benchmarks measure; `Benchmarks/suite` measures it.
@main
struct BnusBench: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "bnus-bench",
    abstract: "Make what the benchmarks measure.",
    subcommands: [MakeCorpus.self, AppendEvents.self])
}
