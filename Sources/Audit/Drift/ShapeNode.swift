/// A place in the answers of an endpoint: a field, or the elements of an array.
///
/// Everything that one look at a value touches, and nothing else.
struct ShapeNode: BitwiseCopyable {
  let parent: Int32
  /// It stands in an array, not under a key.
  let isElement: Bool
  /// Its values name things, so they are no states.
  let namesThings: Bool
  /// The key as it is spelled, or the word that tells this kind of element from others.
  let key: UnsafePointer<UInt8>
  let keyLength: Int32
  /// What came after it, and first within it, when it was last seen.
  var next: Int32 = -1
  var firstMember: Int32 = -1
  var firstElement: Int32 = -1
  /// The array or object that had it last.
  var holder: UInt64 = 0
  /// In this answer: how many arrays and objects had it, and how often it was one itself.
  var holders: UInt32 = 0
  var objects: UInt32 = 0
  var arrays: UInt32 = 0
  var types: UInt8 = 0
  /// Its strings are too many, or no words.
  var isFree: Bool
  /// Decimal places in this answer, as bits.
  var scales: UInt32 = 0
  /// Some decimal of it ended in a zero behind the point, so its places are its format, not its value.
  var isPadded = false
  /// Words in this answer, as bits in the order in which they were first seen.
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
