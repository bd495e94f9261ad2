import CSQLite
import Glibc
import Synchronization

/// Ends this process with SIGKILL at the n-th write, sync or truncation that SQLite makes; a
/// write is cut in half first, as a crash may leave it. For child processes of tests alone.
public enum KillingWrites {
  nonisolated(unsafe) private static var original: UnsafePointer<sqlite3_io_methods>?
  nonisolated(unsafe) private static var replaced: UnsafeMutablePointer<sqlite3_io_methods>?
  private static let left = Atomic<Int>(-1)
  nonisolated(unsafe) private static var openOriginal:
    (
      @convention(c) (
        UnsafeMutablePointer<sqlite3_vfs>?, UnsafePointer<CChar>?, UnsafeMutablePointer<sqlite3_file>?, Int32,
        UnsafeMutablePointer<Int32>?
      ) -> Int32
    )?

  /// Puts itself before SQLite's file system; -1 counts alone.
  public static func install(killAt count: Int) {
    left.store(count, ordering: .sequentiallyConsistent)
    guard let standard = sqlite3_vfs_find(nil) else { return }
    let copy = UnsafeMutablePointer<sqlite3_vfs>.allocate(capacity: 1)
    copy.initialize(to: standard.pointee)
    openOriginal = standard.pointee.xOpen
    copy.pointee.zName = UnsafePointer(strdup("killing"))
    copy.pointee.pNext = nil
    copy.pointee.xOpen = { vfs, name, file, flags, outFlags in
      let code = KillingWrites.openOriginal?(vfs, name, file, flags, outFlags) ?? SQLITE_ERROR
      if code == SQLITE_OK, let file { KillingWrites.replaceMethods(of: file) }
      return code
    }
    sqlite3_vfs_register(copy, 1)
  }

  private static func replaceMethods(of file: UnsafeMutablePointer<sqlite3_file>) {
    guard let methods = file.pointee.pMethods else { return }
    if replaced == nil {
      original = methods
      let copy = UnsafeMutablePointer<sqlite3_io_methods>.allocate(capacity: 1)
      copy.initialize(to: methods.pointee)
      copy.pointee.xWrite = { file, bytes, count, offset in
        if KillingWrites.isLast() {
          _ = KillingWrites.original?.pointee.xWrite(file, bytes, count / 2, offset)
          KillingWrites.end()
        }
        return KillingWrites.original?.pointee.xWrite(file, bytes, count, offset) ?? SQLITE_ERROR
      }
      copy.pointee.xSync = { file, flags in
        if KillingWrites.isLast() { KillingWrites.end() }
        return KillingWrites.original?.pointee.xSync(file, flags) ?? SQLITE_ERROR
      }
      copy.pointee.xTruncate = { file, size in
        if KillingWrites.isLast() { KillingWrites.end() }
        return KillingWrites.original?.pointee.xTruncate(file, size) ?? SQLITE_ERROR
      }
      replaced = copy
    }
    if methods == original { file.pointee.pMethods = UnsafePointer(replaced) }
  }

  private static func isLast() -> Bool {
    left.subtract(1, ordering: .sequentiallyConsistent).oldValue == 0
  }

  private static func end() {
    kill(getpid(), SIGKILL)
  }
}
