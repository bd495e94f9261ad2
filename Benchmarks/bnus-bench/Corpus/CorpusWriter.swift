import BinanceUS
import EventModel
import Interchange
import SimulatedExchange

/// Puts responses down as lines of corpus.jsonl, and where that is wanted as files of their own too.
struct CorpusWriter: ~Copyable {
  private var lines: OutputFile
  private let folders: [CorpusTable: Folder]
  private var counts: [CorpusTable: CorpusSummary.Count] = [:]
  private var sequence: UInt64 = 0
  private var line: [UInt8] = []

  private init(lines: consuming OutputFile, folders: [CorpusTable: Folder]) {
    self.lines = lines
    self.folders = folders
  }

  /// Begins a corpus in this directory; bodies of an older one are deleted.
  static func begin(in path: String, withBodyFiles: Bool) throws(BenchError) -> CorpusWriter {
    let folder = try Folder.make(path)
    var folders: [CorpusTable: Folder] = [:]
    for table in CorpusTable.allCases where withBodyFiles {
      let bodies = try Folder.make(folder.file("bodies/\(table.rawValue)"))
      try bodies.empty()
      folders[table] = bodies
    }
    return CorpusWriter(lines: try OutputFile.create(folder.file("corpus.jsonl")), folders: folders)
  }

  /// Adds the response a run got.
  mutating func add(
    _ response: SimulatedResponse, to request: SimulatedRequest, of table: CorpusTable,
    in run: inout CorpusRun
  ) throws(BenchError) {
    let query = CanonicalQuery(request.query.map { "\($0.name)=\($0.value)" }.joined(separator: "&")).text
    guard response.status == 200 else {
      throw .response(path: request.path, query: query, reason: response.text)
    }
    let header = self.header(of: response, table, query: query, in: &run)
    line.removeAll(keepingCapacity: true)
    response.body.withUnsafeBytes { EventLine.append(header, body: $0, to: &line) }
    try lines.append(line)
    if let folder = folders[table] {
      var file = try OutputFile.create(folder.file("\(header.run)__\(header.ordinal).json"))
      try file.append(response.body)
    }
    counts[table, default: .init()].responses += 1
    counts[table, default: .init()].bytes += response.body.count
  }

  /// What was written.
  var summary: CorpusSummary {
    CorpusSummary(counts: counts, lineBytes: lines.byteCount, digest: lines.digest)
  }

  private mutating func header(
    of response: SimulatedResponse, _ table: CorpusTable, query: String, in run: inout CorpusRun
  ) -> EventHeader {
    sequence += 1
    let mark = Digest.sha256(Array("\(run.id)/\(run.nextOrdinal)".utf8)).hex
    guard let salt = Salt(hex: String(mark.prefix(32))) else {
      preconditionFailure("a digest begins with 32 hex digits")
    }
    let milliseconds = Int64(40 + response.body.count / 4096)
    let ordinal = run.take(milliseconds: milliseconds)
    let observed = Timestamp(microseconds: run.time.milliseconds * 1000)
    return EventHeader(
      sequence: sequence, run: run.id, ordinal: ordinal, kind: .response, endpoint: table.endpoint.path,
      method: "GET", host: "api.binance.us", path: table.endpoint.path, query: query, attempt: 1,
      observedAt: observed, appendedAt: observed,
      durationMicroseconds: milliseconds * 1000, httpVersion: .http2, status: 200,
      responseHeaders: response.headers.map { HeaderField(name: $0.name, value: $0.value) },
      bodyBytes: UInt64(response.body.count), bodyDigest: .sha256(response.body), flags: [], salt: salt)
  }
}

extension Digest {
  fileprivate static func sha256(_ bytes: [UInt8]) -> Digest {
    bytes.withUnsafeBytes { Digest.sha256($0) }
  }
}
