import BinanceUS
public import EventModel
import JSONView
public import Projections

/// A row, the event that made it, and the bytes of the record that it was read from.
public struct ExplainedRow {
  /// The table, under the schema that read the record.
  public let table: TableSchema
  /// The number of that schema.
  public let schema: Int
  /// The values in column order.
  public let values: [RowValue]
  /// The event that the row came from.
  public let header: EventHeader
  /// Where in the event's body the record is.
  public let place: RecordPlace
  /// The record, byte for byte as received.
  public let record: [UInt8]

  /// The columns with their values.
  public var columns: [(column: Column, value: RowValue)] { Array(zip(table.columns, values)) }

  /// The columns in which another row of the table differs, except those that state where it comes from.
  public func differences(from other: [RowValue]) -> [(name: String, here: RowValue, there: RowValue)] {
    zip(table.columns, zip(values, other)).compactMap { column, pair in
      guard pair.0 != pair.1 else { return nil }
      switch column.source {
      case .run, .eventSequence, .eventRow: return nil
      default: return (column.name, pair.0, pair.1)
      }
    }
  }
}

/// Projects single events into rows of one table, and finds the records of rows.
struct EventRows {
  private let projection: ResponseProjection
  private let schema: Int
  private let endpoints: [String: Endpoint]

  init(_ query: RowQuery) {
    projection = ResponseProjection(query.definition)
    schema = query.schema.version.number
    endpoints = Dictionary(uniqueKeysWithValues: query.definition.reads.map { ($0.path, $0) })
  }

  /// Whether an event is a successful response that the table reads.
  func reads(_ header: EventHeader) -> Bool {
    header.isSuccess && endpoints[header.endpoint] != nil
  }

  /// The rows of an event, if it is a successful response that the table reads; valid until the next call.
  func rows(of header: EventHeader, body: BodyBuffer) -> RowBatch? {
    guard header.isSuccess, let endpoint = endpoints[header.endpoint] else { return nil }
    return projection.rows(of: header, endpoint: endpoint, body: body)
  }

  /// A row with its record.
  func explained(
    _ row: Int, of batch: RowBatch, _ header: EventHeader, _ body: BodyBuffer
  ) throws -> ExplainedRow {
    let cells = batch.row(row)
    let values = (0..<batch.columnCount).map { RowValue(cells[$0], of: batch) }
    guard case .integer(let index)? = values.last,
      let place = try RecordPlace.find(Int(clamping: index), in: body, of: batch.table)
    else { preconditionFailure("a row has the record that it was read from") }
    return ExplainedRow(
      table: batch.table, schema: schema, values: values, header: header, place: place,
      record: Array(body.bytes[place.range]))
  }
}
