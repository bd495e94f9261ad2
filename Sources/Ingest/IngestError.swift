/// Why a run could not begin or had to stop.
public enum IngestError: Error, CustomStringConvertible, Sendable {
  /// The key belongs to another account than the archive.
  case otherAccount(detail: String)

  public var description: String {
    switch self {
    case .otherAccount(let detail):
      "this key seems to belong to another account than the archive: \(detail). Use another --archive for it, or --allow-other-account if you are sure"
    }
  }
}
