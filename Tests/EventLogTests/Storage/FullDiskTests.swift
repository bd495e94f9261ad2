import Foundation
import Testing

@testable import EventLog

@Suite("A full disk")
struct FullDiskTests {
  @Test("a file size limit fails the append with a clear error, and the log goes on when there is room")
  func fileSizeLimit() async throws {
    await #expect(processExitsWith: .success) {
      signal(SIGXFSZ, SIG_IGN)
      let directory = try TemporaryDirectory()
      let log = try EventLog.open(at: directory.archive, mode: .create)
      var old = rlimit()
      getrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &old)
      var limit = rlimit(rlim_cur: 300_000, rlim_max: old.rlim_max)
      setrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &limit)
      let written = try FullDisk.fill(log)
      insist(try LogVerifier(log).verify().isWhole)
      insist(try log.lastSequence() == written)
      setrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &old)
      insist(try log.append(Events.response(9999, body: [1])) == written &+ 1)
      log.close()
      let again = try EventLog.open(at: directory.archive, mode: .readOnly)
      insist(try LogVerifier(again).verify().isWhole)
    }
  }

  @Test(
    "a full file system fails the append with a clear error, and the log goes on when there is room",
    .enabled(if: FullDisk.canMount, "mounting a tmpfs needs root"))
  func smallFileSystem() throws {
    let directory = try TemporaryDirectory()
    #expect(mount("tmpfs", directory.path, "tmpfs", 0, "size=1m") == 0)
    defer { umount2(directory.path, 2) }
    let ballast = directory.path("ballast")
    let log = try EventLog.open(at: directory.archive, mode: .create)
    try Data(count: 200_000).write(to: URL(fileURLWithPath: ballast))
    let written = try FullDisk.fill(log)
    #expect(try LogVerifier(log).verify().isWhole)
    #expect(try log.lastSequence() == written)
    let error = #expect(throws: EventLogError.self) { try log.backup(to: directory.path("copy")) }
    #expect(error?.description.contains("no space left") == true)
    #expect(
      try FileManager.default.contentsOfDirectory(atPath: directory.path).sorted() == ["archive", "ballast"])
    unlink(ballast)
    #expect(try log.append(Events.response(9999, body: [1])) == written &+ 1)
    #expect(try LogVerifier(log).verify().isWhole)
    log.close()
  }

  @Test(
    "an archive on a medium that cannot be written is read",
    .enabled(if: FullDisk.canMount, "mounting needs root"))
  func readOnlyMedium() async throws {
    // In a process of its own: one that is being started elsewhere would hold files open, and the medium busy.
    await #expect(processExitsWith: .success) {
      let directory = try TemporaryDirectory()
      insist(mount("tmpfs", directory.path, "tmpfs", 0, "size=8m") == 0, "mount")
      defer { umount2(directory.path, 2) }
      _ = try EventLog.open(at: directory.archive, mode: .create).append(Events.response(1, body: [7]))
      for file in ["lock.mdb", "writer.lock"] { unlink("\(directory.archive)/\(file)") }
      let readOnly = UInt(MS_REMOUNT | MS_RDONLY)
      insist(mount("tmpfs", directory.path, "tmpfs", readOnly, "size=8m") == 0, "remount")
      let log = try EventLog.open(at: directory.archive, mode: .readOnly)
      insist(try log.body(1) == [7], "read")
      log.close()
      do {
        _ = try EventLog.open(at: directory.archive, mode: .readWrite)
        insist(false, "opened for writing")
      } catch EventLogError.permission {
        return
      }
    }
  }
}

/// Appends until nothing more goes in.
enum FullDisk {
  static var canMount: Bool { geteuid() == 0 && unshareWorks }

  /// Even root may not mount in some containers.
  private static var unshareWorks: Bool {
    guard let directory = try? TemporaryDirectory() else { return false }
    guard mount("tmpfs", directory.path, "tmpfs", 0, "size=64k") == 0 else { return false }
    return umount2(directory.path, 2) == 0
  }

  /// How many events went in before `diskFull`; several more must fail in the same way.
  static func fill(_ log: EventLog) throws -> UInt64 {
    var generator = SeededGenerator(seed: 91)
    var written: UInt64 = 0
    var failures = 0
    for ordinal in UInt32(0)..<200 where failures < 4 {
      do {
        written = try log.append(Events.response(ordinal, body: generator.bytes(20_000)))
      } catch EventLogError.diskFull {
        failures += 1
      }
    }
    insist(failures == 4, "the disk never filled")
    return written
  }
}
