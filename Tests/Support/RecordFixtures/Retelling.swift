import EventModel
import SimulatedExchange

/// Rewrites a run's events as if they came from the exchange itself, with a run id, times,
/// durations and salts that follow from the run's moment and the event's place alone.
struct Retelling {
  let run: RunID
  private let time: SimulatedTime
  private let authority: String

  /// - Parameter authority: host and port of the simulated exchange, another at every recording.
  init(time: SimulatedTime, authority: String) {
    let stamp = time.iso8601.prefix(19).filter { $0 != "-" && $0 != ":" }
    guard let run = RunID("\(stamp)Z-fixture") else { preconditionFailure("a time makes a run id") }
    self.run = run
    self.time = time
    self.authority = authority
  }

  /// The event as the fixture holds it. Its sequence and its body stay, but for the address.
  func event(_ header: EventHeader, body: [UInt8]) -> NewEvent {
    let isExchange = header.kind == .response || header.kind == .failure
    let observed = Timestamp(
      microseconds: time.milliseconds * 1000 + Int64(header.ordinal) * 180_000)
    let body = Array(
      retold(String(decoding: body, as: UTF8.self), orWhereNothingChanges: body))
    return NewEvent(
      run: run, ordinal: header.ordinal, kind: header.kind, endpoint: header.endpoint,
      method: header.method, host: isExchange ? "api.binance.us" : "", path: header.path,
      query: header.query, attempt: header.attempt, observedAt: observed,
      durationMicroseconds: isExchange ? 40_000 + Int64(body.count % 30_000) : nil,
      httpVersion: header.httpVersion, status: header.status,
      responseHeaders: header.responseHeaders.map {
        HeaderField(name: $0.name, value: withoutAddress(withoutMilliseconds($0.value)))
      }, flags: header.flags, body: body, salt: salt(of: header), appendedAt: observed,
      sequence: header.sequence)
  }

  /// Bytes that hold no address stay as they are, also where they are no UTF-8.
  private func retold(_ text: String, orWhereNothingChanges body: [UInt8]) -> [UInt8] {
    let rewritten = withoutAddress(text)
    return rewritten == text ? body : Array(rewritten.utf8)
  }

  private func withoutAddress(_ text: String) -> String {
    text.replacing("http://\(authority)", with: "https://api.binance.us")
      .replacing(authority, with: "api.binance.us")
  }

  /// libcurl says how long it really took: "Operation timed out after 2001 milliseconds".
  private func withoutMilliseconds(_ text: String) -> String {
    text.replacing(/timed out after [0-9]+ milliseconds/, with: "timed out after 30000 milliseconds")
  }

  /// Not random, so that recording twice gives the same bytes.
  private func salt(of header: EventHeader) -> Salt {
    let name = Array("fixture \(header.sequence) \(header.ordinal)".utf8)
    let digest = name.withUnsafeBytes(Digest.sha256).hex
    guard let salt = Salt(hex: String(digest.prefix(32))) else {
      preconditionFailure("32 hex digits make a salt")
    }
    return salt
  }
}
