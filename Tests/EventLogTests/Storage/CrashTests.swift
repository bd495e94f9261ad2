import Foundation
import Testing

@testable import EventLog

@Suite("Crashes")
struct CrashTests {
  @Test(
    "a process killed at any step of an append leaves the log as it was before or after it",
    arguments: AppendStep.allCases)
  func killed(step: AppendStep) async throws {
    let directory = try TemporaryDirectory()
    var generator = SeededGenerator(seed: 81)
    let bodies = Events.similarBodies(6, bytes: 30_000, using: &generator)
    let log = try EventLog.open(at: directory.archive, mode: .create)
    for ordinal in 0..<3 { _ = try log.append(Events.response(UInt32(ordinal), body: bodies[ordinal])) }
    let before = try log.root()
    log.close()
    let path = directory.archive
    await #expect(processExitsWith: .signal(SIGKILL)) { [path = path as String, step = step as AppendStep] in
      var generator = SeededGenerator(seed: 81)
      let bodies = Events.similarBodies(6, bytes: 30_000, using: &generator)
      let dependencies = LogDependencies(reached: { if $0 == step { kill(getpid(), SIGKILL) } })
      let log = try EventLog.open(at: path, mode: .readWrite, dependencies: dependencies)
      _ = try log.append(contentsOf: (3..<6).map { Events.response(UInt32($0), body: bodies[$0]) })
    }
    let after = try EventLog.open(at: path, mode: .readWrite)
    #expect(try LogVerifier(after).verify().isWhole)
    #expect(try after.lastSequence() == (step == .afterCommit ? 6 : 3))
    let old = try after.read { (snapshot: borrowing Snapshot) in try snapshot.treeRoot(size: 3) }
    #expect(old == before)
    _ = try after.append(contentsOf: (3..<6).map { Events.response(UInt32($0), body: bodies[$0]) })
    #expect(try after.lastSequence() == 6)
    #expect(try LogVerifier(after).verify().isWhole)
  }

  @Test("a process killed while it appends one event after another loses none that was acknowledged")
  func killedAnywhere() async throws {
    let directory = try TemporaryDirectory()
    let path = directory.path
    await #expect(processExitsWith: .signal(SIGKILL)) { [path = path as String] in
      let log = try EventLog.open(at: path + "/archive", mode: .create)
      let acknowledged = open(path + "/acknowledged", O_CREAT | O_WRONLY | O_APPEND, 0o600)
      let count = Counter()
      Thread.detachNewThread {
        while count.value < 40 { sched_yield() }
        kill(getpid(), SIGKILL)
      }
      for ordinal in UInt32(0)... {
        _ = try log.append(
          Events.response(ordinal, body: Array(repeating: UInt8(ordinal % 251), count: 5000)))
        write(acknowledged, "x", 1)
        count.increment()
      }
    }
    let acknowledged = try Data(contentsOf: URL(fileURLWithPath: path + "/acknowledged")).count
    let log = try EventLog.open(at: directory.archive, mode: .readOnly)
    let last = try log.lastSequence()
    #expect(last >= acknowledged && last <= acknowledged + 1)
    #expect(try LogVerifier(log).verify().isWhole)
  }
}
