import Glibc
import Synchronization

/// The archive's data file, mapped for reading.
///
/// `@unchecked Sendable`: nothing is written through the mapping, and the known size of the file is atomic.
final class PageMapping: @unchecked Sendable {
  /// The mapping grows in steps of this many bytes, so that a growing file is not mapped anew for every commit.
  private static let step = 16 << 20

  let start: UnsafeRawPointer
  let pageBytes: Int
  /// How many pages fit into the mapping; the file may have fewer.
  let capacity: UInt64
  private let descriptor: Int32
  private let fileBytes = Atomic<Int>(0)

  /// Maps the open file `descriptor`, with space for so many pages.
  static func map(
    _ descriptor: Int32, pages: UInt64, pageBytes: Int, path: String
  ) throws(EventLogError) -> PageMapping {
    let (needed, overflow) = pages.multipliedReportingOverflow(by: UInt64(pageBytes))
    guard !overflow, needed < 1 << 46 else {
      throw .damagedArchive(path: path, what: "its meta page states \(pages) pages")
    }
    let length = (Int(clamping: needed) + step - 1) / step * step
    guard let start = mmap(nil, length, PROT_READ, MAP_SHARED, descriptor, 0), start != MAP_FAILED else {
      if errno == ENOMEM { throw .mapRefused(path: path, bytes: length, access: .reading) }
      throw SystemError.error(for: errno, "map", "\(path)/\(ArchiveFiles.data)")
    }
    return PageMapping(start, length, pageBytes, descriptor)
  }

  private init(_ start: UnsafeMutableRawPointer, _ length: Int, _ pageBytes: Int, _ descriptor: Int32) {
    self.start = UnsafeRawPointer(start)
    self.pageBytes = pageBytes
    capacity = UInt64(length / pageBytes)
    self.descriptor = descriptor
  }

  deinit { munmap(UnsafeMutableRawPointer(mutating: start), Int(clamping: capacity) * pageBytes) }

  /// Whether the file is long enough for this to be its last page. A few pages may be missing without damage: LMDB does
  /// not write pages that an append allocated and freed.
  func reaches(_ last: UInt64) -> Bool {
    let allowed = (1 << 20) / UInt64(pageBytes)
    return holds(last < allowed ? 0 : last -| allowed, count: 0)
  }

  /// Whether the file has these pages. Reading a missing one would end the process.
  func holds(_ first: UInt64, count: UInt64 = 1) -> Bool {
    let (behind, overflow) = first.addingReportingOverflow(count)
    guard !overflow, behind < 1 << 46 else { return false }
    let end = Int(clamping: behind) * pageBytes
    if end <= fileBytes.load(ordering: .relaxed) { return true }
    var state = stat()
    guard fstat(descriptor, &state) == 0 else { return false }
    fileBytes.store(Int(clamping: state.st_size), ordering: .relaxed)
    return end <= Int(clamping: state.st_size)
  }
}
