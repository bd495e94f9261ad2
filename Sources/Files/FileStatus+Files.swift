import Platform
import SystemPackage

extension FileStatus {
  /// What an open descriptor leads to.
  static func of(descriptor: CInt, path: String) throws(FilesError) -> FileStatus {
    try FilesError.check("look at", path) { () throws(Errno) in try of(descriptor) }
  }

  /// What a path leads to, through symbolic links; nil where that is nothing.
  static func behind(_ path: String) throws(FilesError) -> FileStatus? {
    do throws(Errno) {
      return try of(path)
    } catch .noSuchFileOrDirectory {
      return nil
    } catch {
      throw FilesError(error, "look at", path)
    }
  }
}
