import Foundation

/// A call that the interposer wrote down.
struct TracedCall: Sendable {
  /// What it was for; the letters are the interposer's.
  enum Kind: UInt8, Sendable {
    case open = 0x6F
    case write = 0x77
    case sync = 0x73
    case truncate = 0x74
    case rename = 0x72
    case link = 0x6C
    case unlink = 0x75
    case makeDirectory = 0x6D
    case removeDirectory = 0x64
    case map = 0x70
    case read = 0x69
    /// Something was written to stdout or stderr.
    case say = 0x79
    case exit = 0x78

    var letter: String { String(Unicode.Scalar(rawValue)) }

    /// Whether it can lose, tear or change something.
    var isCounted: Bool { self != .say && self != .exit && self != .read }
  }

  let kind: Kind
  let flags: UInt8
  let error: Int32
  let inode: UInt64
  /// Where it wrote, or the size it cut to.
  let offset: Int
  let path: String
  let second: String
  let data: Data

  var made: Bool { flags & 1 != 0 }
  var emptied: Bool { flags & 2 != 0 }
  var isDurable: Bool { flags & 4 != 0 }
  var isNameless: Bool { flags & 8 != 0 }
  var isDone: Bool { error == 0 }

  /// The text is not a trace.
  struct Unreadable: Error {
    let path: String
  }

  /// Reads a trace.
  static func read(_ path: String) throws -> [TracedCall] {
    let bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: path)))
    var calls: [TracedCall] = []
    var at = 0
    func number<T: FixedWidthInteger>(_ offset: Int, _: T.Type) -> T {
      bytes.withUnsafeBytes { T(littleEndian: $0.loadUnaligned(fromByteOffset: at + offset, as: T.self)) }
    }
    while at + 32 <= bytes.count {
      let lengths = [number(4, UInt32.self), number(24, UInt32.self), number(28, UInt32.self)].map { Int($0) }
      let end = at + 32 + lengths.reduce(0, +)
      guard let kind = Kind(rawValue: bytes[at]), end <= bytes.count else { throw Unreadable(path: path) }
      let (second, data) = (at + 32 + lengths[0], at + 32 + lengths[0] + lengths[1])
      calls.append(
        TracedCall(
          kind: kind, flags: bytes[at + 1], error: Int32(number(2, UInt16.self)),
          inode: number(8, UInt64.self),
          offset: Int(number(16, Int64.self)),
          path: String(decoding: bytes[(at + 32)..<second], as: UTF8.self),
          second: String(decoding: bytes[second..<data], as: UTF8.self), data: Data(bytes[data..<end])))
      at = end
    }
    return calls
  }
}
