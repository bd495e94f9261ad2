import Platform
import SystemPackage

/// A file that a command writes: made beside its place, private where it is new, and moved there when complete. A
/// stream (a FIFO, a terminal, `/dev/stdout`, `/dev/null`) is written directly.
public final class FileOutput {
  /// What happens to an existing file.
  public enum Existing: Sendable {
    /// It is kept, and nothing is written. The advice states what to try.
    case keep(advice: String)
    case replace
  }

  private enum Target {
    case draft(Draft, Draft.Replacement)
    case stream(Int32)
  }

  private let name: String
  private let target: Target

  /// Finds the place and makes the file beside it; nothing appears there before `finish`.
  public init(_ path: String, existing: Existing) throws(FilesError) {
    name = path
    if let stream = try Self.stream(path) {
      target = .stream(stream)
      return
    }
    let place = try FilePlace.resolve(path)
    switch existing {
    case .keep(let advice):
      guard !place.isTaken else { throw .isThere(path: path, advice: advice) }
      target = .draft(try Draft.make(for: place, company: .welcome), .never(advice: advice))
    case .replace: target = .draft(try Draft.make(for: place, company: .welcome), .any)
    }
  }

  deinit {
    if case .stream(let descriptor) = target { OpenFile.close(descriptor) }
  }

  /// Appends bytes.
  public func write(_ bytes: [UInt8]) throws(FilesError) {
    switch target {
    case .draft(let draft, _): try draft.write(bytes)
    case .stream(let descriptor): try Self.writeAll(bytes, to: descriptor, name: name)
    }
  }

  /// Makes the file durable and moves it to its place.
  public func finish() throws(FilesError) {
    guard case .draft(let draft, let replacement) = target else { return }
    try draft.sync()
    try draft.takePlace(replacement)
  }

  /// Writes a small file where none exists. An existing one with the same content is fine; any other is kept, and an
  /// error is thrown.
  public static func put(_ bytes: [UInt8], at path: String, advice: String) throws(FilesError) {
    if try FileStatus.behind(path)?.kind == .regular,
      try FilePlace.resolve(path).head(bytes.count + 1) == bytes
    {
      return
    }
    let file = try FileOutput(path, existing: .keep(advice: advice))
    try file.write(bytes)
    try file.finish()
  }

  /// Writes everything to a descriptor, which errors call `name`.
  public static func writeAll(_ bytes: [UInt8], to descriptor: Int32, name: String) throws(FilesError) {
    let failure = bytes.withUnsafeBytes { bytes -> Errno? in
      do throws(Errno) {
        try OpenFile.writeAll(descriptor, bytes)
        return nil
      } catch {
        return error
      }
    }
    if let failure { throw FilesError(failure, "write", name) }
  }

  /// An open descriptor where the path names one, or leads to a stream; nil for everything else.
  private static func stream(_ path: String) throws(FilesError) -> Int32? {
    if let number = openDescriptor(path), let copy = try copy(of: number, path) { return copy }
    guard try FileStatus.behind(path)?.kind == .stream else { return nil }
    if let real = FilePlace.real(path) { try ArchiveGuard.check(directoryOf: real) }
    let descriptor = try FilesError.check("write", path) { () throws(Errno) in
      try OpenFile.openWaiting(path, [.writing, .noTerminal])
    }
    guard try FileStatus.of(descriptor: descriptor, path: path).kind == .stream else {
      OpenFile.close(descriptor)
      throw .changed(path: path)
    }
    return descriptor
  }

  /// The descriptor that a path such as `/dev/stdout` or `/dev/fd/63` names, which works without /proc too.
  private static func openDescriptor(_ path: String) -> Int32? {
    if path == "/dev/stdout" { return OpenFile.standardOutput }
    if path == "/dev/stderr" { return OpenFile.standardError }
    for directory in ["/dev/fd/", "/proc/self/fd/"] where path.hasPrefix(directory) {
      return Int32(path.dropFirst(directory.count))
    }
    return nil
  }

  /// A duplicate of the descriptor; nil for a file, which is kept or replaced like any other. The file to which the
  /// shell redirected standard output is an exception: it was chosen for this output.
  private static func copy(of number: Int32, _ path: String) throws(FilesError) -> Int32? {
    let status = try FileStatus.of(descriptor: number, path: path)
    let isStandard = path == "/dev/stdout" || path == "/dev/stderr"
    guard status.kind == .stream || status.kind == .regular && isStandard else { return nil }
    if status.kind == .regular {
      if let real = FilePlace.real("/proc/self/fd/\(number)") { try ArchiveGuard.check(directoryOf: real) }
      try ArchiveGuard.check(status, descriptor: number, for: path)
    }
    return try FilesError.check("write", path) { () throws(Errno) in try OpenFile.copy(of: number) }
  }
}
