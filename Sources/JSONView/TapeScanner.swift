/// Lays a whole document on a tape, one item a value in the order of the text, to visit every field
/// whatever its name.
///
/// The document is checked as ``RowScanner`` checks it, before any of it is lent. Nothing is
/// copied; an item costs 24 bytes, in memory that is reused for the next document.
///
/// Sendable unchecked: it is the only owner of its memory, and a scan needs it exclusively.
public struct TapeScanner: ~Copyable, @unchecked Sendable {
  private var structure = StructuralIndex()
  private let scratch = WalkScratch.allocate()
  private var tape = GrowingBuffer<TapeItem>()
  private var open: [Int] = []

  /// A scanner without memory for a tape yet.
  public init() {}

  deinit { scratch.free() }

  /// The tape of a document, whitespace around it allowed; the first item is the document's value.
  ///
  /// - Parameter bytes: borrowed by the items; 64 readable zero bytes must follow them.
  /// - Returns: items valid until the next scan.
  public mutating func scan(
    _ bytes: UnsafeRawBufferPointer
  ) throws(JSONError) -> UnsafeBufferPointer<TapeItem> {
    let token = try structure.index(bytes)
    guard let base = bytes.bindMemory(to: UInt8.self).baseAddress else {
      throw .malformed(offset: 0, reason: .empty)
    }
    let text = StructuralText(bytes, base: base, scratch: scratch)
    tape.removeAll()
    open.removeAll(keepingCapacity: true)
    let end = try lay(text, token)
    guard text.offset(end) == text.count else {
      throw .malformed(offset: text.offset(end), reason: .trailingBytes)
    }
    return tape.elements
  }

  private mutating func lay(_ text: StructuralText, _ start: Token) throws(JSONError) -> Token {
    var token = try value(text, start, keyStart: 0, keyLength: 0)
    while let container = open.last {
      let isObject = tape[container].kind == .object
      let first = text.byte(token)
      if first == (isObject ? Byte.closeBrace : Byte.closeBracket) {
        close(container, at: text.offset(token))
        token += 1
        continue
      }
      if tape.count > container + 1 {
        guard first == Byte.comma else {
          throw .malformed(offset: text.offset(token), reason: .expectedSeparator)
        }
        token += 1
      }
      token = isObject ? try member(text, token) : try value(text, token, keyStart: 0, keyLength: 0)
    }
    return token
  }

  private mutating func close(_ container: Int, at offset: Int) {
    open.removeLast()
    let start = Int(tape[container].start)
    tape[container].length = UInt32(truncatingIfNeeded: offset - start + 1)
    tape[container].next = UInt32(truncatingIfNeeded: tape.count)
  }

  @inline(__always)
  private mutating func member(_ text: StructuralText, _ token: Token) throws(JSONError) -> Token {
    try text.checkKey(token)
    let (end, _) = try text.closingQuote(token)
    let start = text.offset(token) + 1
    return try value(text, token + 2, keyStart: start, keyLength: end - start)
  }

  /// Adds the value at the cursor; of an array or object only its opening.
  @inline(__always)
  private mutating func value(
    _ text: StructuralText, _ token: Token, keyStart: Int, keyLength: Int
  ) throws(JSONError) -> Token {
    var item = TapeItem(
      keyStart: UInt32(truncatingIfNeeded: keyStart), keyLength: UInt32(truncatingIfNeeded: keyLength),
      start: UInt32(truncatingIfNeeded: text.offset(token)), length: 0,
      next: UInt32(truncatingIfNeeded: tape.count + 1), kind: .null)
    let first = text.byte(token)
    if first == Byte.openBrace || first == Byte.openBracket {
      guard open.count < StructuralText.depthLimit else {
        throw .malformed(offset: text.offset(token), reason: .tooDeep)
      }
      item.kind = first == Byte.openBrace ? .object : .array
      open.append(tape.count)
    } else {
      let scalar = try text.value(token, depth: open.count)
      let quote = scalar.kind.isString ? 1 : 0
      item.kind = scalar.kind
      item.start = UInt32(truncatingIfNeeded: scalar.start + quote)
      item.length = UInt32(truncatingIfNeeded: scalar.end - scalar.start - 2 * quote)
    }
    tape.append(item)
    return token + 1
  }
}
