import Glibc
public import SystemPackage

/// A file's bytes as memory that is read; more of it than the file has may be mapped, but not touched.
public enum MappedFile {
  /// Maps an open file from its beginning on.
  public static func map(_ descriptor: CInt, bytes: Int) throws(Errno) -> UnsafeRawPointer {
    guard let start = mmap(nil, bytes, PROT_READ, MAP_SHARED, descriptor, 0), start != MAP_FAILED else {
      throw Errno.last
    }
    return UnsafeRawPointer(start)
  }

  /// Ends what `map` began.
  public static func unmap(_ start: UnsafeRawPointer, bytes: Int) {
    munmap(UnsafeMutableRawPointer(mutating: start), bytes)
  }
}
