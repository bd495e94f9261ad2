import EventLog
import Foundation
import Glibc
import Projections
import Replay
import TestKit
import Testing

@testable import Sinks

/// A child process is killed while it replays; whatever it left, the old tables are whole and the
/// next replay gives the truth.
@Suite("Killed replays", .serialized)
struct TablesCrashTests {
  /// An archive, and a tables file that stands at its 30th event.
  private struct Ground {
    let archive: ArchiveBuilder
    let old: TablesImage
    let truth: TablesImage
    let path: String

    init() throws {
      archive = try ArchiveBuilder()
      try archive.append(DiceLog.events(seed: 99, count: 80))
      old = try archive.image(of: "t.sqlite", through: 30)
      truth = try archive.image(of: "truth.sqlite")
      path = archive.directory.file("t.sqlite")
      archive.log.close()
    }

    func check(_ words: Comment) throws {
      // As somebody who may write would look at it: a hot journal is rolled back then.
      try SQLiteFile(path, writable: true).rows("SELECT 1 FROM sqlite_master")
      #expect(try SQLiteFile(path, writable: true).texts("PRAGMA integrity_check") == ["ok"], words)
      let left = try TablesImage(of: path)
      #expect(left == old || left == truth, "\(words): \(left.difference(from: old))")
      let log = try EventLog.open(at: archive.directory.file("archive"), mode: .readOnly, mapBytes: 256 << 20)
      defer { log.close() }
      try Self.replay(log, to: path, mode: .catchUp)
      #expect(try TablesImage(of: path).difference(from: truth) == "", words)
    }

    static func replay(_ log: EventLog, to path: String, mode: Destination.Mode) throws {
      let schema = TableCatalogue.latest
      let origin = Destination.Origin(archive: log.archiveID, schema: schema)
      let sink = try TablesFile.open(path, of: origin, mode: mode)
      let last = try log.read { (snapshot: borrowing Snapshot) in snapshot.lastSequence }
      let plan = try ReplayPlan(schema: schema, through: last, jobs: 2, sink: sink)
      _ = try plan.run(of: log)
    }

    /// Replays in the child.
    static func replayHere(_ archive: String, _ path: String, mode: Destination.Mode) {
      do {
        let log = try EventLog.open(at: archive, mode: .readOnly, mapBytes: 256 << 20)
        try replay(log, to: path, mode: mode)
        exit(0)
      } catch {
        FileHandle.standardError.write(Data("\(error)\n".utf8))
        exit(1)
      }
    }
  }

  @Test("killed at any step of the swap, the file is the old one or the new one", arguments: 0..<4)
  func swap(step: Int) async throws {
    let ground = try Ground()
    let (archive, path) = (ground.archive.directory.file("archive"), ground.path)
    await #expect(processExitsWith: .signal(SIGKILL)) {
      [step, archive = archive as String, path = path as String] in
      let wanted = DraftFile.Step.allCases[step]
      DraftFile.onStep = { if $0 == wanted { kill(getpid(), SIGKILL) } }
      Ground.replayHere(archive, path, mode: .rebuild)
    }
    try ground.check("step \(step)")
  }

  @Test(
    "killed at any write of a catch-up, the file goes back to what it was",
    arguments: [0, 1, 2, 3, 5, 9, 12, 15, 17, 18, 19, 20, 21])
  func catchUp(write: Int) async throws {
    let ground = try Ground()
    let (archive, path) = (ground.archive.directory.file("archive"), ground.path)
    await #expect(processExitsWith: .signal(SIGKILL)) {
      [write, archive = archive as String, path = path as String] in
      KillingWrites.install(killAt: write)
      Ground.replayHere(archive, path, mode: .catchUp)
    }
    try ground.check("write \(write)")
  }

  @Test("killed at any write of a rebuild, the file is the old one", arguments: [0, 1, 4, 11, 30])
  func rebuild(write: Int) async throws {
    let ground = try Ground()
    let (archive, path) = (ground.archive.directory.file("archive"), ground.path)
    await #expect(processExitsWith: .signal(SIGKILL)) {
      [write, archive = archive as String, path = path as String] in
      KillingWrites.install(killAt: write)
      Ground.replayHere(archive, path, mode: .rebuild)
    }
    #expect(try TablesImage(of: ground.path) == ground.old)
    try ground.check("write \(write)")
    func left() throws -> [String] { try ground.archive.directory.names.filter { $0.hasPrefix("t.sqlite") } }
    #expect(try left().count == 2, "the draft that was being written")
    let log = try EventLog.open(at: archive, mode: .readOnly, mapBytes: 256 << 20)
    try Ground.replay(log, to: path, mode: .rebuild)
    #expect(try left() == ["t.sqlite"])
  }

  @Test("a rebuild over the journal of a killed catch-up is not undone by it")
  func hotJournal() async throws {
    let ground = try Ground()
    let (archive, path) = (ground.archive.directory.file("archive"), ground.path)
    await #expect(processExitsWith: .signal(SIGKILL)) {
      [archive = archive as String, path = path as String] in
      KillingWrites.install(killAt: 20)
      Ground.replayHere(archive, path, mode: .catchUp)
    }
    #expect(try ground.archive.directory.names.contains("t.sqlite-journal"))
    await #expect(processExitsWith: .success) { [archive = archive as String, path = path as String] in
      Ground.replayHere(archive, path, mode: .rebuild)
    }
    #expect(try TablesImage(of: ground.path).difference(from: ground.truth) == "")
    #expect(try !ground.archive.directory.names.contains("t.sqlite-journal"))
  }

  @Test(
    "a disk that fills up is an error that says so, and the old file is as it was",
    arguments: [true, false], [100_000, 180_000, 200_000, 260_000] as [UInt])
  func fullDisk(isRebuild: Bool, bytes: UInt) async throws {
    let ground = try Ground()
    let (archive, path) = (ground.archive.directory.file("archive"), ground.path)
    await #expect(processExitsWith: .exitCode(28)) {
      [isRebuild, bytes, archive = archive as String, path = path as String] in
      signal(SIGXFSZ, SIG_IGN)
      var limit = rlimit(rlim_cur: rlim_t(bytes), rlim_max: rlim_t(bytes))
      setrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &limit)
      do {
        let log = try EventLog.open(at: archive, mode: .readOnly, mapBytes: 256 << 20)
        try Ground.replay(log, to: path, mode: isRebuild ? .rebuild : .catchUp)
        exit(0)
      } catch SinkError.full {
        exit(28)
      } catch {
        FileHandle.standardError.write(Data("\(error)\n".utf8))
        exit(1)
      }
    }
    #expect(try TablesImage(of: ground.path) == ground.old)
    try ground.check("full disk")
  }
}
