/// One header field of an answer, name and value as received.
public struct HeaderField: Sendable, Hashable {
  public var name: String
  public var value: String

  public init(name: String, value: String) {
    self.name = name
    self.value = value
  }

  /// `Set-Cookie` may hold a session: its value never reaches the log.
  var withoutCookie: HeaderField {
    name.lowercased() == "set-cookie" ? HeaderField(name: name, value: "") : self
  }
}
