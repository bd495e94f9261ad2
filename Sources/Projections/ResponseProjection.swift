public import BinanceUS
public import EventModel

/// Projects responses of one table one at a time, outside a replay, for whoever looks at single rows.
public struct ResponseProjection {
  /// The table the rows are for.
  public let table: TableSchema
  private let projection: any Projection
  private let batch: RowBatch

  public init(_ definition: TableDefinition) {
    table = definition.schema
    projection = definition.make()
    batch = RowBatch(table: definition.schema)
  }

  /// The rows that a successful response makes; valid until the next call.
  public func rows(of header: EventHeader, endpoint: Endpoint, body: BodyBuffer) -> RowBatch {
    let response = Response(header: header, endpoint: endpoint, body: body)
    batch.reset(for: response)
    projection.project(response, into: batch)
    return batch
  }
}
