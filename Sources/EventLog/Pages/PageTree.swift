/// One of LMDB's trees, as described by its record: its root, depth and size.
///
///     offset size
///          6    2  depth: levels of pages
///          8    8  branch pages
///         16    8  leaf pages
///         24    8  overflow pages
///         32    8  entries
///         40    8  root, all ones for none
struct PageTree {
  /// The mark of its pages.
  let mark: UInt8
  let name: StaticString
  let order: KeyOrder
  let depth: Int
  let branchPages: UInt64
  let leafPages: UInt64
  let overflowPages: UInt64
  let entries: UInt64
  let root: UInt64

  static let recordBytes = 48
  static let noRoot = UInt64.max

  var isEmpty: Bool { root == Self.noRoot }
  var pages: UInt64 { branchPages &+ leafPages &+ overflowPages }

  /// Reads a record of `recordBytes` bytes.
  init(_ record: UnsafeRawPointer, name: StaticString, mark: UInt8, order: KeyOrder = .bytes) {
    func number(_ offset: Int) -> UInt64 { record.loadUnaligned(fromByteOffset: offset, as: UInt64.self) }
    self.name = name
    self.mark = mark
    self.order = order
    depth = Int(record.loadUnaligned(fromByteOffset: 6, as: UInt16.self))
    branchPages = number(8)
    leafPages = number(16)
    overflowPages = number(24)
    entries = number(32)
    root = number(40)
  }

  /// A tree without entries.
  static func empty(_ name: StaticString, mark: UInt8) -> PageTree { PageTree(name: name, mark: mark) }

  private init(name: StaticString, mark: UInt8) {
    (self.name, self.mark, order, depth) = (name, mark, .bytes, 0)
    (branchPages, leafPages, overflowPages, entries, root) = (0, 0, 0, 0, Self.noRoot)
  }

  /// Why the record is not valid; nil where it is.
  var fault: String? {
    if isEmpty { return depth == 0 && entries == 0 && pages == 0 ? nil : "\(name) is empty and has entries" }
    return (1...32).contains(depth) && entries > 0 ? nil : "\(name) has \(entries) entries at depth \(depth)"
  }
}
