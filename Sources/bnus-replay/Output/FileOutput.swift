import Glibc
import Interchange

/// A file that a command writes: made beside its place, private where it is new, and moved there
/// when whole. A device or a pipe is written as it is.
final class FileOutput {
  private let name: String
  private let place: String
  private let draft: String?
  private let descriptor: Int32
  private var isPlaced = false

  init(_ path: String) throws(InterchangeError) {
    name = path
    var state = stat()
    let isThere = stat(path, &state) == 0
    let isRegular = !isThere || state.st_mode & S_IFMT == S_IFREG
    place = isThere ? Self.resolved(path) : path
    draft = isRegular ? place + ".part" : nil
    descriptor =
      isRegular
      ? open(
        place + ".part", O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW,
        isThere ? state.st_mode & 0o777 : 0o600)
      : open(path, O_WRONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw Self.failure(path) }
  }

  deinit {
    close(descriptor)
    if let draft, !isPlaced { unlink(draft) }
  }

  func write(_ bytes: [UInt8]) throws(InterchangeError) {
    try Self.writeAll(bytes, to: descriptor, name: name)
  }

  func finish() throws(InterchangeError) {
    guard let draft else { return }
    guard fsync(descriptor) == 0, rename(draft, place) == 0 else { throw Self.failure(name) }
    isPlaced = true
  }

  /// With links followed, so that the file is replaced and not the link to it.
  private static func resolved(_ path: String) -> String {
    guard let resolved = realpath(path, nil) else { return path }
    defer { free(resolved) }
    return String(cString: resolved)
  }

  private static func failure(_ path: String) -> InterchangeError {
    .file(path: path, operation: "write", reason: String(cString: strerror(errno)))
  }

  static func writeAll(
    _ bytes: [UInt8], to descriptor: Int32, name: String
  ) throws(InterchangeError) {
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
      if count < 0, errno == EINTR { continue }
      if count < 0, [ENOSPC, EDQUOT, EFBIG].contains(errno) { throw .diskFull(path: name) }
      guard count > 0 else { throw failure(name) }
      rest = rest.dropFirst(count)
    }
  }
}
