import CLinux
import Glibc

/// What a process was started with, and who runs it.
public enum Environment {
  /// The value of a variable; nil where there is none.
  public static func value(of name: String) -> String? { getenv(name).map { String(cString: $0) } }

  /// Sets a variable. No other thread may use the environment meanwhile.
  public static func set(_ name: String, to value: String) { setenv(name, value, 1) }

  /// Takes a variable away. No other thread may use the environment meanwhile.
  public static func remove(_ name: String) { unsetenv(name) }

  /// Every word behind the program's name; nil where the system did not say.
  public static var words: [String]? {
    guard let words = bnus_arguments() else { return nil }
    return (0..<Int(bnus_argument_count())).dropFirst().compactMap { index in
      words[index].map { String(cString: $0) }
    }
  }

  /// The number of the user who runs this.
  public static var user: UInt32 { geteuid() }

  /// The working directory; nil where it has gone.
  public static var workingDirectory: String? {
    guard let directory = getcwd(nil, 0) else { return nil }
    defer { free(directory) }
    return String(cString: directory)
  }
}
