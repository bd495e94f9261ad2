import Glibc

/// Opens what is read: a file by its path, or one that is open already and that `/dev/fd/N` stands for, which works
/// where a system has no such directory. It is read from its beginning each time, by one reader at a time.
public enum InputDescriptor {
  /// A descriptor of the caller's own; negative, with `errno`, where there is none.
  public static func open(_ path: String) -> Int32 {
    let directory = "/dev/fd/"
    guard path.hasPrefix(directory), let number = Int32(path.dropFirst(directory.count)),
      lseek(number, 0, SEEK_SET) == 0 || errno == ESPIPE
    else { return Glibc.open(path, O_RDONLY | O_CLOEXEC) }
    return fcntl(number, F_DUPFD_CLOEXEC, 3)
  }
}
