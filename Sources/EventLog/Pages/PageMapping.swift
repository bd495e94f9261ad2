import Platform
import Synchronization
import SystemPackage

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
    do throws(Errno) {
      return PageMapping(try MappedFile.map(descriptor, bytes: length), length, pageBytes, descriptor)
    } catch .noMemory {
      throw .mapRefused(path: path, bytes: length, access: .reading)
    } catch {
      throw SystemError.error(for: error, "map", "\(path)/\(ArchiveFiles.data)")
    }
  }

  private init(_ start: UnsafeRawPointer, _ length: Int, _ pageBytes: Int, _ descriptor: Int32) {
    self.start = start
    self.pageBytes = pageBytes
    capacity = UInt64(length / pageBytes)
    self.descriptor = descriptor
  }

  deinit { MappedFile.unmap(start, bytes: Int(clamping: capacity) * pageBytes) }

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
    let bytes: Int
    do throws(Errno) { bytes = try FileStatus.of(descriptor).bytes } catch { return false }
    fileBytes.store(bytes, ordering: .relaxed)
    return end <= bytes
  }
}
