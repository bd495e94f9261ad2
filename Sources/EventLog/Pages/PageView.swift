import EventModel

/// The pages of the archive after one commit, checked as they are read: LMDB has no checksums, and would follow a
/// damaged page out of its memory or in a circle.
///
/// Before a page is used for the first time, the whole page is checked: that it has its own number, that its nodes fill
/// it without a gap, that its keys ascend and lie between those of the page above. `Snapshot` verifies the keys and
/// values themselves. It can be used from every thread.
final class PageView: Sendable {
  let path: String
  /// The commit.
  let transaction: UInt64
  /// The last page in use.
  let lastPage: UInt64
  /// LMDB's own trees: its free pages, and the databases by name.
  let free: PageTree
  let main: PageTree
  let mapping: PageMapping
  /// By page, the mark of the tree that it was checked as a page of.
  let pageMarks: Marks
  /// By event, whether its header was verified against its leaf.
  let eventMarks: Marks
  /// By mark of a tree, whether all of it was checked.
  let treeMarks = Marks(through: 255)
  /// The leaf on which a key of each database was found last.
  private let lastLeaves = LastLeaves()
  private let trees: [PageTree]

  /// The view of a commit's meta page, without the databases.
  init(_ meta: MetaPage, in mapping: PageMapping, marks: Marks?, path: String) throws(EventLogError) {
    self.path = path
    self.mapping = mapping
    (transaction, lastPage) = (meta.transaction, meta.lastPage)
    (free, main) = (meta.free, meta.main)
    pageMarks = marks?.reaching(mapping.capacity) ?? Marks(through: mapping.capacity)
    eventMarks = Marks(through: 0)
    trees = []
    if let fault = free.fault ?? main.fault { throw .damagedArchive(path: path, what: fault) }
  }

  /// The same view with the databases, whose handles are LMDB's.
  init(_ other: PageView, _ databases: Databases, marks: Marks?) throws(EventLogError) {
    path = other.path
    mapping = other.mapping
    (transaction, lastPage) = (other.transaction, other.lastPage)
    (free, main) = (other.free, other.main)
    pageMarks = other.pageMarks
    var trees = Array(repeating: other.main, count: Int(LMDBEnvironment.maximumDatabases) + 2)
    trees[0] = free
    for (name, handle) in databases.named {
      let mark = UInt8(handle) + 1
      trees[Int(handle)] = try other.tree(named: name, mark: mark) ?? .empty(name, mark: mark)
    }
    self.trees = trees
    let events = min(
      trees[Int(databases.events)].entries, lastPage.multipliedReportingOverflow(by: 1 << 12).partialValue)
    eventMarks = marks?.reaching(events) ?? Marks(through: events)
  }

  /// The tree of a database by LMDB's handle.
  func tree(_ database: UInt32) -> PageTree { trees[Int(database)] }

  /// The tree of a database by its name, or nil.
  func tree(named name: StaticString, mark: UInt8) throws(EventLogError) -> PageTree? {
    let record = try Array(name.description.utf8).withBytes { key throws(EventLogError) in
      try value(in: main, for: key)
    }
    return try record.map { record throws(EventLogError) in try database(name, record, mark: mark) }
  }

  /// Reads the record of a database.
  func database(
    _ name: StaticString, _ record: UnsafeRawBufferPointer, mark: UInt8
  ) throws(EventLogError) -> PageTree {
    guard record.count == PageTree.recordBytes, let start = record.baseAddress else {
      throw .damagedArchive(path: path, what: "the record of the database \(name) has \(record.count) bytes")
    }
    let tree = PageTree(start, name: name, mark: mark)
    if let fault = tree.fault { throw .damagedArchive(path: path, what: fault) }
    return tree
  }

  /// The value under `key` in a database, or nil. Sequences close to each other are mostly on one leaf, so the last
  /// leaf is tried first.
  func value(
    in database: UInt32, for key: UnsafeRawBufferPointer
  ) throws(EventLogError) -> UnsafeRawBufferPointer? {
    let last = lastLeaves[database]
    if last != 0, let node = pageInMap(last).expectedNode(of: key) { return try value(of: node) }
    guard let leaf = try leaf(of: tree(database), for: key) else { return nil }
    lastLeaves[database] = leaf.number
    return try value(on: leaf, for: key, .bytes)
  }

  /// The value under `key`, or nil.
  func value(
    in tree: PageTree, for key: UnsafeRawBufferPointer
  ) throws(EventLogError) -> UnsafeRawBufferPointer? {
    guard let leaf = try leaf(of: tree, for: key) else { return nil }
    return try value(on: leaf, for: key, tree.order)
  }

  /// The leaf on which `key` is, if it is in the tree; nil where that is empty. Every page on the way is checked.
  private func leaf(
    of tree: PageTree, for key: UnsafeRawBufferPointer
  ) throws(EventLogError) -> Page? {
    if tree.isEmpty { return nil }
    var bounds = KeyBounds()
    var number = tree.root
    for _ in 1..<tree.depth {
      let page = try page(number, isLeaf: false, of: tree, bounds)
      let index = page.childIndex(of: key, tree.order)
      if index > 0 { bounds.first = page.node(index).key }
      if index + 1 < page.count { bounds.behind = page.node(index + 1).key }
      number = page.node(index).child
    }
    return try page(number, isLeaf: true, of: tree, bounds)
  }

  private func value(
    on leaf: Page, for key: UnsafeRawBufferPointer, _ order: KeyOrder
  ) throws(EventLogError) -> UnsafeRawBufferPointer? {
    try leaf.node(of: key, order).map { node throws(EventLogError) in try value(of: node) }
  }

  /// The value of a node of a leaf, in the leaf or on pages of its own.
  func value(of node: Page.Node) throws(EventLogError) -> UnsafeRawBufferPointer {
    guard node.isOnOverflowPages else { return node.value }
    let (first, bytes) = (node.overflowPage, node.valueBytes)
    let count = overflowPages(bytes)
    guard first >= 2, first <= lastPage, lastPage -| first >= count -| 1, mapping.holds(first, count: count)
    else {
      throw damaged(first, "is missing, and a value should begin on it")
    }
    let page = pageInMap(first)
    guard page.number == first, page.flags == Page.overflowFlags, page.overflowPages == count else {
      throw damaged(first, "is not the beginning of a value of \(bytes) bytes")
    }
    return UnsafeRawBufferPointer(start: page.start + Page.headerBytes, count: bytes)
  }

  /// A page that the file has, checked or not.
  func pageInMap(_ number: UInt64) -> Page {
    Page(start: mapping.start + Int(clamping: number) * mapping.pageBytes)
  }

  /// How many pages a value takes that has pages of its own.
  func overflowPages(_ bytes: Int) -> UInt64 {
    UInt64((Page.headerBytes - 1 + bytes) / mapping.pageBytes + 1)
  }

  func damaged(_ page: UInt64, _ what: String) -> EventLogError {
    .damagedArchive(path: path, what: "page \(page) of \(ArchiveFiles.data) \(what)")
  }
}

/// The keys between which a page's own must lie: from `first` on, and before `behind`.
struct KeyBounds {
  var first: UnsafeRawBufferPointer?
  var behind: UnsafeRawBufferPointer?
}
