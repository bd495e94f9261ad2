/// The values that a status is known to have, in the order in which a fact goes through them, each with its meaning.
///
/// Source: docs/binance-us-api.md, section 1.8.
public struct StatusWords: Sendable, Hashable {
  /// One value: as the API writes it, and in words.
  public struct Word: Sendable, Hashable {
    public let value: String
    public let meaning: String
    /// Whether a fact stays in it for ever.
    public let isFinal: Bool
  }

  /// What stands in the place of a meaning that nobody knows.
  public static let unknown = "unknown"

  public let words: [Word]

  init(open: KeyValuePairs<String, String>, final: KeyValuePairs<String, String>) {
    words =
      open.map { Word(value: $0.key, meaning: $0.value, isFinal: false) }
      + final.map { Word(value: $0.key, meaning: $0.value, isFinal: true) }
  }

  /// The word that a value is, in whatever case its letters are; nil where it is none of them.
  public func word(_ value: some Sequence<UInt8>) -> Word? {
    words.first { word in
      word.value.utf8.elementsEqual(value) { Self.lower($0) == Self.lower($1) }
    }
  }

  private static func lower(_ byte: UInt8) -> UInt8 { (0x41...0x5A).contains(byte) ? byte | 0x20 : byte }

  /// All of them, for people.
  public var list: String { words.map { "`\($0.value)` \($0.meaning)" }.joined(separator: ", ") }
}

extension StatusWords {
  public static let ofDeposits = StatusWords(
    open: ["0": "pending", "6": "credited, not yet withdrawable"], final: ["1": "completed"])
  public static let ofWithdrawals = StatusWords(
    open: ["0": "waiting for an e-mail's answer", "2": "awaiting approval", "4": "processing"],
    final: ["1": "cancelled", "3": "rejected", "5": "failed", "6": "completed"])
  public static let ofFiatTransfers = StatusWords(
    open: ["Processing": "pending"],
    final: ["Failed": "failed", "Successful": "completed", "Refunded": "refunded"])
  public static let ofStaking = StatusWords(
    open: ["PENDING": "pending", "PROCESSING": "pending"],
    final: ["FAILED": "failed", "SUCCESS": "completed"])
  /// Orders over the counter and instant orders.
  public static let ofQuotedOrders = StatusWords(
    open: ["PROCESS": "pending", "ACCEPT_SUCCESS": "accepted"],
    final: ["FAIL": "failed", "SUCCESS": "completed"])
}
