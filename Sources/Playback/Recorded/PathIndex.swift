import BinanceUS
import EventLog

/// The events of one path, by the symbol they are about.
struct PathIndex: Sendable {
  /// Ascending.
  private(set) var all: [UInt64] = []
  private var bySymbol: [String: [UInt64]] = [:]

  init(_ path: String, of log: EventLog, _ scope: Scope) throws {
    let scope = scope
    all = try log.read { (snapshot: borrowing Snapshot) in
      try snapshot.sequences(endpoint: path, from: scope.first, through: scope.last)
    }
    // In parts, so that no reader stays open for long.
    for start in stride(from: 0, to: all.count, by: 10_000) {
      let part = all[start..<min(start + 10_000, all.count)]
      let found = try log.read { (snapshot: borrowing Snapshot) in
        var found: [(String, UInt64)] = []
        for sequence in part {
          if let symbol = PathIndex.symbol(in: try snapshot.glance(at: sequence).query) {
            found.append((symbol, sequence))
          }
        }
        return found
      }
      for (symbol, sequence) in found { bySymbol[symbol, default: []].append(sequence) }
    }
  }

  var isEmpty: Bool { all.isEmpty }

  /// The events about a symbol, ascending.
  func sequences(of symbol: String) -> [UInt64] { bySymbol[symbol] ?? [] }

  /// The value of `symbol` in a canonical query, out of its percent-encoding. Plain bytes, because a first
  /// response waits for it.
  static func symbol(in query: String) -> String? {
    if query.utf8.contains(UInt8(ascii: "%")) { return CanonicalQuery(query).symbol }
    var query = query
    return query.withUTF8 { bytes in
      var start = 0
      while start < bytes.count {
        var end = start
        while end < bytes.count, bytes[end] != UInt8(ascii: "&") { end += 1 }
        if end - start >= name.count, name.indices.allSatisfy({ bytes[start + $0] == name[$0] }) {
          return String(decoding: bytes[(start + name.count)..<end], as: UTF8.self)
        }
        start = end + 1
      }
      return nil
    }
  }

  private static let name = Array("symbol=".utf8)
}
