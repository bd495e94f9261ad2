public import EventLog
import EventModel
import JSONView
public import Projections
public import Sinks

/// A row of a tables file, and the row that the event it names really makes.
public struct Explanation {
  /// The row as the file has it, in column order.
  public let values: [RowValue]
  /// The row as the event makes it; nil where the event makes no such row.
  public let row: ExplainedRow?
  /// The event that the file's row names.
  public let sequence: UInt64

  /// Whether the file agrees with the log.
  public var isTrue: Bool { row?.values == values }

  /// Looks a row up by its own provenance. Costs one search a run, one event and its body.
  ///
  /// Throws `notFound` where the file has no such row or the key is not enough, `file` where the
  /// file was made from another archive, and `damaged` where the event cannot be read.
  public static func find(
    _ query: RowQuery, in tables: TablesReader, of log: EventLog
  ) throws -> Explanation {
    guard tables.archive == log.archiveID.hex else {
      throw AuditError.file(
        path: tables.path, reason: "was made from another archive (\(tables.archive)), not from \(log.path)")
    }
    let (table, columns, run) = (query.table, query.columns, query.run)
    if !query.isWholeKey {
      let entries = try tables.entries(of: table, where: columns, run: run, limit: 4)
      if entries.count > 1 { throw query.ambiguous(entries) }
    }
    guard let values = try tables.newestRow(of: table, where: columns, run: run) else {
      throw query.nothing(tables.path)
    }
    guard values.count == table.columns.count, case .integer(let event) = values[values.count - 2],
      case .integer(let index) = values[values.count - 1], let sequence = UInt64(exactly: event)
    else {
      throw AuditError.file(
        path: tables.path, reason: "has a row of \(table.name) that does not state where it comes from")
    }
    let row = try row(Int(clamping: index), of: sequence, query, in: log)
    return Explanation(values: values, row: row, sequence: sequence)
  }

  private static func row(
    _ index: Int, of sequence: UInt64, _ query: RowQuery, in log: EventLog
  ) throws -> ExplainedRow? {
    let events = EventRows(query)
    var reader = BodyReader()
    return try log.read { (snapshot: borrowing Snapshot) in
      guard (1...max(1, snapshot.lastSequence)).contains(sequence), snapshot.lastSequence > 0 else {
        return nil
      }
      let header = try snapshot.header(of: sequence)
      guard events.reads(header) else { return nil }
      let body = try reader.verifiedBody(of: header, in: snapshot)
      guard let batch = events.rows(of: header, body: body) else { return nil }
      let place = (0..<batch.rowCount).first {
        RowValue(batch.row($0)[batch.columnCount - 1], of: batch) == .integer(Int64(index))
      }
      return try place.map { try events.explained($0, of: batch, header, body) }
    }
  }
}
