/// Writes compact JSON in the order of the calls, commas included.
struct JSONWriter {
  private(set) var bytes: [UInt8] = []
  private var needsComma = false

  init(reserving capacity: Int = 4096) {
    bytes.reserveCapacity(capacity)
  }

  mutating func object(_ members: (inout JSONWriter) -> Void) {
    open(UInt8(ascii: "{"))
    members(&self)
    close(UInt8(ascii: "}"))
  }

  mutating func array(_ elements: (inout JSONWriter) -> Void) {
    open(UInt8(ascii: "["))
    elements(&self)
    close(UInt8(ascii: "]"))
  }

  mutating func object(_ key: StaticString, _ members: (inout JSONWriter) -> Void) {
    name(key)
    object(members)
  }

  mutating func array(_ key: StaticString, _ elements: (inout JSONWriter) -> Void) {
    name(key)
    array(elements)
  }

  mutating func field(_ key: StaticString, _ text: String) {
    name(key)
    string(text)
  }

  mutating func field(_ key: StaticString, _ number: Int64) {
    name(key)
    integer(number)
  }

  mutating func field(_ key: StaticString, _ time: SimulatedTime) {
    name(key)
    integer(time.milliseconds)
  }

  mutating func field(_ key: StaticString, flag: Bool) {
    name(key)
    raw(flag ? "true" : "false")
  }

  mutating func field(_ key: StaticString, _ amount: Amount, scale: Int) {
    name(key)
    separate()
    bytes.append(UInt8(ascii: "\""))
    amount.append(scale: scale, to: &bytes)
    bytes.append(UInt8(ascii: "\""))
    needsComma = true
  }

  /// A member whose value is JSON already.
  mutating func field(_ key: StaticString, json: StaticString) {
    name(key)
    raw(json)
  }

  mutating func string(_ text: String) {
    separate()
    bytes.append(UInt8(ascii: "\""))
    if text.utf8.contains(where: JSONWriter.needsEscape) {
      for byte in text.utf8 { escape(byte) }
    } else {
      bytes.append(contentsOf: text.utf8)
    }
    bytes.append(UInt8(ascii: "\""))
    needsComma = true
  }

  mutating func integer(_ number: Int64) {
    separate()
    if number < 0 { bytes.append(UInt8(ascii: "-")) }
    Amount.appendDigits(number.magnitude, width: 1, to: &bytes)
    needsComma = true
  }

  /// A value that is JSON already.
  mutating func raw(_ json: StaticString) {
    separate()
    append(json)
    needsComma = true
  }

  private mutating func name(_ key: StaticString) {
    separate()
    bytes.append(UInt8(ascii: "\""))
    append(key)
    bytes.append(UInt8(ascii: "\""))
    bytes.append(UInt8(ascii: ":"))
    needsComma = false
  }

  private mutating func open(_ bracket: UInt8) {
    separate()
    bytes.append(bracket)
    needsComma = false
  }

  private mutating func close(_ bracket: UInt8) {
    bytes.append(bracket)
    needsComma = true
  }

  private mutating func separate() {
    if needsComma { bytes.append(UInt8(ascii: ",")) }
  }

  private mutating func append(_ text: StaticString) {
    text.withUTF8Buffer { bytes.append(contentsOf: $0) }
  }

  private static func needsEscape(_ byte: UInt8) -> Bool {
    byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\")
  }

  private mutating func escape(_ byte: UInt8) {
    switch byte {
    case UInt8(ascii: "\""): append("\\\"")
    case UInt8(ascii: "\\"): append("\\\\")
    case 0x0A: append("\\n")
    case 0x09: append("\\t")
    case 0..<0x20:
      let digits: [UInt8] = Array("0123456789abcdef".utf8)
      append("\\u00")
      bytes.append(digits[Int(byte >> 4)])
      bytes.append(digits[Int(byte & 15)])
    default: bytes.append(byte)
    }
  }
}
