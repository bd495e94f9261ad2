/// What happened to an event on its way into the log.
public struct EventFlags: OptionSet, Sendable, Hashable {
  public let rawValue: UInt32

  public init(rawValue: UInt32) {
    self.rawValue = rawValue
  }

  /// It was imported from a file, not fetched.
  public static let imported = EventFlags(rawValue: 1)
  /// Response headers were left out, because the header would have exceeded its limit.
  public static let headersDropped = EventFlags(rawValue: 2)
  /// A secret was found in the response and overwritten before it was stored.
  public static let secretOverwritten = EventFlags(rawValue: 4)
  /// The body ended before its announced length.
  public static let bodyTruncated = EventFlags(rawValue: 8)
  /// Amounts of the account were replaced for an export; no proof covers it.
  public static let redacted = EventFlags(rawValue: 16)

  /// Every flag that this version of the format knows.
  public static let known: EventFlags = [
    .imported, .headersDropped, .secretOverwritten, .bodyTruncated, .redacted,
  ]

  private static let names: [(flag: EventFlags, name: String)] = [
    (.imported, "imported"),
    (.headersDropped, "headers_dropped"),
    (.secretOverwritten, "secret_overwritten"),
    (.bodyTruncated, "body_truncated"),
    (.redacted, "redacted"),
  ]

  /// The names of the flags that are set, in the order of their bits.
  public var names: [String] {
    Self.names.filter { contains($0.flag) }.map(\.name)
  }

  /// The flag with this name.
  public init?(name: some StringProtocol) {
    guard let known = Self.names.first(where: { $0.name == name }) else { return nil }
    self = known.flag
  }

  /// The set of the flags with these names, or nil when one of them is unknown.
  public init?(names: some Sequence<String>) {
    var flags: EventFlags = []
    for name in names {
      guard let flag = EventFlags(name: name) else { return nil }
      flags.insert(flag)
    }
    self = flags
  }
}
