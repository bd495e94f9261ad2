import Foundation
import Testing

@testable import EventLog

@Suite("Opening an archive")
struct OpeningTests {
  let directory: TemporaryDirectory

  init() throws {
    directory = try TemporaryDirectory()
  }

  @Test("without an archive, reading and writing are refused, and creating makes one")
  func none() throws {
    for mode in [EventLog.Mode.readOnly, .readWrite] {
      #expect(throws: EventLogError.noArchive(path: directory.archive)) {
        _ = try EventLog.open(at: directory.archive, mode: mode)
      }
    }
    #expect(!FileManager.default.fileExists(atPath: directory.archive))
    let deep = directory.path("a/b/archive/")
    let id = try EventLog.open(at: deep, mode: .create).archiveID
    #expect(try EventLog.open(at: deep, mode: .create).archiveID == id)
    #expect(try EventLog.open(at: deep, mode: .readOnly).lastSequence() == 0)
  }

  @Test("a directory with other files, or a file, does not become an archive")
  func inUse() throws {
    try Data("x".utf8).write(to: URL(fileURLWithPath: directory.path("letter")))
    #expect(throws: EventLogError.directoryInUse(path: directory.path)) {
      _ = try EventLog.open(at: directory.path, mode: .create)
    }
    #expect(throws: EventLogError.notADirectory(path: directory.path("letter"))) {
      _ = try EventLog.open(at: directory.path("letter"), mode: .create)
    }
    #expect(throws: EventLogError.noArchive(path: directory.path)) {
      _ = try EventLog.open(at: directory.path, mode: .readWrite)
    }
  }

  @Test("a making that was cut short is taken up again")
  func cutShort() throws {
    try FileManager.default.createDirectory(atPath: directory.archive, withIntermediateDirectories: false)
    _ = FileManager.default.createFile(atPath: directory.archive + "/data.mdb", contents: Data())
    #expect(throws: EventLogError.noArchive(path: directory.archive)) {
      _ = try EventLog.open(at: directory.archive, mode: .readOnly)
    }
    // What a killed process left of the data file that it was making.
    let left = directory.archive + "/data.mdb.part-0123456789abcdef"
    _ = FileManager.default.createFile(atPath: left, contents: Data(count: 4096))
    let log = try EventLog.open(at: directory.archive, mode: .create)
    #expect(try log.append(Events.response(1, body: [])) == 1)
    #expect(!FileManager.default.fileExists(atPath: left))
  }

  @Test("a link in the place of the data file is neither followed nor replaced")
  func linkedData() throws {
    try FileManager.default.createDirectory(atPath: directory.archive, withIntermediateDirectories: false)
    try FileManager.default.createSymbolicLink(
      atPath: directory.archive + "/data.mdb", withDestinationPath: directory.path("elsewhere"))
    #expect(throws: EventLogError.self) { _ = try EventLog.open(at: directory.archive, mode: .create) }
    #expect(!FileManager.default.fileExists(atPath: directory.path("elsewhere")))
  }

  @Test("the same archive is not opened twice in a process, by whatever path")
  func twice() throws {
    let log = try EventLog.open(at: directory.archive, mode: .create)
    let link = directory.path("link")
    try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: directory.archive)
    for path in [directory.archive, link] {
      #expect(throws: EventLogError.alreadyOpenHere(path: path)) {
        _ = try EventLog.open(at: path, mode: .readOnly)
      }
    }
    log.close()
    #expect(try EventLog.open(at: link, mode: .readOnly).lastSequence() == 0)
  }

  @Test("while another process writes, a second writer is refused with its pid, a reader is not")
  func secondWriter() throws {
    _ = try EventLog.open(at: directory.archive, mode: .create).append(Events.response(1, body: [1]))
    let script = """
      import fcntl, os, sys
      f = open(sys.argv[1], "r+"); fcntl.flock(f, fcntl.LOCK_EX)
      f.truncate(0); f.write(f"{os.getpid()}\\n"); f.flush()
      print("ready", flush=True); sys.stdin.read()
      """
    let other = Process()
    other.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    other.arguments = ["python3", "-c", script, directory.archive + "/writer.lock"]
    let (input, output) = (Pipe(), Pipe())
    other.standardInput = input
    other.standardOutput = output
    try other.run()
    _ = output.fileHandleForReading.availableData
    let found = #expect(throws: EventLogError.self) {
      _ = try EventLog.open(at: directory.archive, mode: .readWrite)
    }
    #expect(found == .beingWritten(path: directory.archive, pid: other.processIdentifier))
    #expect(found?.description.contains("process \(other.processIdentifier)") == true)
    #expect(try EventLog.open(at: directory.archive, mode: .readOnly).lastSequence() == 1)
    try input.fileHandleForWriting.close()
    other.waitUntilExit()
    #expect(try EventLog.open(at: directory.archive, mode: .readWrite).lastSequence() == 1)
  }

  @Test("a newer format is refused by name")
  func newerFormat() throws {
    let log = try EventLog.open(at: directory.archive, mode: .create)
    try log.tamper { (transaction: borrowing WriteTransaction) throws(EventLogError) in
      try transaction.put(transaction.view.databases.meta, Array("format".utf8), [0, 0, 0, 7])
    }
    log.close()
    for mode in [EventLog.Mode.readOnly, .readWrite, .create] {
      #expect(throws: EventLogError.newerFormat(found: 7, supported: 2, path: directory.archive)) {
        _ = try EventLog.open(at: directory.archive, mode: mode)
      }
    }
  }

  @Test("an archive without its lock files, as a backup is, opens for reading and writing")
  func withoutLocks() throws {
    _ = try EventLog.open(at: directory.archive, mode: .create).append(Events.response(1, body: [1]))
    for mode in [EventLog.Mode.readOnly, .readWrite] {
      for file in ["lock.mdb", "writer.lock"] { unlink("\(directory.archive)/\(file)") }
      #expect(try EventLog.open(at: directory.archive, mode: mode).lastSequence() == 1)
    }
  }

  @Test("a data file cut short is refused instead of ending the process")
  func truncated() throws {
    let log = try EventLog.open(at: directory.archive, mode: .create)
    var generator = SeededGenerator(seed: 61)
    for ordinal in 0..<UInt32(40) {
      _ = try log.append(Events.response(ordinal, body: generator.bytes(100_000)))
    }
    log.close()
    #expect(truncate(directory.archive + "/data.mdb", 1 << 20) == 0)
    let error = #expect(throws: EventLogError.self) {
      _ = try EventLog.open(at: directory.archive, mode: .readOnly)
    }
    #expect(error?.description.contains("data.mdb") == true)
  }

  @Test("a map that is full is an error that names the flag, and the log stays usable")
  func mapFull() throws {
    let log = try EventLog.open(at: directory.archive, mode: .create, mapBytes: 1 << 20)
    var generator = SeededGenerator(seed: 62)
    _ = try log.append(Events.response(1, body: [1]))
    let error = #expect(throws: EventLogError.mapFull(path: directory.archive)) {
      try log.append(Events.response(2, body: generator.bytes(2_000_000)))
    }
    #expect(error?.description.contains("--map-size") == true)
    #expect(try log.append(Events.response(3, body: [3])) == 2)
  }

  @Test(
    "network file systems are recognised by their number",
    arguments: [
      (0x6969, "nfs"), (0x517B, "smb"), (0xFF53_4D42, "cifs"), (0xFE53_4D42, "smb2"), (0x0102_1997, "9p"),
      (0x5346_414F, "afs"), (0x00C3_6400, "ceph"), (0x7375_7245, "coda"), (0x0BD0_0BD0, "lustre"),
      (0x6573_5546, "fuse"),
    ] as [(UInt32, String)])
  func network(magic: UInt32, name: String) {
    #expect(FileSystemKind(magic: magic) == .network(name: name))
    #expect(FileSystemKind(magic: 0xEF53) == .local)
    #expect(FileSystemKind(magic: 0x0102_1994) == .local)
  }
}
