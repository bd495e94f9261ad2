/// Why a question cannot be answered.
public enum AuditError: Error, CustomStringConvertible, Sendable {
  /// What was asked for is not there, in a sentence that says what to try.
  case notFound(String)
  /// A file is not what it should be; the reason says what to try.
  case file(path: String, reason: String)

  public var description: String {
    switch self {
    case .notFound(let sentence): sentence
    case .file(let path, let reason): "\(path) \(reason)"
    }
  }
}
