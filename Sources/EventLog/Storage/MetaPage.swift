import Platform
import SystemPackage

/// One of the two pages from which LMDB 0.9 finds everything else, as stored in the file (64-bit little-endian). The
/// one with the higher transaction is current; a commit writes the other.
///
///     offset size
///         40   48  record of the tree of free pages, whose first 4 bytes are the bytes of a page
///         88   48  record of the tree of databases
///        136    8  last page in use
///        144    8  transaction
struct MetaPage {
  let pageBytes: Int
  let free: PageTree
  let main: PageTree
  let lastPage: UInt64
  let transaction: UInt64

  /// Whether LMDB left this page after a commit whose last write failed: it restores transaction and last page, and
  /// leaves a root that the commit wrote, beyond both last pages. No read begins there.
  func isTakenBack(besides newer: MetaPage, fileBytes: Int) -> Bool {
    [free.root, main.root].contains {
      $0 != PageTree.noRoot && $0 > newer.lastPage && $0 > lastPage
        && $0 < UInt64(fileBytes / max(pageBytes, 1))
    }
  }

  private static let bytes = 152

  /// Reads one in memory.
  init(_ start: UnsafeRawPointer) {
    pageBytes = Int(start.load(fromByteOffset: 40, as: UInt32.self))
    free = PageTree(start + 40, name: "the list of free pages", mark: 1, order: .number)
    main = PageTree(start + 88, name: "the list of databases", mark: 2)
    lastPage = start.load(fromByteOffset: 136, as: UInt64.self)
    transaction = start.load(fromByteOffset: 144, as: UInt64.self)
  }

  /// Reads both.
  static func pair(in path: String) throws(EventLogError) -> [MetaPage] {
    let file = try FileDescriptor.open("\(path)/\(ArchiveFiles.data)", .reading)
    let first = try read(file, at: 0, path)
    return [first, try read(file, at: first.pageBytes, path)]
  }

  private static func read(
    _ file: borrowing FileDescriptor, at offset: Int, _ path: String
  ) throws(EventLogError) -> MetaPage {
    let (number, room) = (
      file.number, UnsafeMutableRawBufferPointer.allocate(byteCount: Self.bytes, alignment: 8)
    )
    defer { room.deallocate() }
    let count = try SystemError.check("read a meta page of", "\(path)/\(ArchiveFiles.data)") {
      () throws(Errno) in
      try OpenFile.read(number, at: offset, into: room)
    }
    guard count == Self.bytes, let start = room.baseAddress else {
      throw .damagedArchive(path: path, what: "a meta page of \(ArchiveFiles.data) is missing")
    }
    return MetaPage(start)
  }
}
