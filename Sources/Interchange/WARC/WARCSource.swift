import BinanceUS
import EventModel
import JSONView

/// A WARC file: our own, whose metadata records hold the events, or a crawler's, whose responses of the exchange become
/// a run.
struct WARCSource: EventSource {
  let name: String
  private let path: String
  private let run: RunID?
  private let scrubber: SecretScrubber
  /// The record ids of requests with another method than GET, and of their responses.
  private let others: Set<String>
  private let isOurs: Bool

  /// Reads the file once for the id of a foreign run, and for the secrets of its requests.
  static func open(_ path: String, name: String) throws -> WARCSource {
    let reader = try WARCReader.open(path, name: name)
    var (hasher, first) = (DigestHasher(), Timestamp?.none)
    let scrubber = SecretScrubber()
    var others: Set<String> = []
    var isOurs = false
    while let record = try reader.next() {
      record.block.withUnsafeBytes { hasher.update($0) }
      if let url = record["WARC-Target-URI"] { scrubber.add(RecordedURL(url.trimming("<>"))?.secrets ?? []) }
      switch record["WARC-Type"] {
      case "warcinfo": isOurs = record.block.starts(with: "software: bnus-replay/".utf8)
      case "request":
        guard let message = try reader.message(record) else { continue }
        if let key = message["X-MBX-APIKEY"] { scrubber.add([key]) }
        if !message.startLine.hasPrefix("GET ") { others.formUnion(record.names) }
      case "response": first = first ?? record["WARC-Date"].flatMap { Timestamp(iso8601: $0) }
      default: continue
      }
    }
    let digest = hasher.finish()
    let run = first.map { ForeignResponse.run(from: $0, digest: digest, format: "warc") }
    return WARCSource(name: name, path: path, run: run, scrubber: scrubber, others: others, isOurs: isOurs)
  }

  func forEachEvent(_ use: (NewEvent, FilePart) throws -> Void) throws -> SourceReport {
    let reader = try WARCReader.open(path, name: name)
    var (report, ordinal) = (SourceReport(), UInt32(0))
    var parser = EventLineParser()
    var (waiting, number) = (WARCRecord?.none, 0)
    func settle() throws {
      guard let record = waiting else { return }
      if isOurs { throw reader.refuse("a response lacks the metadata record after it; the file was cut") }
      waiting = nil
      do {
        let event = try response(record, reader).event(
          run: try foreignRun(reader), ordinal: ordinal, scrubber: scrubber)
        ordinal +|= 1
        try use(event, FilePart(word: "record", number: number, isForeign: true))
      } catch let leftOut as ForeignResponse.LeftOut {
        report.leaveOut("responses \(leftOut.reason)")
      }
    }
    while let record = try reader.next() {
      guard record["Content-Type"] == WARCFormat.eventType else {
        try settle()
        if record["WARC-Type"] == "response" { (waiting, number) = (record, reader.recordNumber) }
        continue
      }
      let isOfWaiting = record["WARC-Refers-To"].map { $0 == waiting?["WARC-Record-ID"] }
      guard isOfWaiting != false else { throw reader.refuse("it refers to no response before it") }
      let response = isOfWaiting == nil ? nil : waiting
      if response == nil { try settle() }
      waiting = nil
      let event: NewEvent
      do {
        event = try self.event(record, response, &parser, reader)
      } catch let refusal as EventLineParser.Refusal {
        throw reader.refuse(refusal.reason)
      }
      try use(event, FilePart(word: "record", number: reader.recordNumber))
    }
    try settle()
    return report
  }

  /// One of our own events.
  private func event(
    _ record: WARCRecord, _ response: WARCRecord?, _ parser: inout EventLineParser,
    _ reader: WARCReader
  ) throws -> NewEvent {
    guard let response else { return try parser.event(record.block[...]) }
    guard let message = try reader.message(response) else {
      throw EventLineParser.Refusal(reason: "its response is not an HTTP message")
    }
    let facts: JSONValue
    do {
      facts = try JSONValue.parse(record.block)
    } catch {
      throw EventLineParser.Refusal(reason: "\(error)")
    }
    try parser.checkMembers(facts)
    return try parser.event(facts, body: Array(message.body))
  }

  private func response(_ record: WARCRecord, _ reader: WARCReader) throws -> ForeignResponse {
    guard let url = record["WARC-Target-URI"],
      let time = record["WARC-Date"].flatMap({ Timestamp(iso8601: $0) })
    else { throw reader.refuse("a response lacks its target or date") }
    guard RecordedURL(url.trimming("<>"))?.host == ForeignResponse.host else {
      throw ForeignResponse.LeftOut(reason: "of other hosts")
    }
    guard let message = try reader.message(record), let status = message.status else {
      throw reader.refuse("a response is not an HTTP message")
    }
    return ForeignResponse(
      method: record.names.isDisjoint(with: others) ? "GET" : "another", url: url.trimming("<>"),
      status: status,
      httpVersion: HTTPVersion(recorded: String(message.startLine.prefix { $0 != " " })),
      headers: message.fields, body: message.decodedBody, observedAt: time, durationMicroseconds: nil)
  }

  private func foreignRun(_ reader: WARCReader) throws(InterchangeError) -> RunID {
    guard let run else { throw reader.refuse("no response has a date") }
    return run
  }
}

extension WARCReader {
  /// The HTTP message that a record holds; nil where it holds none.
  fileprivate func message(_ record: WARCRecord) throws(InterchangeError) -> HTTPMessage? {
    do {
      return try HTTPMessage(record.block)
    } catch {
      throw refuse(error.reason)
    }
  }
}

extension WARCRecord {
  /// The ids of the record and of those that belong to the same exchange.
  fileprivate var names: Set<String> {
    Set(
      fields.filter { ["warc-record-id", "warc-concurrent-to"].contains($0.name.lowercased()) }.map(\.value))
  }
}

extension String {
  /// Without these characters at both ends (WARC 1.0 puts URIs in angle brackets).
  fileprivate func trimming(_ characters: String) -> String {
    var text = Substring(self)
    while let first = text.first, characters.contains(first) { text.removeFirst() }
    while let last = text.last, characters.contains(last) { text.removeLast() }
    return String(text)
  }
}
