import BinanceUS
import Dispatch
import EventLog
import Synchronization

/// The events of one path, by the symbol they are about.
struct PathIndex: Sendable {
  /// Ascending.
  private(set) var all: [UInt64] = []
  private var bySymbol: [String: [UInt64]] = [:]

  /// How many events a part of the log has.
  private static let partEvents = 10_000

  /// Reads the log in parts, so that no reader stays open for long, and on every core, because a first response waits.
  init(_ path: String, of log: EventLog, _ scope: Scope) throws {
    let (last, starts) = (scope.last, stride(from: scope.first, through: scope.last, by: Self.partEvents))
    let firsts = Array(starts)
    let parts = Mutex([Result<PathIndex, any Error>?](repeating: nil, count: firsts.count))
    DispatchQueue.concurrentPerform(iterations: firsts.count) { number in
      let first = firsts[number]
      let part = Result {
        try PathIndex(path, of: log, from: first, through: min(last, first +| UInt64(Self.partEvents) -| 1))
      }
      parts.withLock { $0[number] = part }
    }
    for part in parts.withLock({ $0 }).compactMap(\.self) {
      let part = try part.get()
      all += part.all
      bySymbol.merge(part.bySymbol, uniquingKeysWith: +)
    }
  }

  private init(_ path: String, of log: EventLog, from first: UInt64, through last: UInt64) throws {
    (all, bySymbol) = try log.read { (snapshot: borrowing Snapshot) in
      var (all, bySymbol): ([UInt64], [String: [UInt64]]) = ([], [:])
      try snapshot.forEachQuery(endpoint: path, from: first, through: last) { sequence, query in
        all.append(sequence)
        if let symbol = Self.symbol(in: query) { bySymbol[symbol, default: []].append(sequence) }
      }
      return (all, bySymbol)
    }
  }

  var isEmpty: Bool { all.isEmpty }

  /// The events about a symbol, ascending.
  func sequences(of symbol: String) -> [UInt64] { bySymbol[symbol] ?? [] }

  /// The value of `symbol` in a canonical query, out of its percent-encoding. Plain bytes, because a first
  /// response waits for it.
  static func symbol(in query: UnsafeRawBufferPointer) -> String? {
    if query.contains(UInt8(ascii: "%")) {
      return CanonicalQuery(String(decoding: query, as: UTF8.self)).symbol
    }
    var start = 0
    while start < query.count {
      var end = start
      while end < query.count, query[end] != UInt8(ascii: "&") { end += 1 }
      if end - start >= name.count, name.indices.allSatisfy({ query[start + $0] == name[$0] }) {
        return String(decoding: query[(start + name.count)..<end], as: UTF8.self)
      }
      start = end + 1
    }
    return nil
  }

  private static let name = Array("symbol=".utf8)
}
