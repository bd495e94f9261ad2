/// The bytes of a run's record; its id is the key. Integers are big-endian.
///
///     offset size
///          0    8  first sequence
///          8    8  last sequence
///         16    8  events
///         24    8  first observed_at, microseconds since 1970 (signed)
///         32    8  last observed_at
///         40    8  responses
///         48    8  failures
///         56    8  sequence of the run's start, 0 for none
///         64    8  sequence of the run's end, 0 for none
///         72    1  1 when an event was imported, else 0
package enum RunRecordCodec {
  package static func encode(_ record: RunRecord) -> [UInt8] {
    var writer = ByteWriter(capacity: 73)
    writer.integer(record.firstSequence)
    writer.integer(record.lastSequence)
    writer.integer(record.events)
    writer.integer(record.firstObservedAt.microseconds)
    writer.integer(record.lastObservedAt.microseconds)
    writer.integer(record.responses)
    writer.integer(record.failures)
    writer.integer(record.startSequence ?? 0)
    writer.integer(record.endSequence ?? 0)
    writer.integer(UInt8(record.imported ? 1 : 0))
    return writer.bytes
  }

  package static func decode(_ bytes: UnsafeRawBufferPointer, id: RunID) throws(FormatError) -> RunRecord {
    var reader = ByteReader(bytes)
    let first = try reader.integer(UInt64.self, "first sequence")
    let last = try reader.integer(UInt64.self, "last sequence")
    let events = try reader.integer(UInt64.self, "events")
    let firstObserved = try reader.integer(Int64.self, "first observed_at")
    let lastObserved = try reader.integer(Int64.self, "last observed_at")
    let responses = try reader.integer(UInt64.self, "responses")
    let failures = try reader.integer(UInt64.self, "failures")
    let start = try reader.integer(UInt64.self, "start sequence")
    let end = try reader.integer(UInt64.self, "end sequence")
    let imported = try reader.integer(UInt8.self, "imported mark")
    try reader.finish("run record")
    guard imported <= 1 else { throw FormatError(what: "its imported mark is impossible") }
    return RunRecord(
      id: id, firstSequence: first, lastSequence: last, events: events,
      firstObservedAt: Timestamp(microseconds: firstObserved),
      lastObservedAt: Timestamp(microseconds: lastObserved), responses: responses, failures: failures,
      startSequence: start == 0 ? nil : start, endSequence: end == 0 ? nil : end, imported: imported == 1)
  }
}
