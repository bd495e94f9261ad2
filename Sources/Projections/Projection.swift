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

/// A table of the catalogue: its schema, the endpoints it reads, and how to make a projection.
public struct TableDefinition: Sendable {
  public let schema: TableSchema
  /// Answers of other endpoints are skipped before they are decompressed.
  public let reads: [Endpoint]
  let make: @Sendable () -> any Projection

  init(
    _ schema: TableSchema, reads: [Endpoint],
    make: (@Sendable () -> any Projection)? = nil
  ) {
    self.schema = schema
    self.reads = reads
    self.make = make ?? { MappedProjection(schema) }
  }
}
