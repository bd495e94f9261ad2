public import EventModel

/// Everything that decides what is still to be requested, folded from the log: the same events give the same state, so
/// it can be thrown away at any time.
public struct SyncState: Sendable, Hashable {
  /// The last event folded.
  public internal(set) var through: UInt64 = 0
  /// The runs that are left out of it.
  public internal(set) var omitted: Set<RunID> = []
  public internal(set) var symbols: [String: SymbolState] = [:]
  /// Assets that were ever held, in any form.
  public internal(set) var everHeld: Set<String> = []
  /// Assets held according to the newest account and wallet.
  public internal(set) var heldInAccount: Set<String> = []
  public internal(set) var heldInWallet: Set<String> = []
  /// The account's own number, where the exchange reported it first.
  public internal(set) var uid: Int64?
  /// The number that the newest response reported.
  public internal(set) var reportedUID: Int64?
  /// Fingerprints of the keys that runs found to belong to the archive's account.
  public internal(set) var keys: Set<String> = []
  /// The limits of request weight, from the newest exchangeInfo that states one.
  public internal(set) var weightLimits: [WeightLimit] = []
  /// The sequence of the newest successful whole response of exchangeInfo, and of account.
  public internal(set) var exchangeInfoSequence: UInt64?
  public internal(set) var accountSequence: UInt64?
  /// How far sources are known that the exchange shows through windows of time, by path.
  public internal(set) var windows: [String: WindowState] = [:]
  /// Of these sources, by path, what may still change.
  public internal(set) var openFacts: [String: OpenFacts] = [:]
  /// The key of the run that is being folded.
  var runKey: String?

  public init() {}

  /// A state with nothing folded yet, of a log without these runs.
  public init(without omitted: Set<RunID>) { self.omitted = omitted }

  /// Skips an event that is left out.
  public mutating func pass(_ sequence: UInt64) { through = sequence }

  /// Assets held now, in account or wallet.
  public var heldNow: Set<String> { heldInAccount.union(heldInWallet) }

  /// Whether the archive belongs to an account already.
  public var hasAccountData: Bool {
    accountSequence != nil || symbols.values.contains { $0.hasHistory }
  }

  /// All symbols, in the order in which they were first seen.
  public var ranked: [SymbolState] { symbols.values.sorted { $0.rank < $1.rank } }
}
