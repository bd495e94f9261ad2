import CLMDB
import Synchronization

/// The pages of an open archive, commit by commit: one view a commit, shared by all its readers.
final class CommittedPages: Sendable {
  private let path: String
  private let descriptor: Int32
  private let pageBytes: Int
  /// Whether only this process can commit: what was checked stays valid, and what is new is our own.
  private let isWriter: Bool
  private let state = Mutex(State())

  private struct State {
    var view: PageView?
    var mapping: PageMapping?
    var databases: Databases?
  }

  init(_ environment: borrowing LMDBEnvironment, isWriter: Bool) throws(EventLogError) {
    path = environment.path
    descriptor = try environment.dataFile()
    pageBytes = try environment.pageBytes()
    self.isWriter = isWriter
  }

  /// Adds the databases to every later view.
  func use(_ databases: Databases) {
    state.withLock {
      $0.databases = databases
      $0.view = nil
    }
  }

  /// The view of a commit; nil where a later one has overwritten its meta page.
  func view(of commit: UInt64) throws(EventLogError) -> PageView? {
    try state.withLock { state throws(EventLogError) in
      if let view = state.view, view.transaction == commit { return view }
      guard let (meta, mapping) = try meta(of: commit, &state) else { return nil }
      let known = isWriter ? state.view : nil
      var view = try PageView(meta, in: mapping, marks: known?.pageMarks, path: path)
      if let databases = state.databases { view = try PageView(view, databases, marks: known?.eventMarks) }
      state.view = view
      return view
    }
  }

  /// Begins a read transaction, with the view of its commit.
  func beginReading(
    _ environment: borrowing LMDBEnvironment
  ) throws(EventLogError) -> (transaction: OpaquePointer, view: PageView) {
    for _ in 0..<Self.tries {
      let handle = try environment.beginRead()
      do throws(EventLogError) {
        if let view = try view(of: UInt64(mdb_txn_id(handle))) { return (handle, view) }
      } catch {
        environment.endRead(handle)
        throw error
      }
      // Two commits came in between, or the page is not of the commit that LMDB assumes.
      environment.endRead(handle)
    }
    throw .damagedArchive(path: path, what: "no meta page is of the commit that LMDB reads")
  }

  /// More commits than can come between two reads.
  private static let tries = 100

  private func meta(
    of commit: UInt64, _ state: inout State
  ) throws(EventLogError) -> (MetaPage, PageMapping)? {
    var mapping: PageMapping
    if let known = state.mapping {
      mapping = known
    } else {
      mapping = try PageMapping.map(descriptor, pages: 2, pageBytes: pageBytes, path: path)
      state.mapping = mapping
    }
    guard mapping.holds(0, count: 2) else {
      throw .damagedArchive(path: path, what: "a meta page of \(ArchiveFiles.data) is missing")
    }
    let meta = MetaPage(mapping.start + Int(clamping: commit % 2) * pageBytes)
    guard meta.transaction == commit else { return nil }
    guard mapping.reaches(meta.lastPage) else {
      throw .damagedArchive(
        path: path,
        what: "\(ArchiveFiles.data) is too short for the \(meta.lastPage) pages that its meta page states")
    }
    if meta.lastPage >= mapping.capacity {
      mapping = try PageMapping.map(descriptor, pages: meta.lastPage +| 1, pageBytes: pageBytes, path: path)
      state.mapping = mapping
    }
    return (meta, mapping)
  }
}
