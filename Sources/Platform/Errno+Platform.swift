import Glibc
public import SystemPackage

extension Errno {
  /// Why the call that failed last on this thread did.
  static var last: Errno { Errno(rawValue: errno) }

  /// No space, no quota, or a file size limit reached.
  public var isFull: Bool { [.noSpace, .diskQuotaExceeded, .fileTooLarge].contains(self) }

  /// The other end of a connection has gone.
  public var isDisconnected: Bool { self == .connectionReset || self == .brokenPipe }
}
