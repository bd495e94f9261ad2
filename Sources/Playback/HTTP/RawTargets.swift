import NIOCore
import NIOHTTP1

/// Percent-encodes what is not ASCII in request lines, before they are read: HTTP allows ASCII alone, but
/// clients that send a symbol such as `LUNA中USD` as it is typed get their response from the exchange.
///
/// Requests with a body are left alone, and all that follows them on a connection: where a body ends is
/// not known here.
final class RawTargets: ChannelInboundHandler {
  typealias InboundIn = ByteBuffer
  typealias InboundOut = ByteBuffer

  private enum Place {
    /// In a request line, or before one.
    case line
    /// In the header lines behind it.
    case fields
    /// Behind a head whose request has a body.
    case beyond
  }

  private var place = Place.line
  /// The beginning of the line that is read, in small letters.
  private var beginning: [UInt8] = []
  private var hasBody = false

  private static let longestBeginning = 20
  private static let bodyFields = ["content-length:", "transfer-encoding:"].map { Array($0.utf8) }

  /// Puts it before the decoder of a connection's pipeline.
  static func add(to channel: any Channel) throws {
    let pipeline = channel.pipeline.syncOperations
    let decoder = try pipeline.handler(type: ByteToMessageHandler<HTTPRequestDecoder>.self)
    try pipeline.addHandler(RawTargets(), position: .before(decoder))
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    let buffer = unwrapInboundIn(data)
    let isPassed = buffer.withUnsafeReadableBytes { place == .beyond || isWholeAndPlain($0) }
    guard !isPassed else { return context.fireChannelRead(data) }
    var encoded = context.channel.allocator.buffer(capacity: buffer.readableBytes + 64)
    for byte in buffer.readableBytesView { take(byte, into: &encoded) }
    context.fireChannelRead(wrapInboundOut(encoded))
  }

  /// Whole heads of GET or HEAD in ASCII, as nearly all are: nothing to do, and the next begins anew.
  private func isWholeAndPlain(_ bytes: UnsafeRawBufferPointer) -> Bool {
    guard place == .line, beginning.isEmpty, let first = bytes.first, first == 0x47 || first == 0x48,
      bytes.count >= 4, bytes.suffix(4).elementsEqual("\r\n\r\n".utf8)
    else { return false }
    var (mask, offset) = (UInt64(0), 0)
    while offset + 8 <= bytes.count {
      mask |= bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self)
      offset += 8
    }
    return mask & 0x8080_8080_8080_8080 == 0 && bytes[offset...].allSatisfy { $0 < 0x80 }
  }

  private func take(_ byte: UInt8, into encoded: inout ByteBuffer) {
    if place == .line, byte >= 0x80 {
      let digits = String(byte, radix: 16, uppercase: true)
      encoded.writeString("%\(digits)")
      return
    }
    encoded.writeInteger(byte)
    guard place != .beyond else { return }
    if byte == UInt8(ascii: "\n") {
      endLine()
    } else if byte != UInt8(ascii: "\r"), beginning.count < Self.longestBeginning {
      beginning.append((0x41...0x5A).contains(byte) ? byte | 0x20 : byte)
    }
  }

  private func endLine() {
    defer { beginning.removeAll(keepingCapacity: true) }
    switch place {
    case .line where !beginning.isEmpty: place = .fields
    case .fields where beginning.isEmpty:
      place = hasBody ? .beyond : .line
    case .fields where Self.bodyFields.contains { beginning.starts(with: $0) }: hasBody = true
    default: break
    }
  }
}
