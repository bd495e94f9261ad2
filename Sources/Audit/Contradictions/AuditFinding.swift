import EventModel

/// A contradiction in the archive, or something that is missing from it.
public struct AuditFinding: Sendable, Hashable {
  /// What kind of thing it is.
  public enum Kind: String, Sendable, CaseIterable {
    /// One trade, or one final order, with different content in two events.
    case tradeContradicted = "trade_contradicted"
    case orderContradicted = "order_contradicted"
    /// A page lacks a record that an earlier response to the same request held.
    case pageLacksRecord = "page_lacks_record"
    /// A response that must hold a known record does not.
    case recordVanished = "record_vanished"
    /// An order's executed quantity differs from the sum of its trades.
    case orderUnlikeTrades = "order_unlike_trades"
    /// One fill appears under two symbols.
    case fillUnderTwoSymbols = "fill_under_two_symbols"
    /// A balance changed by something other than trades and fees.
    case balanceUnexplained = "balance_unexplained"
    /// Something was not requested, or its response is not in the archive.
    case coverageGap = "coverage_gap"
    /// A balance changed by other movements that archived responses report. Not a fault.
    case balanceExplained = "balance_explained"
    /// A record is missing under one symbol because it is listed under another now. Not a fault.
    case recordMoved = "record_moved"
    /// A symbol is no longer listed. Not a fault.
    case delisted

    /// Whether it is only worth knowing, and not a fault.
    public var isNote: Bool { [.balanceExplained, .recordMoved, .delisted].contains(self) }

    /// What it is, for people who keep accounts.
    public var text: String {
      switch self {
      case .tradeContradicted: "trades reported in two ways"
      case .orderContradicted: "final orders reported in two ways"
      case .pageLacksRecord: "responses without a record that an earlier response to the same request held"
      case .recordVanished: "records that the exchange no longer reports"
      case .orderUnlikeTrades: "orders whose executed quantity differs from the sum of their trades"
      case .fillUnderTwoSymbols: "fills that appear under two symbols"
      case .balanceUnexplained: "changes of balances that nothing in the archive explains"
      case .coverageGap: "gaps: never requested, or not in the archive"
      case .balanceExplained: "changes of balances that other archived responses explain"
      case .recordMoved: "records that now appear under another symbol"
      case .delisted: "symbols no longer listed"
      }
    }
  }

  /// Its name: the same whenever the same thing is found, however the log has grown. Acknowledgements refer to it.
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

  /// What distinguishes it from others of its kind and subject, and does not change as events are added.
  private static func mark(_ kind: Kind, _ ids: [Int64], _ events: [UInt64], _ sentence: String) -> String {
    let facts =
      switch kind {
      // Every later response reports the order again.
      case .orderUnlikeTrades: "\(ids)"
      // Its events are the newest ones. So the sentence is part of the name, and its wording is fixed.
      case .coverageGap: sentence
      default: "\(ids) \(events)"
      }
    return String(Array(facts.utf8).withUnsafeBytes(Digest.sha256).hex.prefix(10))
  }

  /// A subject with everything but letters, digits, points, hyphens and underscores encoded.
  private static func encoded(_ subject: String) -> String {
    subject.utf8.map { byte in
      let character = Character(Unicode.Scalar(byte))
      let isPlain = byte < 0x80 && (character.isLetter || character.isNumber || "._-".contains(character))
      return isPlain ? String(character) : "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16)
    }.joined()
  }
}
