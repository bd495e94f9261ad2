import BinanceUS
import EventLog
import EventModel
import JSONView

/// Finds responses in the log. What it remembers is bounded.
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

  /// The newest successful response that can be read; else the newest successful one; else the newest.
  mutating func newest(of request: ClientRequest) throws -> RecordedResponse? {
    let candidates = try responses(to: request).sorted { $1.isOlder(than: $0) }
    for glance in candidates where glance.isSuccess && !glance.flags.contains(.bodyTruncated) {
      let response = try self.response(glance.sequence)
      if isReadable(response) { return response }
    }
    let fallback = candidates.first { $0.isSuccess } ?? candidates.first
    return try fallback.map { try response($0.sequence) }
  }

  /// One event's header and body, held to its digest.
  mutating func response(_ sequence: UInt64) throws -> RecordedResponse {
    try log.read { (snapshot: borrowing Snapshot) in
      let header = try snapshot.header(of: sequence)
      return RecordedResponse(header: header, body: try reader.verifiedBody(of: header, in: snapshot))
    }
  }

  private func responses(to request: ClientRequest) throws -> [EventSummary] {
    try log.read { (snapshot: borrowing Snapshot) in
      var sequences: [UInt64] = []
      for key in request.keys {
        sequences += try snapshot.sequences(request: key, from: scope.first, through: scope.last)
      }
      return try scope.responses(sequences, in: snapshot)
    }
  }

  private mutating func isReadable(_ response: RecordedResponse) -> Bool {
    let endpoint = Endpoint(path: response.header.endpoint)
    if let history = SymbolHistory(endpoint) {
      return response.body.withBytes { scanner.page(history, in: $0, event: 0)?.isReadable ?? false }
    }
    return response.body.withBytes { bytes in
      do {
        try json.begin(bytes)
        while try json.next() != .end {}
        return true
      } catch {
        return false
      }
    }
  }

  /// The page that a response is; nil where it is none.
  mutating func page(of response: RecordedResponse) -> ScannedPage? {
    guard let history = SymbolHistory(Endpoint(path: response.header.endpoint)) else { return nil }
    return response.body.withBytes { scanner.page(history, in: $0, event: response.header.sequence) }
  }

  /// All that the pages about a symbol prove together.
  mutating func histories(of symbol: String) throws -> SymbolHistories {
    if let known = symbols[symbol] { return known }
    var pages: [(glance: EventSummary, endpoint: Endpoint)] = []
    for endpoint in [Endpoint.myTrades, .allOrders, .order] {
      let sequences = try index(of: endpoint.path).sequences(of: symbol)
      pages += try log.read { (snapshot: borrowing Snapshot) in
        try scope.responses(sequences, in: snapshot)
      }.filter { $0.isSuccess }.map { ($0, endpoint) }
    }
    var fold = SymbolFold()
    for page in pages.sorted(by: { $0.glance.isOlder(than: $1.glance) }) {
      let response = try self.response(page.glance.sequence)
      guard let found = self.page(of: response), found.isReadable,
        let request = HistoryRequest(page.endpoint, CanonicalQuery(page.glance.query))
      else { continue }
      fold.take(found, of: request, run: response.header.run.text)
    }
    let histories = fold.finish()
    symbols.keep(histories, as: symbol, bytes: histories.byteCount)
    return histories
  }

  /// The newest response to `request` that holds every symbol; nil where there is none.
  mutating func table(
    of request: ClientRequest, shape: RowScanner.Shape
  ) throws -> (table: SnapshotTable, header: EventHeader)? {
    if let table = tables[request.path] {
      return (table, try response(table.event).header)
    }
    guard let response = try newest(of: request), response.header.isSuccess,
      let table = SnapshotTable(response.body, event: response.header.sequence, shape: shape)
    else { return nil }
    tables[request.path] = table
    return (table, response.header)
  }

  /// The events of a path, sorted by symbol; read once, when it is first needed.
  mutating func index(of path: String) throws -> PathIndex {
    if let known = paths[path] { return known }
    let index = try PathIndex(path, of: log, scope)
    if !index.isEmpty { paths[path] = index }
    return index
  }

  /// Every path that was ever requested.
  func recordedPaths() throws -> [String] {
    try log.read { (snapshot: borrowing Snapshot) in try snapshot.endpoints() }
  }
}

/// A response as the log holds it.
struct RecordedResponse: Sendable {
  let header: EventHeader
  let body: BodyBuffer
}

/// The events that count: up to a point of the log, or those of one run up to it, without the runs that are left out.
struct Scope: Sendable {
  let through: UInt64
  let run: RunRecord?
  let omitted: Omissions

  var first: UInt64 { run?.firstSequence ?? 1 }
  var last: UInt64 { min(through, run?.lastSequence ?? through) }

  /// Whether an event between `first` and `last` counts: runs may lie among one another.
  func holds(_ sequence: UInt64, in snapshot: borrowing Snapshot) throws(EventLogError) -> Bool {
    if run == nil, omitted.isEmpty { return true }
    return holds(try snapshot.header(of: sequence).run)
  }

  /// Whether the events of a run count.
  func holds(_ id: RunID) -> Bool { (run.map { $0.id == id } ?? true) && !omitted.contains(id) }

  /// Of these events, the responses that count.
  func responses(
    _ sequences: [UInt64], in snapshot: borrowing Snapshot
  ) throws(EventLogError) -> [EventSummary] {
    var found: [EventSummary] = []
    for sequence in sequences where try holds(sequence, in: snapshot) {
      let glance = try snapshot.summary(of: sequence)
      if glance.kind == .response { found.append(glance) }
    }
    return found
  }
}
