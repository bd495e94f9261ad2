import Glibc

/// One of the two pages from which LMDB 0.9 finds everything else, as they lie in the file (64-bit little-endian).
/// The one of the higher transaction counts; a commit writes the other.
///
///     offset size
///         40    4  bytes of a page
///         80    8  root of the list of free pages
///        128    8  root of the list of databases
///        136    8  last page in use
///        144    8  transaction
struct MetaPage {
  let pageBytes: Int
  let freeRoot: UInt64
  let mainRoot: UInt64
  let lastPage: UInt64
  let transaction: UInt64

  /// Whether this is what LMDB leaves of a commit whose end the disk refused: a root that the commit wrote, behind the
  /// last page that the newer of the two knows of. No read begins there.
  func isTakenBack(besides newer: MetaPage, fileBytes: Int) -> Bool {
    [freeRoot, mainRoot].contains {
      $0 != Self.noRoot && $0 > newer.lastPage && $0 < UInt64(fileBytes / max(pageBytes, 1))
    }
  }

  /// What a root is where there is nothing yet.
  static let noRoot = UInt64.max

  private static let bytes = 152

  /// Reads both.
  static func pair(in path: String) throws(EventLogError) -> [MetaPage] {
    let file = try FileDescriptor.open("\(path)/\(ArchiveFiles.data)", flags: O_RDONLY)
    let first = try read(file, at: 0, path)
    return [first, try read(file, at: first.pageBytes, path)]
  }

  private static func read(
    _ file: borrowing FileDescriptor, at offset: Int, _ path: String
  ) throws(EventLogError) -> MetaPage {
    var bytes = [UInt8](repeating: 0, count: Self.bytes)
    guard pread(file.number, &bytes, bytes.count, off_t(offset)) == bytes.count else {
      throw .damagedArchive(path: path, what: "a meta page of \(ArchiveFiles.data) is missing")
    }
    func word(_ offset: Int) -> UInt64 {
      bytes.withUnsafeBytes {
        UInt64(littleEndian: $0.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
      }
    }
    return MetaPage(
      pageBytes: Int(clamping: word(40) & 0xFFFF_FFFF), freeRoot: word(80), mainRoot: word(128),
      lastPage: word(136),
      transaction: word(144))
  }
}
