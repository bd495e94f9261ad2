import Foundation
import Testing

@testable import EventLog

@Suite("Backups")
struct BackupTests {
  let directory: TemporaryDirectory
  let log: EventLog

  init() throws {
    directory = try TemporaryDirectory()
    log = try EventLog.open(at: directory.archive, mode: .create)
    for ordinal in 0..<UInt32(20) {
      _ = try log.append(Events.response(ordinal, body: Array("body \(ordinal)".utf8)))
    }
  }

  private func mode(_ path: String) -> mode_t {
    var status = stat()
    return stat(path, &status) == 0 ? status.st_mode & 0o777 : 0
  }

  @Test("a copy is equal and private, and leaves nothing beside it")
  func copy() throws {
    let target = directory.path("copy")
    try log.backup(to: target)
    let copy = try EventLog.open(at: target, mode: .readWrite)
    #expect(copy.archiveID == log.archiveID)
    #expect(try copy.root() == log.root())
    #expect(try LogVerifier(copy).verify().isWhole)
    #expect(mode(target) == 0o700)
    #expect(mode(target + "/data.mdb") == 0o600)
    let names = try FileManager.default.contentsOfDirectory(atPath: directory.path)
    #expect(Set(names) == ["archive", "copy"])
    #expect(try copy.append(Events.response(99, body: [9])) == 21)
  }

  @Test("an empty directory is filled, one with something in it is not touched")
  func target() throws {
    let target = directory.path("copy")
    try FileManager.default.createDirectory(atPath: target, withIntermediateDirectories: false)
    try log.backup(to: target + "/")
    let error = #expect(throws: EventLogError.self) { try log.backup(to: target) }
    #expect(error?.description.contains("name a new directory") == true)
    let names = try FileManager.default.contentsOfDirectory(atPath: directory.path)
    #expect(Set(names) == ["archive", "copy"])
  }

  @Test("a copy made while events come in is the log at one moment")
  func whileWriting() async throws {
    let writer = Task { [log] in
      for ordinal in UInt32(100)..<300 {
        _ = try log.append(Events.response(ordinal, body: Array("body \(ordinal)".utf8)))
      }
    }
    for number in 0..<5 {
      let target = directory.path("copy-\(number)")
      try log.backup(to: target)
      let copy = try EventLog.open(at: target, mode: .readOnly)
      let report = try LogVerifier(copy).verify()
      #expect(report.isWhole)
      let size = report.events
      let there = try log.read { (snapshot: borrowing Snapshot) in try snapshot.treeRoot(size: size) }
      #expect(report.treeRoot == there)
    }
    try await writer.value
    #expect(try LogVerifier(log).verify().isWhole)
  }
}
