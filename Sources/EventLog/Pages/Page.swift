import Platform

/// One page of LMDB's trees in the mapped file, as LMDB 0.9 lays it out (64 bits, the machine's byte order).
///
///     offset size
///          0    8  the page's own number
///         10    2  flags: 1 branch, 2 leaf, 4 overflow
///         12    2  end of the offsets of its nodes (an overflow page: 4 bytes, how many consecutive pages)
///         14    2  start of its nodes, which fill the page to its end
///         16       the offset of each node, 2 bytes, in the order of keys
struct Page {
  let start: UnsafeRawPointer

  static let headerBytes = 16
  static let branchFlags: UInt16 = 1
  static let leafFlags: UInt16 = 2
  static let overflowFlags: UInt16 = 4

  var number: UInt64 { start.load(as: UInt64.self) }
  var flags: UInt16 { start.load(fromByteOffset: 10, as: UInt16.self) }
  var lower: Int { Int(start.load(fromByteOffset: 12, as: UInt16.self)) }
  var upper: Int { Int(start.load(fromByteOffset: 14, as: UInt16.self)) }
  var overflowPages: UInt64 { UInt64(start.load(fromByteOffset: 12, as: UInt32.self)) }
  var isLeaf: Bool { flags == Self.leafFlags }

  /// How many nodes it has.
  var count: Int { (lower - Self.headerBytes) / 2 }

  func offset(of index: Int) -> Int {
    Int(start.load(fromByteOffset: Self.headerBytes + 2 * index, as: UInt16.self))
  }

  func node(_ index: Int) -> Node { Node(start: start + offset(of: index)) }

  /// An entry of a page, one for each key. It lies within the page once the page was checked.
  ///
  ///     offset size
  ///          0    2  low half of the value's length or of the child's number
  ///          2    2  high half
  ///          4    2  a leaf's flags: 1 value on overflow pages, 2 a database; a branch's highest bits of the child
  ///          6    2  length of the key
  ///          8       the key, then a leaf's value or the number of its first overflow page
  struct Node {
    let start: UnsafeRawPointer

    static let headerBytes = 8
    static let overflowFlag: UInt16 = 1
    static let databaseFlag: UInt16 = 2

    private var half: UInt32 { start.loadUnaligned(as: UInt32.self) }
    var flags: UInt16 { start.loadUnaligned(fromByteOffset: 4, as: UInt16.self) }
    var keyBytes: Int { Int(start.loadUnaligned(fromByteOffset: 6, as: UInt16.self)) }
    var valueBytes: Int { Int(half) }
    var child: UInt64 { UInt64(half) | UInt64(flags) << 32 }
    var key: UnsafeRawBufferPointer {
      UnsafeRawBufferPointer(start: start + Self.headerBytes, count: keyBytes)
    }
    var value: UnsafeRawBufferPointer {
      UnsafeRawBufferPointer(start: start + Self.headerBytes + keyBytes, count: valueBytes)
    }
    var isOnOverflowPages: Bool { flags & Self.overflowFlag != 0 }
    /// Where the value begins, for one that is on overflow pages.
    var overflowPage: UInt64 {
      start.loadUnaligned(fromByteOffset: Self.headerBytes + keyBytes, as: UInt64.self)
    }
  }

  /// The index of the first node whose key is not before `key`, from `first` on.
  func lowerBound(of key: UnsafeRawBufferPointer, from first: Int, _ order: KeyOrder) -> Int {
    var (low, high) = (first, count)
    while low < high {
      let middle = (low + high) / 2
      if order.compare(node(middle).key, key) < 0 { low = middle + 1 } else { high = middle }
    }
    return low
  }

  /// The node of a leaf that has this key, or nil.
  func node(of key: UnsafeRawBufferPointer, _ order: KeyOrder) -> Node? {
    if let node = expectedNode(of: key) { return node }
    let index = lowerBound(of: key, from: 0, order)
    return index < count && order.compare(node(index).key, key) == 0 ? node(index) : nil
  }

  /// The node of a leaf that has this key, where all its keys are numbers without gaps, as sequences are: it is found
  /// without a search. For other leaves nil, mostly.
  func expectedNode(of key: UnsafeRawBufferPointer) -> Node? {
    guard count > 0, let first = KeyOrder.bigEndian(node(0).key), let number = KeyOrder.bigEndian(key),
      number >= first, number -| first < UInt64(count)
    else { return nil }
    let node = node(Int(clamping: number -| first))
    return KeyOrder.bigEndian(node.key) == number ? node : nil
  }

  /// The child of a branch in which `key` lies: the last whose key is not after it. The first child's key counts as
  /// the lowest of all.
  func childIndex(of key: UnsafeRawBufferPointer, _ order: KeyOrder) -> Int {
    let index = lowerBound(of: key, from: 1, order)
    return index < count && order.compare(node(index).key, key) == 0 ? index : index - 1
  }
}

/// The order of a tree's keys.
enum KeyOrder {
  case bytes
  /// Eight bytes in the machine's order: LMDB's own list of free pages.
  case number

  /// Eight bytes as a number, in whose order they sort; nil for any other count.
  static func bigEndian(_ key: UnsafeRawBufferPointer) -> UInt64? {
    key.count == 8 ? UInt64(bigEndian: key.loadUnaligned(as: UInt64.self)) : nil
  }

  func compare(_ left: UnsafeRawBufferPointer, _ right: UnsafeRawBufferPointer) -> Int {
    switch self {
    case .bytes:
      if let one = Self.bigEndian(left), let other = Self.bigEndian(right) {
        return one < other ? -1 : one > other ? 1 : 0
      }
      let common = min(left.count, right.count)
      if common > 0, let one = left.baseAddress, let other = right.baseAddress {
        let difference = Memory.compare(one, other, common)
        if difference != 0 { return difference }
      }
      return left.count - right.count
    case .number:
      guard left.count == 8, right.count == 8 else { return left.count - right.count }
      let (one, other) = (left.loadUnaligned(as: UInt64.self), right.loadUnaligned(as: UInt64.self))
      return one < other ? -1 : one > other ? 1 : 0
    }
  }
}
