/// Appends JSON to bytes; it adds quotes, escapes and commas itself.
///
/// Members and elements come in the order in which they are written, without white space between them. The result
/// is one document as long as a name is followed by its value and `raw` is given JSON.
public struct JSONWriter: Sendable {
  private var bytes: [UInt8] = []
  /// Whether the next value follows another one of its array or object.
  private var followsAnother = false

  /// Appends one document to bytes.
  public static func append<Failure: Error>(
    to bytes: inout [UInt8], _ write: (inout JSONWriter) throws(Failure) -> Void
  ) throws(Failure) {
    var writer = JSONWriter()
    swap(&writer.bytes, &bytes)
    defer { swap(&writer.bytes, &bytes) }
    try write(&writer)
  }

  /// The bytes of one document.
  public static func bytes<Failure: Error>(
    _ write: (inout JSONWriter) throws(Failure) -> Void
  ) throws(Failure) -> [UInt8] {
    var bytes: [UInt8] = []
    try append(to: &bytes, write)
    return bytes
  }

  /// An object, whose members the closure writes.
  public mutating func object<Failure: Error>(
    _ members: (inout JSONWriter) throws(Failure) -> Void
  ) throws(Failure) {
    try container(UInt8(ascii: "{"), UInt8(ascii: "}"), members)
  }

  /// An array, whose elements the closure writes.
  public mutating func array<Failure: Error>(
    _ elements: (inout JSONWriter) throws(Failure) -> Void
  ) throws(Failure) {
    try container(UInt8(ascii: "["), UInt8(ascii: "]"), elements)
  }

  /// A string.
  public mutating func text(_ text: String) {
    separate()
    quote(text)
  }

  /// A string, given as UTF-8 bytes.
  public mutating func text(utf8 text: UnsafeRawBufferPointer) {
    separate()
    JSONText.appendQuoted(text, to: &bytes)
  }

  /// A whole number, however large.
  public mutating func number(_ value: some BinaryInteger) {
    separate()
    bytes += String(value).utf8
  }

  /// `true` or `false`.
  public mutating func bool(_ value: Bool) {
    separate()
    bytes += (value ? "true" : "false").utf8
  }

  /// `null`.
  public mutating func null() {
    separate()
    bytes += "null".utf8
  }

  /// JSON text.
  public mutating func raw(_ json: some Sequence<UInt8>) {
    separate()
    bytes += json
  }

  /// The value that the closure appends to the bytes, which must be JSON.
  public mutating func raw(_ append: (inout [UInt8]) -> Void) {
    separate()
    append(&bytes)
  }

  /// A member's name; its value is what is written next.
  public mutating func name(_ name: String) {
    separate()
    quote(name)
    bytes.append(UInt8(ascii: ":"))
    followsAnother = false
  }

  /// A member that is a string; `null` where there is none.
  public mutating func member(_ name: String, _ value: String?) {
    self.name(name)
    if let value { text(value) } else { null() }
  }

  /// A member that is a whole number.
  public mutating func member(_ name: String, _ value: some BinaryInteger) {
    self.name(name)
    number(value)
  }

  /// A member that is `true` or `false`.
  public mutating func member(_ name: String, _ value: Bool) {
    self.name(name)
    bool(value)
  }

  /// A member that is an array of strings.
  public mutating func member(_ name: String, _ values: [String]) {
    self.name(name)
    array { for value in values { $0.text(value) } }
  }

  private mutating func container<Failure: Error>(
    _ open: UInt8, _ close: UInt8, _ content: (inout JSONWriter) throws(Failure) -> Void
  ) throws(Failure) {
    separate()
    bytes.append(open)
    followsAnother = false
    try content(&self)
    bytes.append(close)
    followsAnother = true
  }

  private mutating func separate() {
    if followsAnother { bytes.append(UInt8(ascii: ",")) }
    followsAnother = true
  }

  private mutating func quote(_ text: String) {
    var text = text
    text.withUTF8 { JSONText.appendQuoted(UnsafeRawBufferPointer($0), to: &bytes) }
  }
}
