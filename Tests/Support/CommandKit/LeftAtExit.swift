import Foundation
import Synchronization

/// Directories that tests share, which nobody holds when the process ends: removed then.
enum LeftAtExit {
  private static let paths = Mutex<[String]>([])
  private static let isArmed: Bool =
    atexit {
      for path in LeftAtExit.paths.withLock({ $0 }) { try? FileManager.default.removeItem(atPath: path) }
    } == 0

  static func remove(_ path: String) {
    precondition(isArmed, "atexit takes a handler")
    paths.withLock { $0.append(path) }
  }
}
