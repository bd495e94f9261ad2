/// Why a file was not taken in, or not written. Nothing of a refused file is kept.
public enum InterchangeError: Error, CustomStringConvertible, Sendable {
  /// The file cannot be read or written at all.
  case file(path: String, operation: String, reason: String)
  /// A part of a file ("line 7", "entry 3", "record 9") is not what the format asks for.
  case part(path: String, part: String, reason: String)
  /// An endpoint that the archive does not know.
  case unknownEndpoint(String)
  /// The disk is full.
  case diskFull(path: String)

  public var description: String {
    switch self {
    case .file(let path, let operation, let reason): "cannot \(operation) \(path): \(reason)"
    case .part(let path, let part, let reason):
      "\(path), \(part): \(reason). Nothing of this file was imported"
    case .unknownEndpoint(let path):
      "the archive knows no endpoint \(path); give a path such as /api/v3/exchangeInfo"
    case .diskFull(let path):
      "the disk is full while writing \(path); make room and run the command again"
    }
  }
}
