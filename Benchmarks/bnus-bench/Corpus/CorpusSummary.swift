import EventModel

/// What was written.
struct CorpusSummary {
  /// The responses of one table.
  struct Count {
    var responses = 0
    var bytes = 0
  }

  let counts: [CorpusTable: Count]
  /// Length of corpus.jsonl.
  let lineBytes: Int
  /// SHA-256 of corpus.jsonl.
  let digest: Digest

  var events: Int { counts.values.reduce(0) { $0 + $1.responses } }
  var bodyBytes: Int { counts.values.reduce(0) { $0 + $1.bytes } }
}
