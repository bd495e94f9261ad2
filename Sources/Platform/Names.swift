import CLinux
import Glibc
public import SystemPackage

/// The names of files and directories: made, moved, listed and removed.
public enum Names {
  /// A path with its links resolved.
  public static func resolved(_ path: String) throws(Errno) -> String {
    guard let resolved = realpath(path, nil) else { throw Errno.last }
    defer { free(resolved) }
    return String(cString: resolved)
  }

  /// The names in an open directory, `.` and `..` left out.
  public static func list(_ directory: CInt) throws(Errno) -> [String] {
    let copy = try OpenFile.open(".", in: directory, .directory)
    guard let listing = fdopendir(copy) else {
      defer { OpenFile.close(copy) }
      throw Errno.last
    }
    defer { closedir(listing) }
    var names: [String] = []
    while let entry = readdir(listing) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) {
        $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      if name != ".", name != ".." { names.append(name) }
    }
    return names
  }

  /// Makes a private directory, whatever the umask.
  public static func makePrivateDirectory(_ name: String, in directory: CInt) throws(Errno) {
    try check(mkdirat(directory, name, 0o700))
    try check(fchmodat(directory, name, 0o700, 0))
  }

  /// Makes a directory that others may use as the umask lets them.
  public static func makeDirectory(_ path: String, mode: UInt32) throws(Errno) {
    try check(mkdir(path, mode_t(mode)))
  }

  /// Sets who may use what a path leads to.
  public static func setMode(_ path: String, to mode: UInt32) throws(Errno) {
    try check(chmod(path, mode_t(mode)))
  }

  /// Gives another name, in the place of a file that has it.
  public static func rename(_ name: String, to other: String, in directory: CInt) throws(Errno) {
    try check(renameat(directory, name, directory, other))
  }

  /// Gives another name; fails where it is taken. Not every file system can.
  public static func renameToNew(_ name: String, to other: String, in directory: CInt) throws(Errno) {
    try check(bnus_rename_new(directory, name, other))
  }

  /// Gives a second name; fails where it is taken.
  public static func link(_ name: String, as other: String, in directory: CInt) throws(Errno) {
    try check(linkat(directory, name, directory, other, 0))
  }

  /// Takes a file's name away.
  public static func remove(_ name: String, in directory: CInt) throws(Errno) {
    try check(unlinkat(directory, name, 0))
  }

  /// Takes a name away, of a file or of an empty directory, if that can be.
  public static func discard(_ name: String, in directory: CInt, kind: FileStatus.Kind = .regular) {
    unlinkat(directory, name, kind == .directory ? AT_REMOVEDIR : 0)
  }

  /// Takes a file's name away, if that can be.
  public static func discard(_ path: String) { unlink(path) }

  private static func check(_ result: CInt) throws(Errno) {
    if result < 0 { throw Errno.last }
  }
}
