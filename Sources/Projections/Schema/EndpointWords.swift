public import BinanceUS

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
