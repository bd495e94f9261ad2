import Platform
import Synchronization

/// A small number for each page or event, 0 for most: what was checked already.
///
/// `@unchecked Sendable`: the marks are atomic, and a lost one only costs a second check.
final class Marks: @unchecked Sendable {
  private let marks: UnsafeMutablePointer<Atomic<UInt8>>
  private let capacity: Int

  /// Space for numbers up to `last`, with the marks of another. Memory is used only where marks are set.
  init(through last: UInt64, like other: Marks? = nil) {
    capacity = (Int(clamping: last) / 65_536 + 1) * 65_536
    guard let memory = Memory.zeros(capacity) else { preconditionFailure("no memory for marks") }
    // Zero bytes are atomics of value zero.
    marks = memory.bindMemory(to: Atomic<UInt8>.self, capacity: capacity)
    if let other { memory.copyMemory(from: other.marks, byteCount: min(capacity, other.capacity)) }
  }

  deinit { Memory.giveBack(marks) }

  /// These marks where they have space, else a larger copy.
  func reaching(_ last: UInt64) -> Marks {
    last < UInt64(capacity) ? self : Marks(through: last, like: self)
  }

  /// Whether there is space for the mark of a number.
  func reaches(_ number: UInt64) -> Bool { number < UInt64(capacity) }

  subscript(number: UInt64) -> UInt8 {
    get { marks[Int(clamping: number)].load(ordering: .relaxed) }
    set { marks[Int(clamping: number)].store(newValue, ordering: .relaxed) }
  }
}

/// The leaf on which a key of each database was found last, 0 for none.
///
/// `@unchecked Sendable`: the numbers are atomic, and threads that overwrite each other's only search once more.
final class LastLeaves: @unchecked Sendable {
  private static let count = Int(LMDBEnvironment.maximumDatabases) + 2
  private let pages = UnsafeMutablePointer<Atomic<UInt64>>.allocate(capacity: count)

  init() {
    for database in 0..<Self.count { (pages + database).initialize(to: Atomic(0)) }
  }

  deinit {
    pages.deinitialize(count: Self.count)
    pages.deallocate()
  }

  subscript(database: UInt32) -> UInt64 {
    get { pages[Int(database)].load(ordering: .relaxed) }
    set { pages[Int(database)].store(newValue, ordering: .relaxed) }
  }
}
