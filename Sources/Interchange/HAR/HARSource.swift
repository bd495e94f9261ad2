import BinanceUS
import EventModel
import JSONView

/// A HAR file: our own, whose entries name their events, or a browser's or a proxy's, whose responses of the
/// exchange become a run.
struct HARSource: EventSource {
  let name: String
  private let entries: [JSONValue]
  private let digest: Digest
  private let firstTime: Timestamp?
  private let scrubber = SecretScrubber()

  static func open(_ path: String, name: String) throws -> HARSource {
    var bytes = try WholeFile.read(path)
    let digest = bytes.withUnsafeBytes(Digest.sha256)
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { bytes.removeFirst(3) }
    let document: JSONValue
    do {
      document = try JSONValue.parse(bytes)
    } catch {
      let line = bytes.prefix(error.offset ?? 0).count { $0 == UInt8(ascii: "\n") } + 1
      throw InterchangeError.part(path: name, part: "line \(line)", reason: "\(error)")
    }
    guard let entries = document["log"]?["entries"]?.elements else {
      throw InterchangeError.part(
        path: name, part: "log", reason: "entries is missing; this is not a HAR file")
    }
    return HARSource(name: name, entries: entries, digest: digest)
  }

  private init(name: String, entries: [JSONValue], digest: Digest) {
    self.name = name
    self.entries = entries
    self.digest = digest
    for entry in entries {
      let request = entry["request"]
      scrubber.add(Self.fields(request?["headers"]).all(named: "x-mbx-apikey"))
      scrubber.add(request?["url"]?.text.flatMap { RecordedURL($0) }?.secrets ?? [])
    }
    // The first response of the exchange, so that the browser's other requests do not change the run's id.
    firstTime =
      entries.lazy.compactMap { entry -> Timestamp? in
        guard let url = entry["request"]?["url"]?.text, RecordedURL(url)?.host == ForeignResponse.host else {
          return nil
        }
        return entry["startedDateTime"]?.text.flatMap { Timestamp(iso8601: $0) }
      }.first
  }

  func forEachEvent(_ use: (NewEvent, FilePart) throws -> Void) throws -> SourceReport {
    var report = SourceReport()
    var parser = EventLineParser()
    var ordinal: UInt32 = 0
    for (index, entry) in entries.enumerated() {
      let part = FilePart(word: "entry", number: index + 1)
      func refuse(_ reason: String) -> InterchangeError { .part(path: name, part: part.text, reason: reason) }
      if let facts = entry["_event"], facts.members != nil {
        do {
          try parser.checkMembers(facts)
          try use(try parser.event(facts, body: Self.body(of: entry) ?? []), part)
        } catch let refusal as EventLineParser.Refusal {
          throw refuse(refusal.reason)
        }
        continue
      }
      let response: ForeignResponse
      do {
        response = try Self.response(entry)
      } catch {
        throw refuse(error.reason)
      }
      do {
        let run = ForeignResponse.run(from: firstTime ?? response.observedAt, digest: digest, format: "har")
        let event = try response.event(run: run, ordinal: ordinal, scrubber: scrubber)
        ordinal +|= 1
        try use(event, FilePart(word: part.word, number: part.number, isForeign: true))
      } catch let leftOut as ForeignResponse.LeftOut {
        report.leaveOut("entries \(leftOut.reason)")
      }
    }
    return report
  }

  private static func response(_ entry: JSONValue) throws(EventLineParser.Refusal) -> ForeignResponse {
    guard let request = entry["request"], let response = entry["response"], let url = request["url"]?.text,
      let method = request["method"]?.text, let status = response["status"]?.int64
    else { throw .init(reason: "request or response lacks method, url or status") }
    guard let started = entry["startedDateTime"]?.text.flatMap(time) else {
      throw .init(reason: "startedDateTime is not an ISO-8601 time with its offset")
    }
    let duration = entry["time"]?.numberText.flatMap(microseconds)
    for (what, headers) in [("request", request["headers"]), ("response", response["headers"])] {
      guard headers?.elements?.count ?? 0 <= HeaderLines.countLimit else {
        throw .init(reason: "its \(what) has more than \(HeaderLines.countLimit) headers")
      }
    }
    return ForeignResponse(
      method: method, url: url, status: UInt16(clamping: status),
      httpVersion: HTTPVersion(recorded: response["httpVersion"]?.text ?? ""),
      headers: fields(response["headers"]), body: try body(of: entry),
      observedAt: min(Timestamp(microseconds: started.microseconds +| (duration ?? 0)), .latest),
      durationMicroseconds: duration)
  }

  /// The body that an entry has; nil where the recorder kept none.
  private static func body(of entry: JSONValue) throws(EventLineParser.Refusal) -> [UInt8]? {
    guard let content = entry["response"]?["content"], let text = content["text"], !text.isNull else {
      return nil
    }
    var bytes: [UInt8] = []
    guard text.appendText(to: &bytes) else { throw .init(reason: "content.text is not a string") }
    guard content["encoding"]?.text == "base64" else { return bytes }
    guard let decoded = Base64.decode(bytes) else { throw .init(reason: "content.text is not base64") }
    return decoded
  }

  private static func fields(_ headers: JSONValue?) -> [HeaderField] {
    (headers?.elements ?? []).compactMap { header in
      guard let name = header["name"]?.text, let value = header["value"]?.text else { return nil }
      // Names that begin with a colon are HTTP/2's own, not headers.
      return name.hasPrefix(":") ? nil : HeaderField(name: name, value: value)
    }
  }

  /// Recorders write up to nine digits of a fraction; those beyond a microsecond are cut.
  private static func time(_ text: String) -> Timestamp? {
    guard let point = text.firstIndex(of: ".") else { return Timestamp(iso8601: text) }
    let digits = text[text.index(after: point)...].prefix { $0.isNumber }
    let rest = text[digits.endIndex...]
    return Timestamp(iso8601: text[...point] + digits.prefix(6) + rest)
  }

  /// Milliseconds with a fraction as whole microseconds, without binary floating point.
  private static func microseconds(_ milliseconds: String) -> Int64? {
    let sides = milliseconds.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
    guard let whole = Int64(sides[0]), whole >= 0, whole < 1 << 50 else { return nil }
    let digits = sides.count == 2 ? sides[1].prefix(3) : ""
    guard digits.allSatisfy(\.isNumber) else { return nil }
    return whole *| 1000 +| (Int64(digits + String(repeating: "0", count: 3 - digits.count)) ?? 0)
  }
}
