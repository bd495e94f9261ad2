public import Foundation

/// What a program left when it ended.
public struct Outcome: Sendable, CustomStringConvertible {
  /// The exit code; nil where a signal ended it.
  public let code: Int32?
  /// The signal that ended it.
  public let signal: Int32?
  /// Its standard output.
  public let output: Data
  /// Its standard error.
  public let errors: String

  /// Standard output as text.
  public var text: String { String(decoding: output, as: UTF8.self) }

  /// Standard output line by line.
  public var lines: [String] {
    text.isEmpty
      ? []
      : text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        .dropLast(text.hasSuffix("\n") ? 1 : 0)
  }

  /// The one JSON document that standard output is, in members.
  public func document() throws -> [String: Any] {
    try JSON.object(output)
  }

  /// The JSON lines that standard output is.
  public func documents() throws -> [[String: Any]] {
    try lines.map { try JSON.object(Data($0.utf8)) }
  }

  public var description: String {
    "exit \(code.map { "\($0)" } ?? "-"), signal \(signal.map { "\($0)" } ?? "-")\n\(text.prefix(4000))\n\(errors.prefix(4000))"
  }
}

/// Reads JSON with a parser that is not ours.
public enum JSON {
  /// What is no object.
  public struct NotAnObject: Error {
    let text: String
  }

  /// The members of an object.
  public static func object(_ data: Data) throws -> [String: Any] {
    guard let object = try JSONSerialization.jsonObject(with: data) as? [String: Any] else {
      throw NotAnObject(text: String(decoding: data.prefix(200), as: UTF8.self))
    }
    return object
  }
}
