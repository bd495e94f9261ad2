import EventModel
import TestKit

@testable import Projections
@testable import Replay

/// One response on its way into one table, for tests of mappings.
struct Mapping {
  /// The rows that were kept, by column name.
  let rows: [[String: PlainCell]]
  let tally: ResponseTally

  var faults: [Fault] { tally.faults }

  /// Projects a body as the response of `endpoint` into a table of a schema.
  init(
    _ body: String, of endpoint: String, into name: String,
    schema: Int = TableCatalogue.latest.version.number, query: String = ""
  ) throws {
    let archive = try ArchiveBuilder()
    try archive.record(endpoint, query: query, body)
    guard let schema = TableCatalogue.schema(schema) else { throw ReplayError.unknownTable(name) }
    let plan = try ReplayPlan(
      schema: schema, only: [name], through: archive.last, jobs: 1, sink: MemorySink())
    let merge = FeedMerge(log: archive.log, plan: plan, omitted: .none, pool: BatchPool())
    guard let next = try merge.next() else { throw ReplayError.unknownTable(endpoint) }
    tally = next.batch.tally
    let (batch, columns) = (next.batch, next.batch.table.columns)
    rows = (0..<batch.rowCount).map { row in
      Dictionary(
        uniqueKeysWithValues: columns.enumerated().map { place, column in
          (column.name, Mapping.cell(batch.row(row)[place], of: batch))
        })
    }
  }

  private static func cell(_ cell: Cell, of batch: RowBatch) -> PlainCell {
    switch cell.kind {
    case .null: .null
    case .integer: .integer(cell.payload)
    case .bodyText, .ownText: .text(Array(batch.bytes(of: cell)))
    }
  }

  /// The cells of a column, row after row.
  subscript(column: String) -> [PlainCell] { rows.map { $0[column] ?? .text("no such column") } }
}
