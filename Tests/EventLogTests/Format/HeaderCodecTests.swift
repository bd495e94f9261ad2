import Testing

@testable import EventLog
@testable import EventModel

@Suite("Header bytes")
struct HeaderCodecTests {
  private func header(_ event: NewEvent, sequence: UInt64 = 7) throws -> EventHeader {
    try EventHeader(
      normalising: event, ordinal: event.ordinal ?? 0, sequence: sequence,
      appendedAt: Timestamp(microseconds: 5), salt: .random(),
      bodyDigest: event.body.withUnsafeBytes(Digest.sha256))
  }

  private func decode(_ bytes: [UInt8]) throws -> EventHeader {
    try bytes.withUnsafeBytes { try HeaderCodec.decode($0) }
  }

  @Test(
    "any header is decoded to itself, and its bytes are encoded to themselves",
    arguments: [UInt64(11), 12, 13])
  func identity(seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    for ordinal in 0..<500 {
      let header = try header(Events.any(UInt32(ordinal), using: &generator))
      let bytes = HeaderCodec.encode(header)
      let decoded = try decode(bytes)
      #expect(decoded == header, "seed \(seed)")
      #expect(HeaderCodec.encode(decoded) == bytes, "seed \(seed)")
    }
  }

  @Test("no byte can be cut off, added or, in the fixed part, take an unknown meaning")
  func strict() throws {
    let header = try header(Events.response(1, body: [1, 2]))
    let bytes = HeaderCodec.encode(header)
    for count in 0..<bytes.count {
      #expect(throws: FormatError.self) { try decode(Array(bytes[..<count])) }
    }
    #expect(throws: FormatError.self) { try decode(bytes + [0]) }
    for (offset, value) in [
      (0, 2), (1, 0), (1, 6), (2, 12), (3, 2), (3, 0), (4, 1), (106, 0x20), (106, 0xFF),
    ] {
      var changed = bytes
      changed[offset] = UInt8(value)
      #expect(throws: FormatError.self, "offset \(offset)") { try decode(changed) }
    }
  }

  @Test("a flipped bit gives another header or none", arguments: [UInt64(21), 22])
  func flips(seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    let header = try header(Events.any(1, using: &generator))
    let bytes = HeaderCodec.encode(header)
    for bit in 0..<bytes.count * 8 {
      var changed = bytes
      changed[bit / 8] ^= 1 << UInt8(bit % 8)
      guard let other = try? decode(changed) else { continue }
      #expect(HeaderCodec.encode(other) == changed, "seed \(seed) bit \(bit)")
    }
  }

  @Test("cookies are blanked, whatever their case")
  func cookies() throws {
    var event = Events.response(1, body: [])
    event.responseHeaders = [
      HeaderField(name: "SET-cookie", value: "s=1"), HeaderField(name: "Date", value: "x"),
    ]
    let stored = try header(event)
    #expect(stored.responseHeaders.map(\.value) == ["", "x"])
    #expect(stored.responseHeaders.map(\.name) == ["SET-cookie", "Date"])
  }

  @Test("response headers that would exceed the limit are dropped, smaller ones kept, and a flag is set")
  func drops() throws {
    var event = Events.response(1, body: [])
    event.responseHeaders = [
      HeaderField(name: "A", value: "1"),
      HeaderField(name: "B", value: String(repeating: "x", count: 70_000)),
      HeaderField(name: "C", value: "3"),
    ]
    let stored = try header(event)
    #expect(stored.responseHeaders.map(\.name) == ["A", "C"])
    #expect(stored.flags == .headersDropped)
  }

  @Test("a header fills its limit to the last byte, and a field that passes it is named")
  func limit() throws {
    var event = Events.response(1, body: [])
    let room = HeaderCodec.maximumBytes - HeaderCodec.encode(try header(event)).count
    event.responseHeaders.append(HeaderField(name: "X", value: String(repeating: "v", count: room - 5)))
    let full = try header(event)
    #expect(HeaderCodec.encode(full).count == HeaderCodec.maximumBytes)
    #expect(full.flags.isEmpty)
    event.responseHeaders[1].value += "v"
    #expect(try header(event).flags == .headersDropped)
    event.query = String(repeating: "q", count: 65_535)
    #expect(throws: EventLogError.headerTooLarge(field: "query")) { try header(event) }
    event.query = ""
    event.endpoint = String(repeating: "e", count: 256)
    #expect(throws: EventLogError.headerTooLarge(field: "endpoint")) { try header(event) }
    event.endpoint = "a\0b"
    #expect(throws: EventLogError.self) { try header(event) }
  }

  @Test("ten thousand events with every field at its limits come back from an archive as they went in")
  func tenThousand() throws {
    let directory = try TemporaryDirectory()
    let log = try EventLog.open(at: directory.archive, mode: .create)
    var extremes: [NewEvent] = []
    for ordinal in 0..<UInt32(10_000) {
      extremes.append(LimitEvents.event(ordinal))
    }
    let receipt = try log.append(contentsOf: extremes)
    #expect(receipt.appended == 10_000)
    log.close()
    let reopened = try EventLog.open(at: directory.archive, mode: .readOnly)
    for (index, event) in extremes.enumerated() {
      let header = try reopened.read { (snapshot: borrowing Snapshot) in
        try snapshot.header(of: UInt64(index + 1))
      }
      guard LimitEvents.matches(header, event) else {
        Issue.record("event \(index + 1) came back changed")
        return
      }
    }
    #expect(try LogVerifier(reopened).verify().isWhole)
  }
}
