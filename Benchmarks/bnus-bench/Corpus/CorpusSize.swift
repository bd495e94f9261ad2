import ArgumentParser

/// How much a corpus holds.
enum CorpusSize: String, ExpressibleByArgument, CaseIterable, CustomStringConvertible {
  /// About 100 MB of JSON.
  case small
  /// About 450 MB of JSON.
  case `default`

  var description: String { rawValue }
}
