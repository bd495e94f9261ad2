import BinanceUS
import EventLog
import EventModel
import Interchange
import TestKit
import Testing

@Suite("Formats there and back")
struct RoundTripTests {
  private func export(_ archive: ArchiveBuilder, as format: some EventFormat) throws -> [UInt8] {
    var bytes: [UInt8] = []
    _ = try EventExport.run(EventSelection(through: archive.last), of: archive.log, as: format) {
      bytes += $0
    }
    return bytes
  }

  private func warc(_ archive: ArchiveBuilder) -> WARCFormat {
    WARCFormat(version: "0", archive: "a", madeAt: ArchiveBuilder.someTime)
  }

  private func root(_ archive: ArchiveBuilder) throws -> Digest? {
    try archive.log.read { (snapshot: borrowing Snapshot) in
      try snapshot.treeRoot(size: snapshot.lastSequence)
    }
  }

  private func lines(_ archive: ArchiveBuilder) throws -> [UInt8] {
    try export(archive, as: JSONLinesFormat())
  }

  @Test(
    "WARC gives back every event with its salt and times: the tree has the same root",
    arguments: [UInt64(1), 2, 3])
  func warcLaw(seed: UInt64) throws {
    let (archive, other) = (try ArchiveBuilder(), try ArchiveBuilder())
    try archive.append(DiceLog.events(seed: seed, count: 120))
    let file = try archive.directory.write(export(archive, as: warc(archive)), to: "e.warc.gz")
    #expect(try EventsImport.run(file, into: other.log).appended == 120)
    #expect(try root(other) == root(archive), "seed \(seed)")
    #expect(try lines(other) == lines(archive))
    #expect(try EventsImport.run(file, into: other.log).appended == 0)
  }

  @Test(
    "whatever a query, a path, a method or a header holds, WARC and HAR give it back, and no record is made by it"
  )
  func hostileTexts() throws {
    let (archive, warcs, hars) = (try ArchiveBuilder(), try ArchiveBuilder(), try ArchiveBuilder())
    let texts = [
      "a=1\r\n\r\nWARC/1.1\r\nWARC-Type: response", "a=\n", "=", "&=&==", "a b=c\td", "\u{0}=\u{7F}",
      "signature", "a=" + String(repeating: "\u{1}", count: 15_000),
    ]
    for (number, text) in texts.enumerated() {
      var event = try #require(
        DiceLog.events(seed: UInt64(number), count: 200).first { $0.kind == .response })
      (event.query, event.path) = (CanonicalQuery(text).text, event.endpoint)
      event.ordinal = UInt32(number)
      event.responseHeaders = [HeaderField(name: "x-\(text.prefix(60))", value: text)]
      try archive.append([event])
    }
    let warc = try archive.directory.write(export(archive, as: warc(archive)), to: "e.warc.gz")
    #expect(try EventsImport.run(warc, into: warcs.log).appended == texts.count)
    #expect(try root(warcs) == root(archive))
    let har = try archive.directory.write(export(archive, as: HARFormat(version: "0")), to: "e.har")
    #expect(try EventsImport.run(har, into: hars.log).appended == texts.count)
    try expectSameContent(hars, archive)
  }

  @Test("an export is the same bytes every time")
  func repeatable() throws {
    let archive = try ArchiveBuilder()
    try archive.append(DiceLog.events(seed: 9, count: 40))
    #expect(try export(archive, as: warc(archive)) == export(archive, as: warc(archive)))
    #expect(try export(archive, as: HARFormat(version: "0")) == export(archive, as: HARFormat(version: "0")))
  }

  @Test("HAR gives back every response, and nothing else", arguments: [UInt64(4), 5, 6])
  func harLaw(seed: UInt64) throws {
    let (archive, other) = (try ArchiveBuilder(), try ArchiveBuilder())
    let events = DiceLog.events(seed: seed, count: 120)
    try archive.append(events)
    let responses = events.filter { $0.kind == .response }
    let file = try archive.directory.write(export(archive, as: HARFormat(version: "0")), to: "e.har")
    #expect(try EventsImport.run(file, into: other.log).appended == responses.count)
    let expected = try ArchiveBuilder()
    try expected.append(responses)
    try expectSameContent(other, expected)
  }

  /// Everything but sequence, time of storing and salt.
  private func expectSameContent(_ left: ArchiveBuilder, _ right: ArchiveBuilder) throws {
    #expect(try left.last == right.last)
    var ours = BodyReader()
    var theirs = BodyReader()
    for sequence in 1...(try left.last) {
      let (a, x) = try left.log.read { (s: borrowing Snapshot) in
        (try s.header(of: sequence), Array(try ours.verifiedBody(of: sequence, in: s).bytes))
      }
      var (b, y) = try right.log.read { (s: borrowing Snapshot) in
        (try s.header(of: sequence), Array(try theirs.verifiedBody(of: sequence, in: s).bytes))
      }
      (b.appendedAt, b.salt) = (a.appendedAt, a.salt)
      #expect(a == b && x == y)
    }
  }

  @Test("a byte that is not UTF-8, a strange header and a long body survive both formats")
  func strange() throws {
    let archive = try ArchiveBuilder()
    let bytes: [UInt8] = [0xFF, 0x00, 0x0A, 0x22] + Array(repeating: 0x41, count: 300_000)
    try archive.append([
      NewEvent(
        run: try #require(RunID("r")), ordinal: 0, endpoint: "/api/v3/time", method: "GET",
        host: "api.binance.us",
        path: "/api/v3/time", attempt: 1, observedAt: ArchiveBuilder.someTime,
        durationMicroseconds: 1_234_567,
        httpVersion: .http2, status: 418,
        responseHeaders: [
          HeaderField(name: "Content-Encoding", value: "gzip"),
          HeaderField(name: "X-Odd", value: "é \"q\" \\"),
          HeaderField(name: "Content-Length", value: "7"),
        ], body: bytes)
    ])
    for (name, file) in [
      ("w", try export(archive, as: warc(archive))), ("h", try export(archive, as: HARFormat(version: "0"))),
    ] {
      let other = try ArchiveBuilder()
      _ = try EventsImport.run(archive.directory.write(file, to: name), into: other.log)
      #expect(try lines(other) == lines(archive), "\(name)")
    }
  }

  @Test("a file that was cut or changed is refused whole", arguments: ["har", "warc"])
  func damaged(format: String) throws {
    let archive = try ArchiveBuilder()
    try archive.append(DiceLog.events(seed: 3, count: 30))
    let whole =
      try format == "har" ? export(archive, as: HARFormat(version: "0")) : export(archive, as: warc(archive))
    var dice = SeededGenerator(seed: 1)
    for turn in 0..<20 {
      let other = try ArchiveBuilder()
      var bytes = whole
      let place = dice.within(bytes.count / 2...bytes.count - 20)
      if turn % 2 == 0 { bytes.removeSubrange(place...) } else { bytes[place] ^= 0x15 }
      let file = try archive.directory.write(bytes, to: "damaged")
      do {
        // A change may hit what means nothing: a space, a viewer's field. Then all is as it was.
        _ = try EventsImport.run(file, into: other.log)
        #expect(turn % 2 == 1)
      } catch {
        #expect(try other.last == 0)
        #expect("\(error)".contains("Nothing of this file was imported"), "\(error)")
      }
    }
  }
}
