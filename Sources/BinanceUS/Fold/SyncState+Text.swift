import EventModel

extension SyncState {
  /// The name under which the log keeps it.
  public static let cursorName = "sync"
  private static let heading = "sync-state\t4"
  private static let earlierHeadings = ["sync-state\t1", "sync-state\t2", "sync-state\t3"]

  /// Whether an earlier version of the program kept the text, by other rules.
  public static func isOfEarlierVersion(_ text: [UInt8]) -> Bool {
    earlierHeadings.contains { text.starts(with: Array("\($0)\n".utf8)) }
  }

  /// The state as lines of fields with tabs between; the same state gives the same bytes.
  public var text: String {
    var lines = [SyncState.heading]
    func add(_ fields: String...) { lines.append(fields.joined(separator: "\t")) }
    add("through", "\(through)")
    add(
      "facts", field(uid), field(reportedUID), field(exchangeInfoSequence), field(accountSequence))
    for limit in weightLimits { add("weight", "\(limit.weight)", limit.unit.rawValue, "\(limit.count)") }
    for run in omitted.sorted() { add("omitted", run.text) }
    add("runkey", runKey.map { field(name: $0) } ?? "-")
    for key in keys.sorted() { add("key", field(name: key)) }
    for asset in everHeld.sorted() { add("held", field(name: asset)) }
    for asset in heldInAccount.sorted() { add("account", field(name: asset)) }
    for asset in heldInWallet.sorted() { add("wallet", field(name: asset)) }
    for (path, window) in windows.sorted(by: { $0.key < $1.key }) {
      lines.append((["window", field(name: path)] + window.fields).joined(separator: "\t"))
    }
    for (path, facts) in openFacts.sorted(by: { $0.key < $1.key }) {
      for (name, span) in facts.spans.sorted(by: { $0.key < $1.key }) {
        add("open", field(name: path), field(name: name), "\(span.lowerBound)", "\(span.upperBound)")
      }
    }
    for symbol in ranked { lines += symbol.lines }
    let text = lines.joined(separator: "\n") + "\n"
    return text + SyncState.check(of: text[...])
  }

  /// Reads what `text` wrote; nil for anything else, in which case the log is folded anew.
  public init?(text: String) {
    self.init()
    let content = text.dropLast(SyncState.checkBytes)
    guard SyncState.check(of: content) == text[content.endIndex...] else { return nil }
    var lines = content.split(separator: "\n").map {
      FieldReader($0.split(separator: "\t", omittingEmptySubsequences: false))
    }
    guard !lines.isEmpty, lines.removeFirst().line == SyncState.heading else { return nil }
    var current: String?
    for var line in lines where !take(&line, symbol: &current) { return nil }
  }

  /// The last line. It keeps a damaged state from being used, since the state decides what is requested.
  static func check(of text: Substring) -> String {
    "sha256\t\(Array(text.utf8).withUnsafeBytes { Digest.sha256($0) }.hex)\n"
  }

  private static let checkBytes = "sha256\t\n".utf8.count + 2 * Digest.byteCount

  private mutating func take(_ line: inout FieldReader, symbol current: inout String?) -> Bool {
    switch line.text() {
    case "through": through = line.number() ?? 0
    case "facts":
      uid = line.number()
      reportedUID = line.number()
      exchangeInfoSequence = line.number()
      accountSequence = line.number()
    case "weight":
      let (weight, unit): (Int64?, _) = (line.number(), WeightLimit.Unit(rawValue: line.text()))
      guard let limit = WeightLimit(weight: weight, unit: unit, count: line.number()) else { return false }
      weightLimits.append(limit)
    case "omitted":
      guard let run = RunID(line.text()) else { return false }
      omitted.insert(run)
    case "runkey": runKey = line.optional().map { Percent.decoded($0) }
    case "key": keys.insert(line.name())
    case "held": everHeld.insert(line.name())
    case "account": heldInAccount.insert(line.name())
    case "wallet": heldInWallet.insert(line.name())
    case "window": windows[line.name()] = WindowState(&line)
    case "open":
      let (path, name) = (line.name(), line.name())
      guard let start: Int64 = line.number(), let end: Int64 = line.number(), start <= end else {
        return false
      }
      openFacts[path, default: OpenFacts()].spans[name] = start...end
    case "symbol":
      let symbol = SymbolState(&line)
      current = symbol.name
      symbols[symbol.name] = symbol
    case "trades": current.map { symbols[$0]?.trades = HistoryState(&line) }
    case "edge":
      guard let id: Int64 = line.number(), let order: Int64 = line.number() else { return false }
      let fill = TradeEdges.Fill(order: order, isBuyer: line.flag())
      current.map { symbols[$0]?.tradeEdges.add(fill, of: id) }
    case "orders": current.map { symbols[$0]?.orders = HistoryState(&line) }
    case "book": current.map { symbols[$0]?.book.read(&line) }
    case "order":
      guard let id: Int64 = line.number() else { return false }
      let entry = OrderBook.Entry(&line)
      current.map { symbols[$0]?.book.entries[id] = entry }
    default: return false
    }
    return true
  }
}

extension SymbolState {
  fileprivate var lines: [String] {
    let head = [
      "symbol", field(name: name), "\(rank)", field(name: base), field(name: quote), isListed ? "1" : "0",
      field(lastRequestedAt?.microseconds), field(unknownAt?.microseconds),
    ]
    let bookLine = [
      "book", "\(book.count)", field(book.anchor), "\(book.lastUpdate)", book.lastHasFills ? "1" : "0",
    ]
    let entries = book.entries.sorted { $0.key < $1.key }.map { id, entry in
      [
        "order", "\(id)", entry.executed.map { field(name: $0) } ?? "-", entry.traded,
        entry.isOpen ? "1" : "0",
        "\(entry.ordersBefore)", entry.isRequested ? "1" : "0",
      ]
    }
    return
      ([head, ["trades"] + trades.fields] + tradeEdges.lines + [["orders"] + orders.fields, bookLine]
      + entries)
      .map { $0.joined(separator: "\t") }
  }

  fileprivate init(_ line: inout FieldReader) {
    self.init(
      name: line.name(), rank: line.count(), base: line.name(), quote: line.name())
    isListed = line.flag()
    lastRequestedAt = line.number().map { Timestamp(microseconds: $0) }
    unknownAt = line.number().map { Timestamp(microseconds: $0) }
  }
}

extension TradeEdges {
  fileprivate var lines: [[String]] {
    edges.flatMap { edge in
      edge.fills.sorted { ($0.order, $0.isBuyer ? 1 : 0) < ($1.order, $1.isBuyer ? 1 : 0) }.map {
        ["edge", "\(edge.id)", "\($0.order)", $0.isBuyer ? "1" : "0"]
      }
    }
  }
}

extension HistoryState {
  fileprivate var fields: [String] {
    [
      field(first), field(last), field(firstPageRun), isFirstPageConfirmed ? "1" : "0", "\(epoch)",
      contradictedRuns.joined(separator: ","),
      field(covered),
    ]
  }

  fileprivate init(_ line: inout FieldReader) {
    self.init()
    first = line.number()
    last = line.number()
    firstPageRun = line.optional()
    isFirstPageConfirmed = line.flag()
    epoch = line.count()
    contradictedRuns = line.text().split(separator: ",").map { String($0) }
    covered = line.ranges()
  }
}

extension WindowState {
  fileprivate var fields: [String] {
    [
      field(known), field(open?.window.lowerBound), field(open?.window.upperBound), field(open?.rows),
      field(open?.body),
    ]
  }

  fileprivate init(_ line: inout FieldReader) {
    self.init()
    known = line.ranges()
    let (start, end): (Int64?, Int64?) = (line.number(), line.number())
    let (rows, body): (Int64?, Digest?) = (line.number(), Digest(hex: line.text()))
    guard let start, let end, let rows, let body, start <= end else { return }
    open = Open(window: start...end, rows: rows, body: body)
  }
}

extension OrderBook {
  fileprivate mutating func read(_ line: inout FieldReader) {
    count = line.count()
    anchor = line.number()
    lastUpdate = line.number() ?? 0
    lastHasFills = line.flag()
  }
}

extension OrderBook.Entry {
  fileprivate init(_ line: inout FieldReader) {
    self.init()
    executed = line.optional().map { Percent.decoded($0) }
    traded = line.text()
    isOpen = line.flag()
    ordersBefore = line.count()
    isRequested = line.flag()
  }
}

/// The fields of one line, taken from left to right.
private struct FieldReader {
  private let fields: [Substring]
  private var place = 0

  init(_ fields: [Substring]) { self.fields = fields }

  var line: String { fields.joined(separator: "\t") }

  mutating func text() -> String {
    defer { place += 1 }
    return place < fields.count ? String(fields[place]) : ""
  }

  mutating func name() -> String { Percent.decoded(text()) }

  mutating func optional() -> String? {
    let value = text()
    return value == "-" ? nil : value
  }

  mutating func number<N: FixedWidthInteger>() -> N? { N(text()) }

  mutating func ranges() -> IDRanges {
    var ranges = IDRanges()
    for range in text().split(separator: ",") {
      let ends = range.split(separator: ".").compactMap { Int64($0) }
      if ends.count == 2, ends[0] <= ends[1] { ranges.add(ends[0]...ends[1]) }
    }
    return ranges
  }

  /// A count, clamped so that counting on from it cannot overflow.
  mutating func count() -> Int { Int(clamping: min(max(0, number() ?? Int64(0)), 1 << 48)) }

  mutating func flag() -> Bool { text() == "1" }
}

/// A name that the exchange chose: what would end a field or a line, or be read as a missing value, is encoded.
private func field(name: String) -> String {
  name == "-" ? "%2D" : Percent.encoded(name) { $0 < 0x20 || $0 == 0x7F || $0 == UInt8(ascii: "%") }
}

private func field(_ value: (some CustomStringConvertible)?) -> String {
  value.map { "\($0)" } ?? "-"
}

private func field(_ ranges: IDRanges) -> String {
  ranges.map { "\($0.lowerBound)..\($0.upperBound)" }.joined(separator: ",")
}
