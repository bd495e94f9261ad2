import Files
import Synchronization

/// The archives this process has open.
///
/// LMDB lets a process open an environment twice without a word, and then closing one drops the locks of the other.
enum OpenArchives {
  private static let identities = Mutex<Set<ArchiveFiles.Identity>>([])

  /// The right to have one archive open, given back when its owner ends.
  struct Claim: ~Copyable {
    private let identity: ArchiveFiles.Identity
    private let path: String

    fileprivate init(_ identity: ArchiveFiles.Identity, path: String) {
      self.identity = identity
      self.path = path
      ArchiveGuard.enter(path)
    }

    deinit {
      let identity = identity
      ArchiveGuard.leave(path)
      OpenArchives.identities.withLock { _ = $0.remove(identity) }
    }
  }

  static func claim(_ identity: ArchiveFiles.Identity, path: String) throws(EventLogError) -> Claim {
    guard identities.withLock({ $0.insert(identity).inserted }) else { throw .alreadyOpenHere(path: path) }
    return Claim(identity, path: path)
  }
}
