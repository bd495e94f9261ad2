/// The copied bytes that the values of one document share.
final class JSONSource: Sendable {
  let padded: PaddedBytes

  init(_ padded: consuming PaddedBytes) { self.padded = padded }
}
