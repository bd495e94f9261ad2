import Audit
import BinanceUS
import EventLog
import JSONView
import TestKit
import Testing

@testable import Ingest
@testable import Playback

/// The trades or orders of a symbol, all that there are, and the exchange's plain rules of which of them a page holds.
private struct PlainExchange {
  struct Row {
    let id: Int64
    let order: Int64
    /// When it happened, or was last updated.
    let time: Int64
  }

  let history: SymbolHistory
  let rows: [Row]
  /// Pages are cut, except for one record after the one requested.
  let isShort: Bool

  init(_ history: SymbolHistory, isShort: Bool, _ random: inout SeededGenerator) {
    (self.history, self.isShort) = (history, isShort)
    var rows: [Row] = []
    var id = Int64(random.within(1...5))
    for place in 0..<random.within(0...24) {
      let order = history == .orders ? id : Int64(100 + place)
      let time = history == .orders ? Int64(random.within(1...400)) : id &* 10
      rows.append(Row(id: id, order: order, time: time))
      // Both sides of a self trade.
      if history == .trades, random.oneIn(5) { rows.append(Row(id: id, order: order &+ 500, time: time)) }
      id &+= Int64(random.within(1...4))
    }
    self.rows = rows
  }

  func respond(_ request: HistoryRequest, _ random: inout SeededGenerator) -> [Row] {
    let limit = Int(clamping: request.capacity)
    switch request.selection {
    case .newest: return Array(rows.suffix(limit))
    case .from(let id):
      let page = rows.filter { $0.id >= id }.prefix(limit)
      guard isShort, let next = page.firstIndex(where: { $0.id > id }) else { return Array(page) }
      return Array(page.prefix(random.within(next - page.startIndex + 1...page.count)))
    case .ofOrder(let order, let from):
      return Array(rows.filter { $0.order == order && $0.id >= from ?? .min }.prefix(limit))
    case .window(let start, let end):
      let inside = rows.filter { $0.time >= start ?? .min && $0.time <= end ?? .max }
      return Array(start == nil ? inside.suffix(limit) : inside.prefix(limit))
    case .single(let order, _): return rows.filter { $0.id == order }
    case .unclear: return []
    }
  }

  func text(_ rows: [Row]) -> String {
    let texts = rows.map { row in
      history == .trades
        ? #"{"id":\#(row.id),"orderId":\#(row.order),"price":"1","qty":"1","time":\#(row.time),"isBuyer":\#(row.order < 500)}"#
        : #"{"orderId":\#(row.id),"status":"FILLED","executedQty":"1","updateTime":\#(row.time)}"#
    }
    return "[\(texts.joined(separator: ","))]"
  }
}

/// The result of requesting a history.
private struct RequestedHistory {
  let exchange: PlainExchange
  let symbol: String
  var state: SymbolState
  var seen: Set<Int64> = []
  /// The walk came to its end; false where it was interrupted.
  var isWalked = false
  /// The walk began at the beginning, not at a time.
  var isFromBeginning = true
  /// Other requests than the walk's were sent too.
  var hasOthers = false
}

@Suite("Playback, coverage, audit and sync agree on what pages prove")
struct HistoryLawTests {
  /// 50 archives with 20 histories each.
  @Test("on random histories, whatever was requested of them", arguments: 1...50 as ClosedRange<UInt64>)
  func agree(seed: UInt64) async throws {
    var random = SeededGenerator(seed: seed)
    let archive = try ArchiveBuilder()
    var requested: [RequestedHistory] = []
    try archive.together {
      for number in 0..<20 {
        let history: SymbolHistory = number % 2 == 0 ? .trades : .orders
        requested.append(try request(history, "S\(number)", archive, &random))
      }
    }
    let kept = try SyncState.load(from: archive.log)
    let coverage = try Coverage.read(archive.log)
    let findings = try Contradictions.find(archive.log).findings.filter {
      [.recordVanished, .pageLacksRecord].contains($0.kind)
    }
    let last = try archive.last
    let scope = Scope(
      through: last, run: nil,
      omitted: try archive.log.read { (snapshot: borrowing Snapshot) in try snapshot.omissions(through: last)
      })
    var recorded = RecordedLog(archive.log, scope, memoryBytes: 1 << 20)
    for one in requested {
      let words = Comment(rawValue: "seed \(seed), \(one.exchange.history) of \(one.symbol)")
      let history = one.state[one.exchange.history]
      #expect(kept.symbols[one.symbol].map { $0[one.exchange.history] } ?? HistoryState() == history, words)
      checkFold(one, history, words)
      let covered = try #require(coverage.symbols.first { $0.symbol == one.symbol }, words)
      let gaps = coverage.gaps.filter { $0.subject == one.symbol }
      check(one.exchange.history == .trades ? covered.trades : covered.orders, gaps, one, history, words)
      check(try recorded.histories(of: one.symbol).records(of: one.exchange.history), gaps, one, words)
      if !one.exchange.isShort { #expect(!findings.contains { $0.subject == one.symbol }, words) }
    }
  }

  /// Requests a history by the walk of `sync`, interrupted or not, and by other requests.
  private func request(
    _ history: SymbolHistory, _ symbol: String, _ archive: ArchiveBuilder, _ random: inout SeededGenerator
  ) throws -> RequestedHistory {
    let exchange = PlainExchange(history, isShort: random.oneIn(3), &random)
    var requested = RequestedHistory(
      exchange: exchange, symbol: symbol, state: SymbolState(name: symbol, rank: 0, base: "", quote: ""))
    requested.hasOthers = random.oneIn(2)
    let limit = random.within(3...6)
    var walk = HistoryWalk(HistoryState(), run: "run-1")
    var next = "\(history.idParameter)=0&limit=\(limit)"
    if random.oneIn(4) {
      next = "startTime=\(random.within(1...300))&limit=\(limit)"
      requested.isFromBeginning = false
    }
    let most = random.oneIn(2) ? Int.max : random.within(1...5)
    var pages = 0
    while pages < most {
      if requested.hasOthers, random.oneIn(2) {
        _ = try send(other(history, &random), &requested, archive, &random)
      }
      pages += 1
      let page = try send(next, &requested, archive, &random)
      guard case .request(let from) = walk.next(after: page, history: requested.state[history]) else {
        requested.isWalked = true
        break
      }
      next = "\(history.idParameter)=\(from)&limit=\(limit)"
    }
    return requested
  }

  private func other(_ history: SymbolHistory, _ random: inout SeededGenerator) -> String {
    let (id, limit) = (random.within(0...60), random.within(1...6))
    let queries = [
      "limit=\(limit)", "\(history.idParameter)=\(id)&limit=\(limit)", "startTime=\(id * 5)&limit=\(limit)",
      "endTime=\(id * 5)&limit=\(limit)", "startTime=\(id)&endTime=\(id * 7)", "orderId=\(100 + id / 3)",
      "orderId=\(100 + id / 3)&fromId=\(id)",
    ]
    return queries[random.within(0...(history == .trades ? 6 : 5))]
  }

  private func send(
    _ query: String, _ requested: inout RequestedHistory, _ archive: ArchiveBuilder,
    _ random: inout SeededGenerator
  ) throws -> HistoryPage {
    let endpoint = requested.exchange.history.endpoint
    let query = CanonicalQuery("\(query)&symbol=\(requested.symbol)")
    let request = try #require(HistoryRequest(endpoint, query))
    let rows = requested.exchange.respond(request, &random)
    let text = requested.exchange.text(rows)
    try archive.record(endpoint.path, query: query.text, text)
    let response = try #require(HistoryResponse(request, try .parse(text)))
    requested.state.take(response, run: "run-1")
    if !request.isProbe { requested.seen.formUnion(response.page.ids) }
    return response.page
  }

  /// What the fold takes for covered has been seen, all of it and nothing else.
  private func checkFold(_ one: RequestedHistory, _ history: HistoryState, _ words: Comment) {
    #expect(Set(one.exchange.rows.map(\.id).filter { history.covers($0) }) == one.seen, words)
  }

  /// What was covered by more than one record was requested; a walk from the beginning to the end leaves no gap.
  private func check(
    _ coverage: HistoryCoverage, _ gaps: [CoverageGap], _ one: RequestedHistory, _ history: HistoryState,
    _ words: Comment
  ) {
    for range in history.covered where range.count > 1 {
      #expect(
        coverage.requested.contains { $0.contains(range.lowerBound) && $0.contains(range.upperBound) }, words)
    }
    #expect(coverage.known == history, words)
    if one.isWalked, !one.hasOthers, one.isFromBeginning { #expect(gaps.isEmpty, words) }
  }

  /// What playback makes is what the exchange has; all of it exactly where the walk came to its end from the beginning.
  private func check(
    _ records: HistoryRecords, _ gaps: [CoverageGap], _ one: RequestedHistory, _ words: Comment
  ) {
    for stretch in records.stretches {
      let truth = one.exchange.rows.filter { stretch.ids.contains($0.id) }
      #expect(stretch.records.map { [$0.id, $0.order] } == truth.map { [$0.id, $0.order] }, words)
    }
    let history = one.state[one.exchange.history]
    if one.isWalked, one.isFromBeginning, !one.hasOthers { #expect(records.whole != nil, words) }
    if records.whole != nil {
      #expect(one.exchange.rows.allSatisfy { history.covers($0.id) }, words)
      if !one.hasOthers { #expect(one.isWalked, words) }
    }
  }
}
