import BinanceUS

/// `account_balance`: what the account holds, one row an asset.
/// Source of the fields: docs/binance-us-api.md, section 1.4.
enum AccountBalance {
  static func definition(_ version: SchemaVersion) -> TableDefinition {
    let schema = TableSchema(
      name: "account_balance",
      summary: "The spot account's assets with anything free or locked.",
      shape: .member("balances"),
      key: ["asset", "run_id"], nature: .snapshot(identity: ["asset"]),
      columns: [
        Column("asset", .text), Column("free", .decimal), Column("locked", .decimal),
        Column("total", .decimal, from: .derived("`free` + `locked`, exact, the longer scale kept")),
        Column("accountType", .text, from: .envelope("accountType")),
        Column("canTrade", .boolean, from: .envelope("canTrade")),
        Column("canWithdraw", .boolean, from: .envelope("canWithdraw")),
        Column("canDeposit", .boolean, from: .envelope("canDeposit")),
        Column("updateTime", .time, from: .envelope("updateTime")),
      ])
    return TableDefinition(schema, since: .seed, reads: [.account]) { HeldBalances(schema) }
  }
}

/// Keeps the assets of which something is free or locked, and adds the two up.
final class HeldBalances: Projection {
  static let zeroBalance = "nothing free or locked"

  let table: TableSchema
  private var mapper: ColumnMapper
  private let freeColumn: Int
  private let lockedColumn: Int
  private let totalColumn: Int

  init(_ table: TableSchema) {
    self.table = table
    mapper = ColumnMapper(table)
    guard let free = table.index(of: "free"), let locked = table.index(of: "locked"),
      let total = table.index(of: "total")
    else { preconditionFailure("account_balance has free, locked and total") }
    (freeColumn, lockedColumn, totalColumn) = (free, locked, total)
  }

  func project(_ response: Response, into batch: RowBatch) {
    mapper.map(response, into: batch) { row, batch in judge(row, in: batch) }
  }

  private func judge(_ row: UnsafeMutablePointer<Cell>, in batch: RowBatch) -> ColumnMapper.Verdict {
    guard row[freeColumn].kind != .null, row[lockedColumn].kind != .null else {
      return .fault("free or locked is missing")
    }
    let free = batch.bytes(of: row[freeColumn])
    let locked = batch.bytes(of: row[lockedColumn])
    guard let hasFree = ExactDecimal.isPositive(free),
      let hasLocked = ExactDecimal.isPositive(locked)
    else { return .fault("free or locked is no plain decimal") }
    guard hasFree || hasLocked else { return .leaveOut(HeldBalances.zeroBalance) }
    guard let total = ExactDecimal.sum(free, locked) else {
      return .fault("free and locked cannot be added")
    }
    row[totalColumn] = batch.arena.append(total)
    return .keep
  }
}
