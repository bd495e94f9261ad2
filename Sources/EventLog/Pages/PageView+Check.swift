extension PageView {
  /// The longest key that LMDB accepts.
  private static let longestKey = 511

  /// A page of a tree, checked now or, unless it must be checked `again`, before.
  func page(
    _ number: UInt64, isLeaf: Bool, of tree: PageTree, _ bounds: KeyBounds, again: Bool = false
  ) throws(EventLogError) -> Page {
    guard number >= 2, number <= lastPage, mapping.holds(number) else {
      throw damaged(number, "is not there, and \(tree.name) leads to it")
    }
    let page = pageInMap(number)
    if !again, pageMarks[number] == tree.mark, page.isLeaf == isLeaf { return page }
    if let fault = fault(of: page, number, isLeaf: isLeaf, tree, bounds) {
      throw damaged(number, "of \(tree.name) \(fault)")
    }
    pageMarks[number] = tree.mark
    return page
  }

  /// Why a page is not a page of the tree between these keys; nil where it is. Reads nothing outside of the page.
  private func fault(
    of page: Page, _ number: UInt64, isLeaf: Bool, _ tree: PageTree, _ bounds: KeyBounds
  ) -> String? {
    guard page.number == number else { return "is page \(page.number)" }
    guard page.flags == (isLeaf ? Page.leafFlags : Page.branchFlags) else {
      return "is not a \(isLeaf ? "leaf" : "branch")"
    }
    let (lower, upper) = (page.lower, page.upper)
    let fewest = isLeaf || tree.mark == free.mark ? 1 : 2
    guard lower.isMultiple(of: 2), lower >= Page.headerBytes, lower <= upper, upper <= mapping.pageBytes,
      page.count >= fewest
    else { return "has no nodes, or too many" }
    var filled = 0
    for index in 0..<page.count {
      guard let bytes = size(ofNode: index, of: page, from: upper, tree) else {
        return "has an invalid node"
      }
      filled += bytes
      if index > (isLeaf ? 0 : 1) {
        guard tree.order.compare(page.node(index - 1).key, page.node(index).key) < 0 else {
          return "has keys that do not ascend"
        }
      }
    }
    guard filled == mapping.pageBytes - upper else { return "has gaps between its nodes" }
    return lies(page, isLeaf: isLeaf, tree, bounds) ? nil : "has keys of another page"
  }

  /// How many bytes a node takes; nil for one that does not lie in the page, or leads out of the file.
  private func size(ofNode index: Int, of page: Page, from upper: Int, _ tree: PageTree) -> Int? {
    let offset = page.offset(of: index)
    let space = mapping.pageBytes - offset
    guard offset.isMultiple(of: 2), offset >= upper, space >= Page.Node.headerBytes else { return nil }
    let node = page.node(index)
    guard node.keyBytes <= Self.longestKey else { return nil }
    var bytes = Page.Node.headerBytes + node.keyBytes
    if !page.isLeaf {
      guard node.child >= 2, node.child <= lastPage else { return nil }
    } else if node.isOnOverflowPages {
      guard node.flags == Page.Node.overflowFlag else { return nil }
      bytes += 8
    } else {
      guard node.flags == (tree.mark == main.mark ? Page.Node.databaseFlag : 0) else { return nil }
      bytes += node.valueBytes
    }
    bytes = (bytes + 1) & ~1
    return bytes <= space ? bytes : nil
  }

  private func lies(_ page: Page, isLeaf: Bool, _ tree: PageTree, _ bounds: KeyBounds) -> Bool {
    // The first key of a branch counts as the lowest that it may be.
    if let lowest = bounds.first, isLeaf || page.count > 1 {
      let difference = tree.order.compare(page.node(isLeaf ? 0 : 1).key, lowest)
      guard difference > 0 || (isLeaf && difference == 0) else { return false }
    }
    if let behind = bounds.behind, tree.order.compare(page.node(page.count - 1).key, behind) >= 0 {
      return false
    }
    return true
  }
}

extension PageView {
  /// Checks the pages that lead LMDB to a key.
  func check(_ database: UInt32, _ key: UnsafeRawBufferPointer) throws(EventLogError) {
    _ = try value(in: tree(database), for: key)
  }
}
