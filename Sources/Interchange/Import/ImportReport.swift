public import EventLog

/// What an import added.
public struct ImportReport: Sendable {
  /// Events added.
  public private(set) var appended = 0
  /// Events that the archive held already.
  public internal(set) var alreadyThere = 0
  /// Parts of the file that are no answers of this API, by reason.
  public internal(set) var leftOut: [String: Int] = [:]

  public init() {}

  /// Counts what an append did.
  public mutating func add(_ receipt: AppendReceipt) {
    appended += receipt.appended
    alreadyThere += receipt.alreadyThere
  }
}
