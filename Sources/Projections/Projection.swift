public import BinanceUS

/// Turns one answer into rows of one table. An answer gives the same rows whatever came before it,
/// so a log may be split anywhere; what is kept from answer to answer only saves work.
///
/// Most tables need none of their own: `MappedProjection` reads them off their schema.
public protocol Projection: AnyObject {
  /// The table, in one version of the schema.
  var table: TableSchema { get }
  /// Adds the answer's rows to an empty batch and says in its tally what became of every record.
  func project(_ answer: Answer, into batch: RowBatch)
}

/// A table of the catalogue under one version of the schema: its columns, the endpoints it reads, and how to make a
/// projection.
public struct TableDefinition: Sendable {
  public let schema: TableSchema
  /// The version that the table came with: the ones before do not have it.
  public let since: SchemaVersion
  /// The later versions under which it looks different from the one before.
  public let changed: [SchemaVersion]
  /// Answers of other endpoints are skipped before they are decompressed.
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
