public import Platform
import Synchronization

/// Overwrites with asterisks, before anything is stored, what a response echoes of secrets: keys, the
/// secret of a key, signatures. One scrubber serves a whole run, and knows every secret used so far, so
/// that a response which echoes an earlier request gives nothing away either.
///
/// A secret is recognised in any case, with white space anywhere in it (a folded header, a wrapped line),
/// behind percent-encoding, the escapes of JSON and HTML, each up to three times over, in hexadecimal, and
/// in base64 of either alphabet at any alignment. A part of 16 bytes is enough, and at the end of a text, where it may
/// have been cut, the first 8. Whatever is found keeps its length, so that offsets hold.
///
/// The secret of a key, which no request holds, is recognised without being kept where it could be read (docs/decisions/0020).
///
/// It holds 64 bytes and an index of some 80 a signature: 15 MB after 100,000 requests. A body of 1 MB takes
/// about a millisecond, however many signatures there are.
public final class SecretScrubber: Sendable {
  private let state: Mutex<State>

  private struct State {
    var patterns = SecretPatterns()
    var search = EchoSearch()
  }

  /// Begins with a key and its secret, of which no readable copy is kept.
  public init(key: String, secret: borrowing SecretBytes) {
    var state = State(patterns: SecretPatterns(hiding: secret))
    state.patterns.add(key.utf8)
    self.state = Mutex(state)
  }

  /// - Parameter secrets: those known at the beginning.
  public init(_ secrets: [String] = []) {
    var state = State()
    for secret in secrets { state.patterns.add(secret.utf8) }
    self.state = Mutex(state)
  }

  /// Adds secrets. One that is shorter than 8 bytes, or already known, changes nothing.
  public func add(_ secrets: [String]) {
    state.withLock { state in
      for secret in secrets { state.patterns.add(secret.utf8) }
    }
  }

  /// Overwrites in place; true where there was anything.
  public func scrub(_ bytes: inout [UInt8]) -> Bool {
    let found = state.withLock { state in
      bytes.withUnsafeBufferPointer { state.search.echoes(in: $0, of: state.patterns) }
    }
    for range in found {
      for index in range { bytes[index] = UInt8(ascii: "*") }
    }
    return !found.isEmpty
  }

  /// Overwrites in place; true where there was anything.
  public func scrub(_ text: inout String) -> Bool {
    var bytes = Array(text.utf8)
    guard scrub(&bytes) else { return false }
    text = String(decoding: bytes, as: UTF8.self)
    return true
  }
}
