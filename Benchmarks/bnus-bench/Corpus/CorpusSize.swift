import ArgumentParser

/// How much a corpus holds.
enum CorpusSize: String, ExpressibleByArgument, CaseIterable, CustomStringConvertible {
  /// About 100 MB of JSON.
  case small
  /// About 450 MB of JSON.
  case `default`
  /// A month of hourly market snapshots at full scale, 1.1 GB of JSON; no history.
  case month
  /// 9,999 hourly runs of a small exchange, which end an hour before the other corpora begin.
  case runs

  var description: String { rawValue }
}
