import EventModel

/// Something in the archive that cannot all be true, or that is missing from it.
public struct AuditFinding: Sendable, Hashable {
  /// What kind of thing it is.
  public enum Kind: String, Sendable, CaseIterable {
    /// One trade, or one final order, with other content in two events.
    case tradeContradicted = "trade_contradicted"
    case orderContradicted = "order_contradicted"
    /// A page lacks a record that an earlier answer to the same request held.
    case pageLacksRecord = "page_lacks_record"
    /// An answer that must hold a known record does not.
    case recordVanished = "record_vanished"
    /// An order executed something else than its trades add up to.
    case orderUnlikeTrades = "order_unlike_trades"
    /// One fill stands under two symbols.
    case fillUnderTwoSymbols = "fill_under_two_symbols"
    /// A balance changed by something else than trades and fees.
    case balanceUnexplained = "balance_unexplained"
    /// Something was not asked, or its answer is not here.
    case coverageGap = "coverage_gap"
    /// A balance changed by what archived responses report of other movements. No fault.
    case balanceExplained = "balance_explained"
    /// A record is missing under one symbol because it stands under another now. No fault.
    case recordMoved = "record_moved"
    /// A symbol is no longer listed. No fault.
    case delisted

    /// Whether it is only worth knowing.
    public var isNote: Bool { [.balanceExplained, .recordMoved, .delisted].contains(self) }

    /// What it is, in words for one who keeps accounts.
    public var words: String {
      switch self {
      case .tradeContradicted: "trades told in two ways"
      case .orderContradicted: "final orders told in two ways"
      case .pageLacksRecord: "answers without a record that the same question brought before"
      case .recordVanished: "records that the exchange does not tell any more"
      case .orderUnlikeTrades: "orders that executed something else than their trades add up to"
      case .fillUnderTwoSymbols: "fills that stand under two symbols"
      case .balanceUnexplained: "changes of balances that nothing archived explains"
      case .coverageGap: "gaps: never asked for, or not in the archive"
      case .balanceExplained: "changes of balances that other archived answers explain"
      case .recordMoved: "records that stand under another symbol now"
      case .delisted: "symbols no longer listed"
      }
    }
  }

  /// Its name: the same whenever the same thing is found, however the log has grown.
  public let name: String
  public let kind: Kind
  /// The symbol, the asset or the run it is about.
  public let subject: String
  /// The ids of the records it is about, ascending.
  public let ids: [Int64]
  /// The events that contradict each other, ascending.
  public let events: [UInt64]
  /// What is wrong, in one sentence.
  public let sentence: String
  /// What to do about it.
  public let nextStep: String

  init(
    _ kind: Kind, _ subject: String, ids: [Int64] = [], events: [UInt64], _ sentence: String, next: String
  ) {
    self.kind = kind
    self.subject = subject
    self.ids = ids.sorted()
    self.events = Set(events.filter { $0 > 0 }).sorted()
    self.sentence = sentence
    nextStep = next
    let mark = Self.mark(kind, self.ids, self.events, sentence)
    name = "\(kind.rawValue):\(Self.encoded(subject)):\(mark)"
  }

  /// What tells it from others of its kind and subject, and does not change as events are added.
  private static func mark(_ kind: Kind, _ ids: [Int64], _ events: [UInt64], _ sentence: String) -> String {
    let facts =
      switch kind {
      // Every later response speaks of the order again.
      case .orderUnlikeTrades: "\(ids)"
      // Its events are those that were looked at last.
      case .coverageGap: sentence
      default: "\(ids) \(events)"
      }
    return String(Array(facts.utf8).withUnsafeBytes(Digest.sha256).hex.prefix(10))
  }

  /// A subject in letters, digits, points and hyphens alone.
  private static func encoded(_ subject: String) -> String {
    subject.utf8.map { byte in
      let character = Character(Unicode.Scalar(byte))
      let isPlain = byte < 0x80 && (character.isLetter || character.isNumber || "._-".contains(character))
      return isPlain ? String(character) : "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16)
    }.joined()
  }
}
