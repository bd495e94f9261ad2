public import BinanceUS
import Files
import Platform
import SystemPackage

/// Why a file was not imported, or not written. Nothing of a refused file is kept.
public enum InterchangeError: Error, CustomStringConvertible, Sendable {
  /// The file cannot be read or written at all.
  case file(path: String, operation: String, reason: String)
  /// A part of a file ("line 7", "entry 3", "record 9") is not what the format requires.
  case part(path: String, part: String, reason: String)
  /// An endpoint that the archive does not know.
  case unknownEndpoint(String)
  /// A saved body that is plainly a response of another endpoint than the one named.
  case otherEndpoint(path: String, shape: BodyShape, given: String)
  /// A saved body without a reception time.
  case noTime(path: String, hint: String)
  /// A file of events that was given as a saved body.
  case ofEvents(path: String)
  /// A saved body that was given as a file of events.
  case savedBody(SavedBody)
  /// The disk is full.
  case diskFull(path: String)

  public var description: String {
    switch self {
    case .file(let path, let operation, let reason): "cannot \(operation) \(path): \(reason)"
    case .part(let path, let part, let reason):
      "\(path), \(part): \(reason). Nothing of this file was imported"
    case .unknownEndpoint(let text):
      Endpoint.likely(text).map { "the archive knows no endpoint \(text); did you mean \($0.path)?" }
        ?? "the archive knows no endpoint \(text); give a path such as \(Endpoint.exchangeInfo.path)"
    case .otherEndpoint(let path, let shape, let given):
      "\(path) is not a response of \(given), but \(shape.name); "
        + (shape.endpoints.first.map { "import it with --endpoint \($0.path)" }
          ?? "the archive has no place for it")
        + ". Nothing was imported"
    case .noTime(let path, let hint):
      "nothing in \(path) states when it was received; \(hint). Nothing was imported"
    case .ofEvents(let path):
      "\(path) is a file of events, not a saved body; import it without --endpoint. Nothing was imported"
    case .savedBody(let body): Self.text(of: body)
    case .diskFull(let path):
      "the disk is full while writing \(path); make room and run the command again"
    }
  }

  /// What to do with a saved body.
  ///
  /// - Parameter options: further flags of the command, quoted for a shell, with a trailing space.
  public static func text(of body: SavedBody, options: String = "") -> String {
    guard body.shape == nil || body.shape?.endpoints.isEmpty == false else {
      return "\(body.name) is \(body.explanation) has no place in the archive"
    }
    return
      "\(body.name) is \(body.explanation) is imported with\n  \(body.command(options: options))\n(\(body.timeNote))"
  }
}

extension InterchangeError {
  /// Reads a file; an error of the system becomes an error of this module.
  static func reading<Result: ~Copyable>(
    _ read: () throws(FilesError) -> Result
  ) throws(InterchangeError) -> Result {
    do {
      return try read()
    } catch .system(let operation, let path, let number) {
      throw .file(path: path, operation: operation, reason: "\(Errno(rawValue: number))")
    } catch {
      throw .file(path: "the file", operation: "read", reason: "\(error)")
    }
  }
}
