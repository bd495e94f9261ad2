/// A walk through every page of a tree, which shows that no entry is missing: their number, and that of their pages, is
/// what its record states.
struct TreeWalk {
  private let view: PageView
  private let tree: PageTree
  private(set) var entries: UInt64 = 0
  private(set) var pages: UInt64 = 0
  /// Called with every page, and with the number of pages of a value that begins there.
  private let visit: (_ page: UInt64, _ count: UInt64) throws(EventLogError) -> Void

  /// Walks a tree; throws at the first damaged page, and where the counts differ.
  static func check(
    _ tree: PageTree, of view: PageView,
    _ visit: (_ page: UInt64, _ count: UInt64) throws(EventLogError) -> Void = { _, _ throws(EventLogError) in
    }
  ) throws(EventLogError) {
    try withoutActuallyEscaping(visit) { visit throws(EventLogError) in
      var walk = TreeWalk(view: view, tree: tree, visit: visit)
      if !tree.isEmpty { try walk.down(tree.root, level: 1, KeyBounds()) }
      guard walk.entries == tree.entries, walk.pages == tree.pages else {
        throw .damagedArchive(
          path: view.path,
          what: "\(tree.name) has \(walk.entries) entries on \(walk.pages) pages,"
            + " its record states \(tree.entries) on \(tree.pages)")
      }
    }
  }

  private init(
    view: PageView, tree: PageTree, visit: @escaping (UInt64, UInt64) throws(EventLogError) -> Void
  ) {
    self.view = view
    self.tree = tree
    self.visit = visit
  }

  private mutating func down(_ number: UInt64, level: Int, _ bounds: KeyBounds) throws(EventLogError) {
    let page = try view.page(number, isLeaf: level == tree.depth, of: tree, bounds, again: true)
    pages +|= 1
    try visit(number, 1)
    guard pages <= tree.pages, pages <= view.lastPage else {
      throw .damagedArchive(path: view.path, what: "\(tree.name) leads to more pages than it has")
    }
    if page.isLeaf { return try leaf(page) }
    for index in 0..<page.count {
      var inner = bounds
      if index > 0 { inner.first = page.node(index).key }
      if index + 1 < page.count { inner.behind = page.node(index + 1).key }
      try down(page.node(index).child, level: level + 1, inner)
    }
  }

  private mutating func leaf(_ page: Page) throws(EventLogError) {
    entries +|= UInt64(page.count)
    for index in 0..<page.count {
      let node = page.node(index)
      guard node.isOnOverflowPages else { continue }
      _ = try view.value(of: node)
      let count = view.overflowPages(node.valueBytes)
      pages +|= count
      try visit(node.overflowPage, count)
    }
  }
}

extension PageView {
  /// Checks, once, that no entry of a tree is missing.
  func requireWhole(_ tree: PageTree) throws(EventLogError) {
    guard treeMarks[UInt64(tree.mark)] == 0 else { return }
    try TreeWalk.check(tree, of: self)
    treeMarks[UInt64(tree.mark)] = 1
  }
}
