public import BinanceUS

/// Turns one response into rows of one table. A response gives the same rows whatever came before it,
/// so a log may be split anywhere; what is kept from response to response only saves work.
///
/// Most tables need none of their own: `MappedProjection` reads them off their schema.
public protocol Projection: AnyObject {
  /// The table, in one version of the schema.
  var table: TableSchema { get }
  /// Adds the response's rows to an empty batch and counts in its tally what became of every record.
  func project(_ response: Response, into batch: RowBatch)
}

/// A table of the catalogue under one version of the schema: its columns, the endpoints it reads, and how to make a
/// projection.
public struct TableDefinition: Sendable {
  public let schema: TableSchema
  /// The version that the table came with: the ones before do not have it.
  public let since: SchemaVersion
  /// The later versions under which it looks different from the one before.
  public let changed: [SchemaVersion]
  /// Responses of other endpoints are skipped before they are decompressed.
  public let reads: [Endpoint]
  package let make: @Sendable () -> any Projection

  init(
    _ schema: TableSchema, since: SchemaVersion, changed: [SchemaVersion] = [], reads: [Endpoint],
    make: (@Sendable () -> any Projection)? = nil
  ) {
    (self.schema, self.since, self.changed, self.reads) = (schema, since, changed, reads)
    self.make = make ?? { MappedProjection(schema) }
  }
}

/// The projection of a table that is its schema and nothing else.
final class MappedProjection: Projection {
  let table: TableSchema
  private var mapper: ColumnMapper

  init(_ table: TableSchema) {
    self.table = table
    mapper = ColumnMapper(table)
  }

  func project(_ response: Response, into batch: RowBatch) {
    mapper.map(response, into: batch) { _, _ in .keep }
  }
}
