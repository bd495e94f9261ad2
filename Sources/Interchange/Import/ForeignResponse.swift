import BinanceUS
import EventModel

/// A response that another program recorded, on its way to an event.
struct ForeignResponse {
  static let host = "api.binance.us"

  var method: String
  var url: String
  var status: UInt16
  var httpVersion: HTTPVersion
  var headers: [HeaderField]
  /// After content decoding; nil where the program did not keep it.
  var body: [UInt8]?
  var observedAt: Timestamp
  var durationMicroseconds: Int64?

  /// The response does not belong into an archive of this API.
  struct LeftOut: Error {
    let reason: String
  }

  /// The event, with echoed keys and signatures overwritten.
  ///
  /// - Parameter scrubber: knows the secrets of the whole file.
  func event(run: RunID, ordinal: UInt32, scrubber: SecretScrubber) throws(LeftOut) -> NewEvent {
    guard let parts = RecordedURL(url), parts.host == Self.host else {
      throw LeftOut(reason: "of other hosts")
    }
    guard method == "GET" else { throw LeftOut(reason: "with a method other than GET") }
    guard let endpoint = Endpoint(path: parts.path) else {
      throw LeftOut(reason: "of endpoints that the archive does not know")
    }
    guard (100...599).contains(status) else { throw LeftOut(reason: "without a response") }
    guard var body else { throw LeftOut(reason: "whose body was not recorded") }
    var found = scrubber.scrub(&body)
    let headers = headers.map { field in
      var field = field
      if scrubber.scrub(&field.value) { found = true }
      if scrubber.scrub(&field.name) { found = true }
      return field
    }
    return NewEvent(
      run: run, ordinal: ordinal, kind: .response, endpoint: endpoint.path, method: method,
      host: Self.host, path: parts.path, query: CanonicalQuery(parts.query).text, attempt: 1,
      observedAt: observedAt, durationMicroseconds: durationMicroseconds, httpVersion: httpVersion,
      status: status, responseHeaders: headers,
      flags: found ? [.imported, .secretOverwritten] : .imported, body: body)
  }

  /// A run's id made of the time of its first response and a digest of the whole file, so that importing the same file
  /// again adds nothing.
  static func run(from time: Timestamp, digest: Digest, format: String) -> RunID {
    .derived(from: time, "\(format)-\(digest.hex.prefix(12))")
  }
}

extension HTTPVersion {
  /// The version as recorders spell it: `HTTP/1.1`, `h2`, `http/2.0`, `HTTP/3`.
  init(recorded text: String) {
    let number = text.lowercased().drop { !$0.isNumber }
    self =
      switch number {
      case "1.0": .http1_0
      case "1.1", "1": .http1_1
      case "2", "2.0": .http2
      case "3", "3.0": .http3
      default: .unknown
      }
  }
}
