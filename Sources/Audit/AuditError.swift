/// Why an audit cannot give a result.
public enum AuditError: Error, CustomStringConvertible, Sendable {
  /// What was named does not exist, in a sentence that states what to try.
  case notFound(String)
  /// A file is not what it should be; the reason states what to try.
  case file(path: String, reason: String)
  /// A text is not in its format.
  case malformed(what: String, line: Int, why: String)
  /// The archive or a file contradicts what it is checked against, in a sentence.
  case contradicted(String)

  public var description: String {
    switch self {
    case .notFound(let sentence), .contradicted(let sentence): sentence
    case .file(let path, let reason): "\(path) \(reason)"
    case .malformed(let what, let line, let why): "line \(line) of the \(what): \(why)"
    }
  }
}
