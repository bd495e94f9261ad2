public import Platform
import SystemPackage

/// A file that is read from its beginning; closed at the end of its life.
///
/// `/dev/fd/N` names a descriptor that is already open, even where the system has no such directory. It is read from
/// its beginning each time, by one reader at a time.
public struct InputFile: ~Copyable {
  /// What errors call it.
  private let name: String
  private let file: FileDescriptor

  /// - Parameter name: what errors call it, where that is not its path.
  public static func open(_ path: String, named name: String? = nil) throws(FilesError) -> InputFile {
    let name = name ?? path
    let file = try FilesError.catching("read", name) {
      if let number = openDescriptor(path) { return try copy(of: number) }
      return FileDescriptor(rawValue: try OpenFile.openWaiting(path, .reading))
    }
    return InputFile(name: name, file: file)
  }

  /// Standard input, from its current position.
  public static func standardInput(named name: String) throws(FilesError) -> InputFile {
    InputFile(
      name: name, file: try FilesError.catching("read", name) { try copy(of: OpenFile.standardInput) })
  }

  private init(name: String, file: FileDescriptor) {
    self.name = name
    self.file = file
  }

  // Nothing was written, so an error of closing loses nothing.
  deinit { OpenFile.close(file.rawValue) }

  private static func copy(of number: CInt) throws(Errno) -> FileDescriptor {
    FileDescriptor(rawValue: try OpenFile.copy(of: number))
  }

  /// The descriptor behind `/dev/fd/N`, at its beginning where it has one.
  private static func openDescriptor(_ path: String) -> CInt? {
    let directory = "/dev/fd/"
    guard path.hasPrefix(directory), let number = CInt(path.dropFirst(directory.count)) else { return nil }
    do throws(Errno) {
      try OpenFile.rewind(number)
      return number
    } catch {
      return nil
    }
  }

  /// The kind of a readable file: a regular file, a directory, or a stream.
  public enum Kind: Sendable {
    case regular, directory, stream
  }

  /// What kind of file it is.
  public func kind() throws(FilesError) -> Kind {
    switch try FileStatus.of(descriptor: file.rawValue, path: name).kind {
    case .regular: .regular
    case .directory: .directory
    case .link, .disk, .stream: .stream
    }
  }

  /// Its descriptor, to wait for input; it stays owned by this value.
  public var descriptor: CInt { file.rawValue }

  /// Appends the next bytes, `count` at most, and returns how many there were: 0 at the end.
  public func append(atMost count: Int, to bytes: inout [UInt8]) throws(FilesError) -> Int {
    let more = try FilesError.catching("read", name) {
      try [UInt8](unsafeUninitializedCapacity: count) { buffer, got in
        got = try file.read(into: UnsafeMutableRawBufferPointer(buffer))
      }
    }
    bytes += more
    return more.count
  }

  /// The file's first bytes, `count` at most; the position for `append` does not change.
  public func head(_ count: Int) throws(FilesError) -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: count)
    let got = try FilesError.catching("read", name) {
      try bytes.withUnsafeMutableBytes { try file.read(fromAbsoluteOffset: 0, into: $0) }
    }
    return Array(bytes[..<got])
  }

  /// All bytes of a file or a pipe; nil where there are more than `limit`.
  public static func bytes(
    of path: String, named name: String? = nil, atMost limit: Int
  ) throws(FilesError) -> [UInt8]? {
    let file = try open(path, named: name)
    let size = try FileStatus.of(descriptor: file.descriptor, path: file.name).bytes
    guard size <= limit else { return nil }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(size + chunkBytes)
    // A pipe has no size, and a file may grow.
    while try file.append(atMost: chunkBytes, to: &bytes) > 0 {
      guard bytes.count <= limit else { return nil }
    }
    return bytes
  }

  /// All bytes of a file or a pipe with a secret in it, of which no other copy is made; nil where there are more than
  /// `limit`.
  public static func secret(of path: String, atMost limit: Int) throws(FilesError) -> SecretBytes? {
    let file = try open(path)
    let size = try FileStatus.of(descriptor: file.descriptor, path: file.name).bytes
    guard size <= limit else { return nil }
    // One more than there should be: a pipe has no size, and a file may grow.
    var bytes = try SecretBytes(capacity: size + 1) { room throws(FilesError) in try file.fill(room) }
    while bytes.count == bytes.capacity {
      guard bytes.count <= limit else { return nil }
      bytes = try SecretBytes(capacity: bytes.capacity * 2) { room throws(FilesError) in
        bytes.withBytes { room.copyMemory(from: $0) }
        return try bytes.count + file.fill(UnsafeMutableRawBufferPointer(rebasing: room[bytes.count...]))
      }
    }
    guard bytes.count <= limit else { return nil }
    return bytes
  }

  /// Reads until the room is full or the file ends, and gives how many bytes there were.
  private func fill(_ room: UnsafeMutableRawBufferPointer) throws(FilesError) -> Int {
    var count = 0
    while count < room.count {
      let got = try FilesError.catching("read", name) {
        try file.read(into: UnsafeMutableRawBufferPointer(rebasing: room[count...]))
      }
      if got == 0 { break }
      count += got
    }
    return count
  }

  /// How much is read at once.
  public static let chunkBytes = 1 << 20
}

extension FilesError {
  /// Turns an error of the system into an error of this module.
  static func catching<Result: ~Copyable>(
    _ operation: String, _ path: String, _ body: () throws -> Result
  ) throws(FilesError) -> Result {
    do {
      return try body()
    } catch {
      throw FilesError(error as? Errno ?? .ioError, operation, path)
    }
  }
}
