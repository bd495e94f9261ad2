/// Why a question cannot be answered.
public enum AuditError: Error, CustomStringConvertible, Sendable {
  /// The words of a question name nothing, in a sentence that says what to try.
  case notFound(String)
  /// A file is not what it should be; the reason says what to try.
  case file(path: String, reason: String)
  /// A text is not in its format.
  case malformed(what: String, line: Int, why: String)
  /// What the archive or a file holds is not what it is held against, in a sentence.
  case contradicted(String)

  public var description: String {
    switch self {
    case .notFound(let sentence), .contradicted(let sentence): sentence
    case .file(let path, let reason): "\(path) \(reason)"
    case .malformed(let what, let line, let why): "line \(line) of the \(what): \(why)"
    }
  }
}
