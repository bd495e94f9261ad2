public import EventLog
public import EventModel
public import Projections
import Replay

/// The plain reference: what the tables of a schema must hold after a log, written from the
/// rules of the tables with dictionaries and without a thought of speed.
public struct PlainTables {
  /// The tables in the order of the schema.
  public private(set) var tables: [PlainTable]

  private let schema: Schema
  private let through: UInt64

  /// Replays a log up to a sequence, all of it where nil.
  public init(_ log: EventLog, schema: Schema, through: UInt64? = nil) throws {
    let events = try PlainEvent.all(of: log, through: through)
    self.init(events, schema: schema)
  }

  /// Replays events, which are the whole log.
  public init(_ events: [PlainEvent], schema: Schema) {
    self.schema = schema
    through = events.last?.header.sequence ?? 0
    tables = schema.tables.map { PlainTable($0, version: schema.version.number) }
    for event in events {
      for index in tables.indices { tables[index].take(event) }
    }
  }

  /// The table with this name.
  public subscript(name: String) -> PlainTable? { tables.first { $0.definition.schema.name == name } }

  /// Everything a tables file must hold, but `_run` and the words of quarantine reasons.
  public func image(archive: ArchiveID, root: Digest?) -> TablesImage {
    var image: [String: [[PlainCell]]] = [
      "_envelope": tables.flatMap(\.envelopes), "_quarantine": tables.flatMap(\.quarantine),
      "_checkpoint": tables.flatMap { $0.checkpoints.values }, "_run_rows": [], "_replay": [],
    ]
    for table in tables {
      let name = table.definition.schema.name
      image[name] = Array(table.rows.values)
      let digests = PlainDigests(table.rows)
      image["_run_rows"]? += digests.runs.map { run in
        [.text(name), run.key, .count(run.rows), .text(run.digest.hex)]
      }
      image["_replay"]?.append(
        [
          .text(name), .count(schema.version.number), .text(archive.hex), .count(through),
          root.map { .text($0.hex) } ?? .null, .text(digests.table.hex),
        ] + table.counters + [.null])
    }
    return TablesImage(image)
  }
}

extension PlainTable {
  /// The counters of `_replay`, in its order.
  fileprivate var counters: [PlainCell] {
    [
      position.rows, position.responses, position.records, position.rowsMade, position.superseded,
      position.lost, position.recordFaults, position.bodyFaults, position.leftOut,
    ].map { .count($0) }
  }
}
