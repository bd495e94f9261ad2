/// Checks what LMDB itself does not: which of its two meta pages is the newer, and which pages are free.
///
/// A damaged bit there can bring back a consistent log of some appends ago, or let the next append overwrite pages that
/// are in use.
struct PageCheck {
  private let view: PageView
  /// The pages that the next append may overwrite, and the transactions that freed them.
  private var free: [UInt64: UInt64] = [:]
  /// What is wrong, as sentences.
  private(set) var findings: [String] = []

  init(_ view: PageView) throws(EventLogError) {
    self.view = view
    try readFree()
    checkCount()
  }

  /// Checks the meta pages, which must be those of the view's commit.
  ///
  /// A damaged bit and a commit that failed while it was being written look the same. A writer continues from the older
  /// page, which repairs the second; a reader is warned of the first.
  mutating func checkMetas(_ metas: [MetaPage], fileBytes: Int, forAppending: Bool) {
    let newer = metas[0].transaction > metas[1].transaction ? 0 : 1
    let isTakenBack = metas[1 - newer].isTakenBack(besides: metas[newer], fileBytes: fileBytes)
    guard
      follows(metas[newer], metas[1 - newer], isEven: newer == 0, rootsToo: !forAppending && !isTakenBack)
    else {
      findings.append(
        "LMDB's two meta pages are of transactions \(metas[0].transaction) and \(metas[1].transaction),"
          + " and their pages disagree")
      return
    }
    if let root = [view.main.root, view.free.root].first(where: { free[$0] != nil }) {
      findings.append("page \(root), from which LMDB reads everything, is in its list of free pages")
    }
  }

  /// Walks every page of every tree: each is in use once, and not free.
  mutating func checkUse(of databases: Databases) throws(EventLogError) {
    var seen = Set(free.keys)
    var repeated: UInt64?
    for tree in [view.free, view.main] + databases.named.map({ view.tree($0.handle) }) {
      do throws(EventLogError) {
        try TreeWalk.check(tree, of: view) { first, count throws(EventLogError) in
          for page in first..<first +| count where !seen.insert(page).inserted { repeated = repeated ?? page }
        }
      } catch .damagedArchive(_, let what) {
        findings.append(what)
      }
    }
    if let repeated { findings.append("page \(repeated) is in use twice, or in use and free") }
  }

  /// Whether one commit lies between the two: their numbers are consecutive, and the newer one freed the root pages of
  /// the older.
  private func follows(_ newer: MetaPage, _ older: MetaPage, isEven: Bool, rootsToo: Bool) -> Bool {
    if newer.transaction == 0, older.transaction == 0 {
      return !rootsToo || (newer.main.isEmpty && older.main.isEmpty)
    }
    guard newer.transaction == older.transaction &+ 1, newer.transaction.isMultiple(of: 2) == isEven else {
      return false
    }
    return !rootsToo || older.main.isEmpty || older.main.root == newer.main.root
      || free[older.main.root] == newer.transaction
  }

  private mutating func readFree() throws(EventLogError) {
    do throws(EventLogError) {
      try view.requireWhole(view.free)
    } catch .damagedArchive(_, let what) {
      return findings.append(what)
    }
    // Transaction → count, then that many page numbers, descending.
    var cursor = PageCursor(view, view.free)
    var entry = try cursor.first()
    while let (key, value) = entry {
      let numbers = value.count / 8
      let count = numbers > 0 ? Int(clamping: value.loadUnaligned(as: UInt64.self)) : -1
      guard key.count == 8, count >= 0, count < numbers else {
        return findings.append("LMDB's list of free pages is not readable")
      }
      let transaction = key.loadUnaligned(as: UInt64.self)
      for place in 0..<count {
        let page = value.loadUnaligned(fromByteOffset: 8 + 8 * place, as: UInt64.self)
        guard page >= 2, page <= view.lastPage, free.updateValue(transaction, forKey: page) == nil else {
          return findings.append("LMDB's list of free pages has page \(page), which cannot be")
        }
      }
      entry = try cursor.next()
    }
  }

  /// Every page is one of: meta, in use by one database, free.
  private mutating func checkCount() {
    guard findings.isEmpty else { return }
    do throws(EventLogError) {
      let used = try view.pagesInUse()
      if used &+ UInt64(free.count) != view.lastPage &+ 1 {
        findings.append(
          "LMDB has \(view.lastPage &+ 1) pages, of which \(used) are in use and \(free.count) free")
      }
    } catch .damagedArchive(_, let what) {
      findings.append(what)
    } catch {
      findings.append("\(error)")
    }
  }
}

extension PageView {
  /// How many pages are in use according to the records of all trees, meta pages included.
  fileprivate func pagesInUse() throws(EventLogError) -> UInt64 {
    var used: UInt64 = 2 &+ free.pages &+ main.pages
    try requireWhole(main)
    var cursor = PageCursor(self, main)
    var entry = try cursor.first()
    while let (_, value) = entry {
      let tree = try database("a database", value, mark: 0)
      used &+= tree.pages
      entry = try cursor.next()
    }
    return used
  }
}
