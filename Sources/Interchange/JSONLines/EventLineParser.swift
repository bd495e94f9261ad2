import BinanceUS
import EventModel
import JSONView

/// Reads lines of the shape that `EventLine` writes into events.
struct EventLineParser: ~Copyable {
  /// Why a line is not an event, as text that follows "line 7:".
  struct Refusal: Error {
    let reason: String
  }

  private var scanner = ValueScanner()
  private var nextOrdinals: [RunID: UInt32] = [:]

  mutating func event(_ line: ArraySlice<UInt8>) throws(Refusal) -> NewEvent {
    let object: JSONValue
    do {
      object = try line.withUnsafeBytes { (bytes) throws(JSONError) in try scanner.scan(bytes) }
    } catch {
      throw Refusal(reason: "\(error)")
    }
    try checkMembers(object)
    return try event(object, body: try body(object))
  }

  /// Makes an event of the members of a line and its body.
  mutating func event(_ object: JSONValue, body: [UInt8]) throws(Refusal) -> NewEvent {
    let kind = try self.kind(object)
    let run = try self.run(object)
    let ordinal = try number(object, "ordinal", as: UInt32.self) ?? nextOrdinals[run, default: 0]
    nextOrdinals[run] = ordinal &+ 1
    let endpoint = try text(object, "endpoint") ?? ""
    if kind == .response || kind == .failure, Endpoint(path: endpoint) == nil {
      throw Refusal(reason: "\(InterchangeError.unknownEndpoint(endpoint))")
    }
    if (kind == .annotation) != (endpoint == Annotation.endpoint) {
      throw Refusal(reason: "an annotation, and nothing else, has the endpoint \(Annotation.endpoint)")
    }
    let query = try text(object, "query") ?? ""
    let isExchange = kind == .response || kind == .failure
    try checkDigest(object, of: body)
    return NewEvent(
      run: run, ordinal: ordinal, kind: kind, endpoint: endpoint,
      method: try text(object, "method") ?? (isExchange ? "GET" : ""),
      host: try text(object, "host") ?? (isExchange ? "api.binance.us" : ""),
      path: try text(object, "path") ?? endpoint,
      // The query of an annotation names what it is about, and has no parameters.
      query: kind == .annotation ? query : CanonicalQuery(query).text,
      attempt: try number(object, "attempt", as: UInt16.self) ?? (isExchange ? 1 : 0),
      observedAt: try requiredTime(object, "observed_at"),
      durationMicroseconds: try number(object, "duration_us", as: Int64.self),
      httpVersion: try httpVersion(object),
      status: try number(object, "status", as: UInt16.self) ?? (kind == .response ? 200 : 0),
      responseHeaders: try headers(object), flags: try flags(object), body: body,
      salt: try salt(object), appendedAt: try time(object, "appended_at"),
      sequence: try number(object, "sequence", as: UInt64.self), archive: try archive(object))
  }

  private func archive(_ object: JSONValue) throws(Refusal) -> ArchiveID? {
    guard let hex = try text(object, "archive") else { return nil }
    guard let id = ArchiveID(hex: hex) else { throw Refusal(reason: "archive is not 32 hexadecimal digits") }
    guard try number(object, "sequence", as: UInt64.self) == 1 else {
      throw Refusal(reason: "archive belongs to the event of sequence 1 alone")
    }
    return id
  }

  func checkMembers(_ object: JSONValue) throws(Refusal) {
    guard let members = object.members else {
      throw Refusal(reason: "the line is \(object.kind.name), not an object")
    }
    if let repeated = object.repeatedKey { throw Refusal(reason: "\(repeated) appears twice") }
    if let unknown = members.first(where: { !EventLine.names.contains($0.key) }) {
      throw Refusal(
        reason: "unknown member \(unknown.key.debugDescription); see docs/format.md for the shape")
    }
  }

  private func kind(_ object: JSONValue) throws(Refusal) -> EventKind {
    guard let name = try text(object, "kind") else { return .response }
    guard let kind = EventKind(name: name) else {
      throw Refusal(reason: "kind is not one of response, failure, run_start, run_end, annotation")
    }
    return kind
  }

  private func run(_ object: JSONValue) throws(Refusal) -> RunID {
    guard let name = try text(object, "run") else { throw Refusal(reason: "run is missing") }
    guard let run = RunID(name) else {
      throw Refusal(reason: "run is not a run id (1 to 64 letters, digits, '.', '_', ':', '-')")
    }
    return run
  }

  private func text(_ object: JSONValue, _ name: String) throws(Refusal) -> String? {
    guard let value = object[name], !value.isNull else { return nil }
    guard value.kind.isString, let text = value.text else {
      throw Refusal(reason: "\(name) is \(value.kind.name), not a string")
    }
    return text
  }

  private func number<N: FixedWidthInteger>(
    _ object: JSONValue, _ name: String, as type: N.Type
  ) throws(Refusal) -> N? {
    guard let value = object[name], !value.isNull else { return nil }
    guard let number = value.numberText.flatMap({ N($0) }) else {
      throw Refusal(reason: "\(name) is not a whole number from \(N.min) to \(N.max)")
    }
    return number
  }

  private func time(_ object: JSONValue, _ name: String) throws(Refusal) -> Timestamp? {
    guard let value = try text(object, name) else { return nil }
    guard let time = Timestamp(iso8601: value) else {
      throw Refusal(reason: "\(name) is not an ISO-8601 time such as 2026-11-23T04:53:44.123456Z")
    }
    return time
  }

  private func requiredTime(_ object: JSONValue, _ name: String) throws(Refusal) -> Timestamp {
    guard let time = try time(object, name) else { throw Refusal(reason: "\(name) is missing") }
    return time
  }

  private func httpVersion(_ object: JSONValue) throws(Refusal) -> HTTPVersion {
    guard let name = try text(object, "http_version") else { return .unknown }
    guard let version = HTTPVersion(name: name) else {
      throw Refusal(reason: "http_version is not one of 1.0, 1.1, 2, 3, unknown")
    }
    return version
  }

  private func headers(_ object: JSONValue) throws(Refusal) -> [HeaderField] {
    guard let value = object["headers"], !value.isNull else { return [] }
    let refusal = Refusal(reason: "headers is not an array of [name, value] pairs")
    guard let pairs = value.elements else { throw refusal }
    var fields: [HeaderField] = []
    for pair in pairs {
      guard let sides = pair.elements, sides.count == 2, let name = sides[0].text,
        let value = sides[1].text
      else { throw refusal }
      fields.append(HeaderField(name: name, value: value))
    }
    return fields
  }

  private func flags(_ object: JSONValue) throws(Refusal) -> EventFlags {
    guard let value = object["flags"], !value.isNull else { return [] }
    let names = value.elements?.compactMap(\.text)
    guard let names, names.count == value.elements?.count, let flags = EventFlags(names: names)
    else { throw Refusal(reason: "flags holds something that is not a flag") }
    return flags
  }

  private func salt(_ object: JSONValue) throws(Refusal) -> Salt? {
    guard let hex = try text(object, "salt") else { return nil }
    guard let salt = Salt(hex: hex) else { throw Refusal(reason: "salt is not 32 hexadecimal digits") }
    return salt
  }

  private func body(_ object: JSONValue) throws(Refusal) -> [UInt8] {
    var bytes: [UInt8] = []
    if let encoded = object["body_base64"] {
      guard object["body"] == nil else {
        throw Refusal(reason: "body and body_base64 are both there")
      }
      guard encoded.kind.isString, encoded.appendText(to: &bytes),
        let decoded = Base64.decode(bytes)
      else { throw Refusal(reason: "body_base64 is not base64") }
      return decoded
    }
    if let body = object["body"], !(body.kind.isString && body.appendText(to: &bytes)) {
      throw Refusal(reason: "body is \(body.kind.name), not a string")
    }
    return bytes
  }

  private func checkDigest(_ object: JSONValue, of body: [UInt8]) throws(Refusal) {
    guard let hex = try text(object, "body_sha256") else { return }
    guard let digest = Digest(hex: hex) else {
      throw Refusal(reason: "body_sha256 is not 64 hexadecimal digits")
    }
    guard body.withUnsafeBytes(Digest.sha256) == digest else {
      throw Refusal(reason: "the body does not match body_sha256")
    }
  }
}
