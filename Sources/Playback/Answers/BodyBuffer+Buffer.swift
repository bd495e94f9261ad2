import EventModel
import NIOCore

extension BodyBuffer {
  /// A copy that can be sent over and over.
  var buffer: ByteBuffer { withBytes { ByteBuffer(bytes: $0) } }
}
