/// Walks the records of one JSON document and finds, for each, where its fields are.
///
/// Nothing is copied: cells are offsets into the bytes lent to ``begin(_:)``, which must not
/// change until the scan ends. Everything is checked against RFC 8259, nested values too, but
/// only as far as the scan has come: ``next()`` can throw after it has yielded records (their
/// document has a malformed tail), and then whatever was made of them must be rolled back.
/// UTF-8, control characters and unclosed strings are checked for the whole document at once.
///
/// Cost: two passes over the bytes, and 4 bytes of index for each byte of the largest document.
///
/// Sendable unchecked: it is the only owner of its memory, and a scan needs it exclusively.
public struct RowScanner: ~Copyable, @unchecked Sendable {
  /// Where in the document the records are.
  public enum Shape: Equatable, Sendable {
    /// The document is an array of records.
    case array
    /// The document is an array of records, or one record.
    case arrayOrObject
    /// The document is one record.
    case object
    /// The document is an object; its member of this name is the array of records, and the
    /// other members are the envelope.
    ///
    /// - or: the name that the member has elsewhere; one of both has the records, the other may be null.
    /// - mayLack: a document without the member, or with null for it, has no records; see ``RowScanner/lacksRecords``.
    case member(String, or: String? = nil, mayLack: Bool = false)
  }

  /// What ``next()`` found.
  public enum Step: Equatable, Sendable {
    /// A record: see ``RowScanner/cells``.
    case record
    /// An element that is not an object, and so has no fields.
    case notAnObject(JSONKind)
    /// The document is complete and was valid.
    case end
  }

  enum Phase {
    case idle, firstElement, laterElement, loneRecord, afterValue, ended
    case failed(JSONError)
  }

  let shape: Shape
  /// The names that the member of the records may have.
  let memberNames: [[UInt8]]
  let fields: FieldTable
  let scratch: WalkScratch
  let cellStorage: UnsafeMutablePointer<JSONCell>
  /// The slot that followed slot i - 1 in the records so far; [0] is the first.
  let successors: UnsafeMutablePointer<Int>
  var structure = StructuralIndex()
  var unescapedKey: [UInt8] = []
  var unknownStorage = GrowingBuffer<UnknownField>()
  var phase = Phase.idle
  var text: StructuralText?
  var token: Token?
  /// The name that the member of the records has in this document.
  var recordsMember = ""
  /// Whether the document has no member of records, where its shape allows that.
  public internal(set) var lacksRecords = false
  /// How many arrays and objects are open around a record.
  var recordDepth = 0

  /// The members of the document outside its records, in order; complete once ``next()`` has
  /// returned ``Step/end``. Empty unless the shape is ``Shape/member(_:or:mayLack:)``.
  public internal(set) var envelope: [UnknownField] = []
  /// The number of the current record, from 0; -1 before the first.
  public internal(set) var recordIndex = -1
  /// The bytes of the current record, from its first to its last bracket.
  public internal(set) var recordRange = 0..<0
  /// How many tokens the current record has, for ``skip(_:tokens:)``.
  public internal(set) var recordTokens = 0

  /// A scanner whose slot i is the field `fields[i]`. Names must differ.
  public init(fields names: [String], shape: Shape) {
    self.shape = shape
    if case .member(let name, let other, _) = shape {
      memberNames = [name, other].compactMap { $0.map { Array($0.utf8) } }
    } else {
      memberNames = []
    }
    fields = FieldTable(names)
    scratch = .allocate()
    cellStorage = .allocate(capacity: names.count + 1)
    cellStorage.initialize(repeating: .missing, count: names.count + 1)
    successors = .allocate(capacity: names.count + 1)
    for slot in 0...names.count { (successors + slot).initialize(to: slot < names.count ? slot : 0) }
  }

  deinit {
    scratch.free()
    cellStorage.deallocate()
    successors.deallocate()
  }

  /// Where the fields of the current record are, one cell a slot; valid until ``next()``.
  public var cells: UnsafeBufferPointer<JSONCell> {
    UnsafeBufferPointer(start: cellStorage, count: fields.count)
  }

  /// The fields of the current record that have no slot, in order, repeated keys included;
  /// valid until ``next()``.
  public var unknown: UnsafeBufferPointer<UnknownField> { unknownStorage.elements }

  /// The JSON pointer (RFC 6901) of the current record, e.g. `/symbols/3`.
  public var recordPointer: String {
    switch shape {
    case .object: return ""
    case .arrayOrObject where recordDepth == 0: return ""
    case .array, .arrayOrObject: return "/\(recordIndex)"
    case .member:
      let escaped = recordsMember.map { $0 == "~" ? "~0" : $0 == "/" ? "~1" : String($0) }.joined()
      return "/\(escaped)/\(recordIndex)"
    }
  }
}
