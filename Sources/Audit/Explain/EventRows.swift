import BinanceUS
import EventModel
import JSONView
import Projections

/// Reads single events into rows of one table and back to their records.
struct EventRows {
  private let projection: ResponseProjection
  private let schema: Int
  private let endpoints: [String: Endpoint]

  init(_ question: RowQuestion) {
    projection = ResponseProjection(question.definition)
    schema = question.schema.version.number
    endpoints = Dictionary(uniqueKeysWithValues: question.definition.reads.map { ($0.path, $0) })
  }

  /// Whether an event is a good answer for the table.
  func reads(_ header: EventHeader) -> Bool {
    header.isSuccess && endpoints[header.endpoint] != nil
  }

  /// The rows of an event, if it is a good answer for the table; valid until the next call.
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
