import EventModel
import JSONView

/// The facts of a history shown through windows that may still change, each with the time in milliseconds at which a
/// window finds it. A withdrawal may be pending for weeks: it is requested again until it is final.
public struct OpenFacts: Sendable, Hashable {
  /// How the rows of an endpoint say whether they are final.
  struct Rule {
    let status: String
    let words: StatusWords
    /// The fields that name a fact.
    let names: [String]
    let time: String

    /// The rule of an endpoint; nil where its rows do not change, or are all requested every time.
    static func of(_ endpoint: Endpoint) -> Rule? {
      switch endpoint {
      case .deposits:
        Rule(
          status: "status", words: .ofDeposits, names: ["coin", "insertTime", "amount", "address"],
          time: "insertTime")
      case .withdrawals: Rule(status: "status", words: .ofWithdrawals, names: ["id"], time: "applyTime")
      case .fiatDeposits, .fiatWithdrawals:
        Rule(status: "orderStatus", words: .ofFiatTransfers, names: ["orderId"], time: "createTime")
      default: nil
      }
    }
  }

  /// As many as are kept: no account has more, an exchange that says nonsense may.
  static let mostFacts = 10_000

  /// By what names them, the span of time within which a window finds them: a moment, or the window that showed them.
  var spans: [String: ClosedRange<Int64>] = [:]

  public init() {}

  /// The spans of time within which windows find the facts that are still open, in milliseconds, ascending.
  public var times: [ClosedRange<Int64>] {
    spans.values.sorted { ($0.lowerBound, $0.upperBound) < ($1.lowerBound, $1.upperBound) }
  }

  /// Takes the rows of a response. Of rows with one name the fact is open while one of them is; a status that is not
  /// known may be followed by another. What a window was received whole without, in one page, is gone.
  mutating func take(_ rows: [JSONValue], _ rule: Rule, _ page: ListPage) {
    var open: Set<String> = []
    var seen: Set<String> = []
    for row in rows {
      let name = Self.name(of: row, rule)
      seen.insert(name)
      guard let status = row[rule.status].flatMap({ $0.text ?? $0.numberText }),
        rule.words.word(status.utf8)?.isFinal != true
      else {
        if !open.contains(name) { spans[name] = nil }
        continue
      }
      guard let span = ListPage.milliseconds(row[rule.time]).map({ $0...$0 }) ?? spans[name] ?? page.window,
        spans.count < Self.mostFacts || spans[name] != nil
      else { continue }
      open.insert(name)
      spans[name] = span
    }
    guard let window = page.window, page.offset == 0, !page.mayGoOn(after: 0) else { return }
    for (name, span) in spans where !seen.contains(name) {
      if window.contains(span.lowerBound), window.contains(span.upperBound) { spans[name] = nil }
    }
  }

  /// What names a fact, however long its fields are: 16 bytes of their digest, in hexadecimal.
  private static func name(of row: JSONValue, _ rule: Rule) -> String {
    let text = rule.names.map { row[$0]?.rawText ?? "" }.joined(separator: " ")
    return String(Array(text.utf8).withUnsafeBytes { Digest.sha256($0) }.hex.prefix(32))
  }
}
