public import BinanceUS
public import EventModel

/// Projects answers of one table one at a time, outside a replay: for questions about single rows.
public struct AnswerProjection {
  /// The table the rows are for.
  public let table: TableSchema
  private let projection: any Projection
  private let batch: RowBatch

  public init(_ definition: TableDefinition) {
    table = definition.schema
    projection = definition.make()
    batch = RowBatch(table: definition.schema)
  }

  /// The rows that a good answer makes; valid until the next call.
  public func rows(of header: EventHeader, endpoint: Endpoint, body: BodyBuffer) -> RowBatch {
    let answer = Answer(header: header, endpoint: endpoint, body: body)
    batch.reset(for: answer)
    projection.project(answer, into: batch)
    return batch
  }
}
