import BinanceUS
import EventLog
import EventModel
import JSONView

/// Finds answers in the log. What it remembers is bounded.
struct RecordedLog: ~Copyable {
  let log: EventLog
  let scope: Scope
  private var reader = BodyReader()
  private var scanner = HistoryScanner()
  private var json = RowScanner(fields: [], shape: .arrayOrObject)
  private var paths: [String: PathIndex] = [:]
  private var symbols: MemoryBound<String, SymbolHistories>
  private var tables: [String: SnapshotTable] = [:]

  init(_ log: EventLog, _ scope: Scope, memoryBytes: Int) {
    self.log = log
    self.scope = scope
    symbols = MemoryBound(limit: memoryBytes)
  }

  /// The newest good answer that can be read; else the newest good one; else the newest.
  mutating func newest(of request: AskedRequest) throws -> RecordedAnswer? {
    let candidates = try answers(to: request).sorted { $1.isOlder(than: $0) }
    for glance in candidates where glance.isSuccess && !glance.flags.contains(.bodyTruncated) {
      let answer = try self.answer(glance.sequence)
      if isReadable(answer) { return answer }
    }
    let fallback = candidates.first { $0.isSuccess } ?? candidates.first
    return try fallback.map { try answer($0.sequence) }
  }

  /// One event's header and body, held to its digest.
  mutating func answer(_ sequence: UInt64) throws -> RecordedAnswer {
    try log.read { (snapshot: borrowing Snapshot) in
      let header = try snapshot.header(of: sequence)
      return RecordedAnswer(header: header, body: try reader.verifiedBody(of: header, in: snapshot))
    }
  }

  private func answers(to request: AskedRequest) throws -> [EventGlance] {
    try log.read { (snapshot: borrowing Snapshot) in
      var sequences: [UInt64] = []
      for key in request.keys {
        sequences += try snapshot.sequences(request: key, from: scope.first, through: scope.last)
      }
      return try scope.answers(sequences, in: snapshot)
    }
  }

  private mutating func isReadable(_ answer: RecordedAnswer) -> Bool {
    let endpoint = Endpoint(path: answer.header.endpoint)
    if let history = SymbolHistory(endpoint) {
      return answer.body.withBytes { scanner.page(history, in: $0, event: 0)?.isReadable ?? false }
    }
    return answer.body.withBytes { bytes in
      do {
        try json.begin(bytes)
        while try json.next() != .end {}
        return true
      } catch {
        return false
      }
    }
  }

  /// The page that an answer is; nil where it is none.
  mutating func page(of answer: RecordedAnswer) -> ScannedPage? {
    guard let history = SymbolHistory(Endpoint(path: answer.header.endpoint)) else { return nil }
    return answer.body.withBytes { scanner.page(history, in: $0, event: answer.header.sequence) }
  }

  /// All that the pages about a symbol tell together.
  mutating func histories(of symbol: String) throws -> SymbolHistories {
    if let known = symbols[symbol] { return known }
    var pages: [(glance: EventGlance, endpoint: Endpoint)] = []
    for endpoint in [Endpoint.myTrades, .allOrders, .order] {
      let sequences = try index(of: endpoint.path).sequences(of: symbol)
      pages += try log.read { (snapshot: borrowing Snapshot) in
        try scope.answers(sequences, in: snapshot)
      }.filter { $0.isSuccess }.map { ($0, endpoint) }
    }
    var fold = SymbolFold()
    for page in pages.sorted(by: { $0.glance.isOlder(than: $1.glance) }) {
      let answer = try self.answer(page.glance.sequence)
      guard let found = self.page(of: answer), found.isReadable,
        let request = HistoryRequest(page.endpoint, CanonicalQuery(page.glance.query))
      else { continue }
      fold.take(found, of: request, run: answer.header.run.text)
    }
    let histories = fold.finish()
    symbols.keep(histories, as: symbol, bytes: histories.byteCount)
    return histories
  }

  /// The newest answer to `request` that tells of every symbol; nil where there is none.
  mutating func table(
    of request: AskedRequest, shape: RowScanner.Shape
  ) throws -> (table: SnapshotTable, header: EventHeader)? {
    if let table = tables[request.path] {
      return (table, try answer(table.event).header)
    }
    guard let answer = try newest(of: request), answer.header.isSuccess,
      let table = SnapshotTable(answer.body, event: answer.header.sequence, shape: shape)
    else { return nil }
    tables[request.path] = table
    return (table, answer.header)
  }

  /// The events of a path, sorted by symbol; read once, when it is first needed.
  mutating func index(of path: String) throws -> PathIndex {
    if let known = paths[path] { return known }
    let index = try PathIndex(path, of: log, scope)
    if !index.isEmpty { paths[path] = index }
    return index
  }

  /// Every path that was ever asked.
  func recordedPaths() throws -> [String] {
    try log.read { (snapshot: borrowing Snapshot) in try snapshot.endpoints() }
  }
}
