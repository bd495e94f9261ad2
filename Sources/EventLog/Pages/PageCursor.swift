/// A cursor over the entries of one tree in the order of their keys. Every page on the way is checked.
struct PageCursor: ~Copyable {
  private let view: PageView
  private let tree: PageTree
  /// From the root to the leaf of the entry; empty at no entry.
  private var steps: [Step] = []

  /// What a cursor lends until its transaction ends.
  typealias Entry = (key: UnsafeRawBufferPointer, value: UnsafeRawBufferPointer)

  private struct Step {
    let page: Page
    var index: Int
  }

  init(_ view: PageView, _ tree: PageTree) {
    self.view = view
    self.tree = tree
    steps.reserveCapacity(tree.depth)
  }

  mutating func first() throws(EventLogError) -> Entry? {
    steps.removeAll(keepingCapacity: true)
    try descend { _ in 0 }
    return try entry()
  }

  mutating func last() throws(EventLogError) -> Entry? {
    steps.removeAll(keepingCapacity: true)
    try descend { $0.count - 1 }
    return try entry()
  }

  /// The first entry whose key is `key` or after it.
  mutating func seek(_ key: [UInt8]) throws(EventLogError) -> Entry? {
    steps.removeAll(keepingCapacity: true)
    let order = tree.order
    try descend { page in
      key.withUnsafeBytes {
        page.isLeaf ? page.lowerBound(of: $0, from: 0, order) : page.childIndex(of: $0, order)
      }
    }
    guard let leaf = steps.last else { return nil }
    return leaf.index < leaf.page.count ? try entry() : try next()
  }

  /// The last entry whose key is before `key`, given that there is an entry at or after it.
  mutating func before(_ key: [UInt8]) throws(EventLogError) -> Entry? {
    _ = try seek(key)
    return try previous()
  }

  /// The entry after this one.
  mutating func next() throws(EventLogError) -> Entry? {
    while let step = steps.last, step.index + 1 >= step.page.count { steps.removeLast() }
    guard !steps.isEmpty else { return nil }
    steps[steps.count - 1].index += 1
    try descend { _ in 0 }
    return try entry()
  }

  /// The entry before this one.
  mutating func previous() throws(EventLogError) -> Entry? {
    while let step = steps.last, step.index == 0 { steps.removeLast() }
    guard !steps.isEmpty else { return nil }
    steps[steps.count - 1].index -= 1
    try descend { $0.count - 1 }
    return try entry()
  }

  /// Goes down to a leaf from where the steps end.
  private mutating func descend(_ choose: (Page) -> Int) throws(EventLogError) {
    guard !tree.isEmpty else { return }
    while steps.count < tree.depth {
      let number = steps.last.map { $0.page.node($0.index).child } ?? tree.root
      let page = try view.page(number, isLeaf: steps.count + 1 == tree.depth, of: tree, bounds)
      steps.append(Step(page: page, index: choose(page)))
    }
  }

  /// The keys between which those of the next page down must lie.
  private var bounds: KeyBounds {
    var bounds = KeyBounds()
    for step in steps {
      if step.index > 0 { bounds.first = step.page.node(step.index).key }
      if step.index + 1 < step.page.count { bounds.behind = step.page.node(step.index + 1).key }
    }
    return bounds
  }

  private func entry() throws(EventLogError) -> Entry? {
    guard let leaf = steps.last else { return nil }
    let node = leaf.page.node(leaf.index)
    return (node.key, try view.value(of: node))
  }
}
