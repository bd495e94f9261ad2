import CLMDB
import EventModel
import Platform

/// The checks when an archive is opened, at a cost that does not grow with it.
enum OpeningCheck {
  /// Checks the pages from which everything else is found, before LMDB itself reads them.
  static func checkPages(
    _ environment: borrowing LMDBEnvironment, _ pages: CommittedPages, _ mode: EventLog.Mode
  ) throws(EventLogError) {
    let (transaction, view) = try pages.beginReading(environment)
    defer { environment.endRead(transaction) }
    try view.requireWhole(view.main)
    try checkMeta(view)
    if mode == .verification { return }
    if let finding = try finding(view, environment.path, mode) {
      throw .damagedArchive(path: environment.path, what: finding)
    }
  }

  /// Checks the database `meta`, from which everything else of an archive is opened. An environment with the other
  /// databases of an archive was one.
  private static func checkMeta(_ view: PageView) throws(EventLogError) {
    var format: UnsafeRawBufferPointer?
    if let meta = try view.tree(named: Databases.metaName, mark: .max) {
      try view.requireWhole(meta)
      format = try ArchiveFormat.MetaKey.formatVersion.withBytes { key throws(EventLogError) in
        try view.value(in: meta, for: key)
      }
    }
    for name: StaticString in ["events", "bodies", "tree"] where try view.tree(named: name, mark: .max) == nil
    { return }
    guard format?.count == 4 else {
      throw .damagedArchive(path: view.path, what: "its database meta does not state its format")
    }
  }

  /// What is wrong with the meta pages and the free pages. A writer may be changing the former.
  private static func finding(
    _ view: PageView, _ path: String, _ mode: EventLog.Mode
  ) throws(EventLogError) -> String? {
    var last: String?
    for _ in 0..<2 {
      var check = try PageCheck(view)
      let metas = try MetaPage.pair(in: path)
      guard metas.contains(where: { $0.transaction == view.transaction }),
        metas.allSatisfy({ $0.transaction <= view.transaction })
      else { return check.findings.first }
      check.checkMetas(
        metas, fileBytes: try LMDBEnvironment.fileBytes(path), forAppending: !mode.isReadOnly)
      last = check.findings.first
      if last == nil { return nil }
      SystemClock.pause(milliseconds: 1)
    }
    return last
  }

  /// Compares the databases' sizes with the log's length.
  static func checkCounts(_ view: TransactionView) throws(EventLogError) {
    let databases = view.databases
    let last = try view.lastSequence()
    for (name, database, expected) in [
      ("events", databases.events, last), ("bodies", databases.bodies, last),
      ("identity", databases.identity, last),
      ("tree", databases.tree, TreeLayout.storedHashes(leaves: last)),
      ("by_request", databases.byRequest, view.size(databases.byEndpoint).entries),
    ] {
      let entries = view.size(database).entries
      guard entries == expected else {
        throw .damagedArchive(path: view.path, what: "\(name) has \(entries) entries, not \(expected)")
      }
    }
    guard view.size(databases.byEndpoint).entries <= last else {
      throw .damagedArchive(path: view.path, what: "by_endpoint has more entries than there are events")
    }
  }

  /// Verifies what an append builds upon: the tree's head, the last header, the last pages of the databases.
  static func checkEnd(_ view: TransactionView) throws(EventLogError) {
    try checkCounts(view)
    for database in [view.databases.events, view.databases.bodies, view.databases.tree] {
      var cursor = PageCursor(view.pages, view.pages.tree(database))
      _ = try cursor.last()
    }
    let last = try view.lastSequence()
    guard last > 0 else { return }
    _ = try view.header(of: last, last: last)
    _ = try view.verifiedTree.root(size: last)
  }
}
