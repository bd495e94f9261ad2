/// One header field of a response, name and value as received.
public struct HeaderField: Sendable, Hashable {
  public var name: String
  public var value: String

  public init(name: String, value: String) {
    self.name = name
    self.value = value
  }

  /// `Set-Cookie` may hold a session: its value never reaches the log.
  package var withoutCookie: HeaderField {
    isNamed("set-cookie") ? HeaderField(name: name, value: "") : self
  }

  /// Whether this is its name; case does not matter.
  fileprivate func isNamed(_ other: some StringProtocol) -> Bool {
    name.utf8.count == other.utf8.count && name.lowercased() == other.lowercased()
  }
}

extension Sequence<HeaderField> {
  /// The value of the first field with this name; case does not matter.
  public func first(named name: some StringProtocol) -> String? { first { $0.isNamed(name) }?.value }

  /// The values of all fields with this name; case does not matter.
  public func all(named name: some StringProtocol) -> [String] { filter { $0.isNamed(name) }.map(\.value) }
}
