/// The projection of a table that is its schema and nothing else.
final class MappedProjection: Projection {
  let table: TableSchema
  private var mapper: ColumnMapper

  init(_ table: TableSchema) {
    self.table = table
    mapper = ColumnMapper(table)
  }

  func project(_ answer: Answer, into batch: RowBatch) {
    mapper.map(answer, into: batch) { _, _ in .keep }
  }
}
