import Foundation
import Testing

@testable import EventLog

@Suite("Privacy of the files")
struct PrivacyTests {
  @Test("directory and files are private, whatever the umask", arguments: [0, 0o777, 0o277, 0o022])
  func modes(umask mask: Int) async throws {
    await #expect(processExitsWith: .success) { [mask = mask as Int] in
      let directory = try TemporaryDirectory()
      umask(mode_t(mask))
      let log = try EventLog.open(at: directory.archive, mode: .create)
      _ = try log.append(Events.response(1, body: [1]))
      try log.backup(to: directory.path("copy"))
      for (name, mode) in [
        ("archive", 0o700), ("archive/data.mdb", 0o600), ("archive/lock.mdb", 0o600),
        ("archive/writer.lock", 0o600), ("copy", 0o700), ("copy/data.mdb", 0o600),
      ] as [(String, mode_t)] {
        var status = stat()
        insist(stat(directory.path(name), &status) == 0, name)
        insist(status.st_mode & 0o777 == mode, name)
      }
    }
  }
}
