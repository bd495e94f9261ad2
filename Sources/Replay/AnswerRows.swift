import Projections

/// What one answer gave one table, on its way to the sink.
struct AnswerRows {
  /// The table's place in the plan.
  let table: Int
  let answer: Answer
  let batch: RowBatch
  let lastID: Int64?
  /// The run whose rows ended before this answer.
  let ended: RunFold.Ended?
}
