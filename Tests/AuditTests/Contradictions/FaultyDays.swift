import Audit
import BinanceUS
import JSONView
import TestKit

/// Three days that faults are put into, each at a place drawn from a seed, and what must be found.
///
/// A symbol or an asset takes one fault at most, so that no fault hides or alters another.
struct FaultyDays {
  var days: RecordedDays
  var random: SeededGenerator
  var expected: Set<Expected> = []
  var consequences: [Consequences] = []
  /// What the tests of many seeds count.
  private(set) var injected: [Injection] = []
  private var takenSymbols: Set<String> = []
  private var takenAssets: Set<String> = []

  init(_ days: RecordedDays, seed: UInt64) {
    self.days = days
    random = SeededGenerator(seed: seed &* 7919 &+ 3)
  }

  /// Puts a fault in, where there is a place for it.
  mutating func inject(_ injection: Injection) {
    if injection.put(into: &self) { injected.append(injection) }
  }

  /// Symbols that have a history and no fault yet, in an order drawn.
  mutating func freeSymbols() -> [String] {
    let known = Set(days.lines.filter { !$0.rows.isEmpty && $0.isTrades }.map(\.symbol))
    return known.subtracting(takenSymbols).sorted().shuffled(using: &random)
  }

  mutating func take(symbol: String) { takenSymbols.insert(symbol) }

  /// Takes assets, unless one of them has a fault.
  mutating func take(assets: Set<String>) -> Bool {
    guard takenAssets.isDisjoint(with: assets) else { return false }
    takenAssets.formUnion(assets)
    return true
  }

  mutating func expect(
    _ kind: AuditFinding.Kind, _ subject: String, _ ids: [Int64] = [], lines: [Int]
  ) {
    expected.insert(Expected(kind, subject, ids, lines: lines))
  }

  /// The pages of a symbol's history that hold a record, in log order.
  func reports(of id: RecordID, _ endpoint: String, _ symbol: String) -> [Int] {
    days.pages(endpoint, of: symbol).filter { days.lines[$0].row(id) != nil }
  }

  /// The line's number, which stays when others are put in or taken away.
  func number(_ place: Int) -> Int { days.lines[place].number }

  /// Replaces one member of a record in a response.
  mutating func alter(_ id: RecordID, _ field: String, in place: Int, _ change: (JSONValue) -> String?)
    -> Bool
  {
    let line = days.lines[place]
    guard let row = line.row(id), let value = line.rows[row][field], let text = change(value) else {
      return false
    }
    days.replace(value, in: place, with: text)
    return true
  }

  /// A number with another first digit, in its quotes where it has some.
  static func otherNumber(_ value: JSONValue) -> String {
    let raw = value.rawText
    let start = raw.first == "\"" ? raw.index(after: raw.startIndex) : raw.startIndex
    let digit = raw[start] == "7" ? "8" : "7"
    return raw[..<start] + digit + raw[raw.index(after: start)...]
  }
}
