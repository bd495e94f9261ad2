import CLMDB
import Platform
import SystemPackage

/// The kind of a file system, by the magic number that `statfs` returns.
enum FileSystemKind: Equatable {
  case local
  /// LMDB's locks and shared memory map do not work here.
  case network(name: String)

  init(magic: UInt32) {
    self = Self.networks[magic].map(FileSystemKind.network(name:)) ?? .local
  }

  /// Refuses a directory on a network file system.
  static func requireLocal(_ path: String) throws(EventLogError) {
    let magic = try SystemError.check("find the file system of", path) { () throws(Errno) in
      try FileSystem.kind(of: path)
    }
    if case .network(let name) = FileSystemKind(magic: magic) {
      throw .networkFileSystem(path: path, kind: name)
    }
  }

  private static let networks: [UInt32: String] = [
    0x0000_6969: "nfs", 0x0000_517B: "smb", 0xFF53_4D42: "cifs", 0xFE53_4D42: "smb2", 0x0102_1997: "9p",
    0x5346_414F: "afs", 0x6B41_4653: "afs", 0x00C3_6400: "ceph", 0x7375_7245: "coda", 0x0BD0_0BD0: "lustre",
    0x6573_5546: "fuse",
  ]
}
