import JSONView

/// The fields that were seen in the responses of one endpoint, and their state in the newest response.
///
/// A response whose fields come in the order of the one before costs one comparison a field: what followed a
/// field last time is tried first. Memory is bounded by `mostNodes`.
///
/// Unsafe pointers, because this is the inner loop: the tree owns its nodes and the texts that
/// they point to, and frees both.
final class ShapeTree {
  /// Fields beyond this are not followed: their keys are data.
  static let mostNodes = 4096

  private(set) var nodes: UnsafeMutablePointer<ShapeNode>
  private(set) var count = 0
  private var capacity = 64
  private var texts: [UnsafeMutablePointer<UInt8>] = []
  /// By node, its children and the words that it had as values.
  private(set) var children: [[Int]] = []
  var words: [[UnsafeRawBufferPointer]] = []
  /// The nodes of the last response, in the order of their appearance.
  var touched: [Int] = []
  /// Fields that were not followed.
  private(set) var overflow = 0
  var holder: UInt64 = 0
  private let isLoneRecordElement: Bool

  static var noText: UnsafeRawBufferPointer { UnsafeRawBufferPointer(start: nil, count: 0) }

  var tape = UnsafeBufferPointer<TapeItem>(start: nil, count: 0)
  var bytes = ShapeTree.noText

  /// - Parameter isLoneRecordElement: whether a response that is one record counts as an array of it.
  init(isLoneRecordElement: Bool) {
    self.isLoneRecordElement = isLoneRecordElement
    nodes = .allocate(capacity: capacity)
    _ = addNode(parent: -1, isElement: true, ShapeTree.noText)
  }

  deinit {
    nodes.deallocate()
    for text in texts { text.deallocate() }
  }

  /// Reads a response; the state of the one before is forgotten.
  func observe(_ tape: UnsafeBufferPointer<TapeItem>, _ bytes: UnsafeRawBufferPointer) {
    self.tape = tape
    self.bytes = bytes
    for node in touched { forgetResponse(node) }
    touched.removeAll(keepingCapacity: true)
    guard let document = tape.first else { return }
    if isLoneRecordElement, document.kind == .object {
      touch(0)
      nodes[0].holders = 1
      nodes[0].types = FieldType.array.bit
      nodes[0].arrays = 1
      holder +|= 1
      if let element = child(of: 0, isElement: true, ShapeTree.noText) {
        note(element, document, place: 0, in: holder)
      }
    } else {
      holder +|= 1
      note(0, document, place: 0, in: holder)
    }
  }

  /// The child with this key, made where it does not exist; nil where there are too many.
  func child(of node: Int, isElement: Bool, _ key: UnsafeRawBufferPointer) -> Int? {
    for child in children[node] where nodes[child].isElement == isElement && isSame(child, key) {
      return child
    }
    guard count < ShapeTree.mostNodes else {
      overflow += 1
      return nil
    }
    let child = addNode(parent: node, isElement: isElement, key)
    children[node].append(child)
    return child
  }

  private func addNode(parent: Int, isElement: Bool, _ key: UnsafeRawBufferPointer) -> Int {
    if count == capacity {
      let larger = UnsafeMutablePointer<ShapeNode>.allocate(capacity: 2 * capacity)
      larger.initialize(from: nodes, count: count)
      nodes.deallocate()
      nodes = larger
      capacity *= 2
    }
    let names =
      isElement ? parent >= 0 && nodes[parent].namesThings : FieldText.namesThings(key)
    (nodes + count).initialize(
      to: ShapeNode(
        parent: parent, isElement: isElement, namesThings: names, key: keep(key), keyLength: key.count))
    children.append([])
    words.append([])
    count += 1
    return count - 1
  }

  /// A copy that lives as long as the tree.
  func keep(_ text: UnsafeRawBufferPointer) -> UnsafePointer<UInt8> {
    let copy = UnsafeMutablePointer<UInt8>.allocate(capacity: text.count + 1)
    for (place, byte) in text.enumerated() { (copy + place).initialize(to: byte) }
    (copy + text.count).initialize(to: 0)
    texts.append(copy)
    return UnsafePointer(copy)
  }
}

/// A place in the responses of an endpoint: a field, or the elements of an array.
///
/// It holds everything that reading one value touches, and nothing else.
struct ShapeNode: BitwiseCopyable {
  let parent: Int32
  /// Whether it is an element of an array, not under a key.
  let isElement: Bool
  /// Whether its values name things rather than states.
  let namesThings: Bool
  /// The key as spelled, or the word that distinguishes this kind of element from others.
  let key: UnsafePointer<UInt8>
  let keyLength: Int32
  /// What followed it, and was first within it, when it was last seen.
  var next: Int32 = -1
  var firstMember: Int32 = -1
  var firstElement: Int32 = -1
  /// The array or object that had it last.
  var holder: UInt64 = 0
  /// In this response: how many arrays and objects had it, and how often it was one itself.
  var holders: UInt32 = 0
  var objects: UInt32 = 0
  var arrays: UInt32 = 0
  var types: UInt8 = 0
  /// Whether its strings are too many, or not words.
  var isFree: Bool
  /// Decimal places in this response, as bits.
  var scales: UInt32 = 0
  /// Whether some decimal of it had a trailing zero, so that the number of places is its format, not its value.
  var isPadded = false
  /// Words in this response, as bits in the order in which they were first seen.
  var words: UInt32 = 0
  var lastWord: UInt32 = 0
  var lastWordText: UnsafePointer<UInt8>?
  var lastWordLength: UInt32 = 0

  init(
    parent: Int, isElement: Bool, namesThings: Bool, key: UnsafePointer<UInt8>, keyLength: Int
  ) {
    self.parent = Int32(parent)
    self.isElement = isElement
    self.namesThings = namesThings
    self.key = key
    self.keyLength = Int32(keyLength)
    isFree = namesThings
  }
}
