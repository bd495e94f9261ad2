import CLMDB

/// Checks what LMDB itself takes on trust: which of its two meta pages is the newer, and which pages are free.
///
/// A damaged bit there can bring back the log as it was some appends ago, whole in itself, or let the next append
/// write over pages that are in use.
struct PageCheck {
  func check(_ snapshot: borrowing Snapshot, _ report: inout VerificationReport) throws(EventLogError) {
    let view = snapshot.view
    guard let environment = mdb_txn_env(view.handle) else { return }
    var info = MDB_envinfo()
    try LMDBError.check(mdb_env_info(environment, &info), "read its size", view.path)
    // A writer may have gone on since this read began; then the pages speak of another state of the log.
    guard UInt64(info.me_last_txnid) == UInt64(mdb_txn_id(view.handle)) else { return }
    let free = try freePages(view, last: UInt64(info.me_last_pgno), &report)
    let metas = try MetaPage.pair(in: view.path)
    let fileBytes = try LMDBEnvironment.fileBytes(view.path)
    let newer = metas[0].transaction > metas[1].transaction ? 0 : 1
    guard follows(metas[newer], metas[1 - newer], isEven: newer == 0, free, fileBytes: fileBytes) else {
      report.add(
        Damage(
          nil, .index,
          "LMDB's two meta pages are of transactions \(metas[0].transaction) and"
            + " \(metas[1].transaction), and their pages say otherwise"))
      return
    }
    if let root = [metas[newer].mainRoot, metas[newer].freeRoot].first(where: { free[$0] != nil }) {
      report.add(
        Damage(nil, .index, "page \(root), from which LMDB reads everything, is in its list of free pages"))
    }
    try checkCount(snapshot, free: free.count, last: UInt64(info.me_last_pgno), &report)
  }

  /// Whether one commit lies between the two: their numbers follow, and the pages that the older one began with were
  /// freed by the newer.
  private func follows(
    _ newer: MetaPage, _ older: MetaPage, isEven: Bool, _ free: [UInt64: UInt64], fileBytes: Int
  ) -> Bool {
    if newer.transaction == 0, older.transaction == 0 { return true }
    guard newer.transaction == older.transaction +| 1, newer.transaction.isMultiple(of: 2) == isEven else {
      return false
    }
    if older.isTakenBack(besides: newer, fileBytes: fileBytes) { return true }
    return older.mainRoot == MetaPage.noRoot || older.mainRoot == newer.mainRoot
      || free[older.mainRoot] == newer.transaction
  }

  /// The pages that LMDB would give to the next append, and the transactions that freed them.
  private func freePages(
    _ view: TransactionView, last: UInt64, _ report: inout VerificationReport
  ) throws(EventLogError) -> [UInt64: UInt64] {
    var free: [UInt64: UInt64] = [:]
    // Database 0 is LMDB's own: transaction → count, then that many page numbers, descending.
    let cursor = try view.cursor(0)
    var entry = try cursor.first()
    var entries = 0
    while let (key, value) = entry {
      let words = value.count / 8
      let count = words > 0 ? Int(clamping: value.loadUnaligned(as: UInt64.self)) : -1
      guard key.count == 8, count >= 0, count < words, entries <= last else {
        report.add(Damage(nil, .index, "LMDB's list of free pages is none"))
        break
      }
      let transaction = key.loadUnaligned(as: UInt64.self)
      for place in 0..<count {
        let page = value.loadUnaligned(fromByteOffset: 8 + 8 * place, as: UInt64.self)
        guard page >= 2, page <= last, free.updateValue(transaction, forKey: page) == nil else {
          report.add(Damage(nil, .index, "LMDB's list of free pages has page \(page) wrongly"))
          return free
        }
      }
      entries += 1
      entry = try cursor.next()
    }
    return free
  }

  /// Every page is one of: meta, in use by one database, free.
  private func checkCount(
    _ snapshot: borrowing Snapshot, free: Int, last: UInt64, _ report: inout VerificationReport
  ) throws(EventLogError) {
    var used: UInt64 = 2
    for database in [0, 1] + snapshot.view.databases.named.map(\.handle) {
      used +|= try snapshot.view.size(database).pages
    }
    guard used +| UInt64(free) != last +| 1 else { return }
    report.add(
      Damage(nil, .index, "LMDB has \(last +| 1) pages, of which \(used) are in use and \(free) free"))
  }
}
