public import EventModel
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
  /// Where in the event's body the record stands.
  public let place: RecordPlace
  /// The record, byte for byte as received.
  public let record: [UInt8]

  /// The columns with their values.
  public var columns: [(column: Column, value: RowValue)] { Array(zip(table.columns, values)) }

  /// The columns in which another row of the table differs, but for those that say where it comes from.
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
