import EventModel
import JSONView

/// The facts of a history shown through windows that may still change, each with the moment in milliseconds at which a
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
  static let most = 10_000

  /// By what names them.
  var moments: [String: Int64] = [:]

  public init() {}

  /// When the facts were that are still open, in milliseconds, ascending.
  public var times: [Int64] { moments.values.sorted() }

  /// Takes the rows of a response. Of rows with one name the fact is open while one of them is; a status that is not
  /// known counts as final, for nobody knows what would follow it.
  ///
  /// - Parameter start: the beginning of the window that was requested; for rows that do not say when they were.
  mutating func take(_ rows: [JSONValue], _ rule: Rule, start: Int64?) {
    var open: Set<String> = []
    for row in rows {
      let name = rule.names.map { row[$0]?.rawText ?? "" }.joined(separator: " ")
      let status = row[rule.status].flatMap { $0.text ?? $0.numberText }
      let isFinal = rule.words.words.first { $0.value == status }?.isFinal ?? true
      if isFinal {
        if !open.contains(name) { moments[name] = nil }
      } else if let moment = Self.moment(row[rule.time]) ?? start, moments.count < Self.most {
        open.insert(name)
        moments[name] = moment
      }
    }
  }

  /// A time as the API writes it: milliseconds, or text in UTC.
  private static func moment(_ value: JSONValue?) -> Int64? {
    if let number = value?.int64 { return number }
    guard let parts = value?.text?.split(separator: " "), parts.count == 2 else { return nil }
    return Timestamp(iso8601: "\(parts[0])T\(parts[1])Z").map { $0.microseconds / 1000 }
  }
}
