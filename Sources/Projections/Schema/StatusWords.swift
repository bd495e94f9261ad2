public import BinanceUS

/// The values that a status is known to have, in the order in which a fact goes through them, each with its meaning.
public struct StatusWords: Sendable, Hashable {
  /// One value: as the API writes it, and in words.
  public struct Word: Sendable, Hashable {
    public let value: String
    public let meaning: String
  }

  /// What stands in the place of a meaning that nobody knows.
  public static let unknown = "unknown"

  public let words: [Word]

  init(_ words: KeyValuePairs<String, String>) {
    self.words = words.map { Word(value: $0.key, meaning: $0.value) }
  }

  /// What a value means.
  func meaning(of value: UnsafeRawBufferPointer) -> String {
    words.first { $0.value.utf8.elementsEqual(value) }?.meaning ?? StatusWords.unknown
  }

  /// The same, for people.
  var list: String { words.map { "`\($0.value)` \($0.meaning)" }.joined(separator: ", ") }
}

/// What the endpoint of a request says of every record of its responses, such as the direction of a transfer.
public struct EndpointWords: Sendable, Hashable {
  public let words: [Endpoint: String]

  init(_ words: [Endpoint: String]) { self.words = words }

  /// The same, for people.
  var list: String {
    words.sorted { $0.key.path < $1.key.path }.map { "`\($0.value)` of `\($0.key.path)`" }.joined(
      separator: ", ")
  }
}
