import CommandKit
import Foundation
import Testing

@Suite("The process in which verify walks", .serialized)
struct WalkerTests {
  /// An archive that the walk takes a while over, `verify` on it, and the process that walks, stopped.
  private struct Stopped {
    let verify: Child
    let walker: pid_t

    private static let archive = Result {
      let place = try Workplace.shared()
      try Corpus(copies: 15).write(to: place.path("corpus.jsonl"))
      _ = try place.run("import", "-q", "corpus.jsonl")
      return place
    }

    init() throws {
      verify = try Self.archive.get().start(["verify"])
      var found: pid_t?
      while try found == nil && !verify.hasEnded() {
        let children = Self.text("/proc/\(verify.pid)/task/\(verify.pid)/children")
        // It walks once it has the archive in its memory.
        found = children.split(separator: " ").first.flatMap { pid_t($0) }.flatMap {
          Self.text("/proc/\($0)/maps").contains("data.mdb") ? $0 : nil
        }
      }
      walker = try #require(found)
      kill(walker, SIGSTOP)
    }

    private static func text(_ path: String) -> String {
      (try? String(contentsOfFile: path, encoding: .utf8)) ?? ""
    }

    /// Whether the walker is gone; nobody may be there to bury it.
    var isGone: Bool {
      guard let status = try? String(contentsOfFile: "/proc/\(walker)/stat", encoding: .utf8) else {
        return true
      }
      return status.split(separator: ")").last?.hasPrefix(" Z") == true
    }
  }

  @Test("Ctrl-C is passed on, and ends both with 130", arguments: [SIGINT, SIGTERM])
  func interrupted(signal: Int32) throws {
    let stopped = try Stopped()
    stopped.verify.send(signal)
    kill(stopped.walker, SIGCONT)
    let outcome = try stopped.verify.wait()
    #expect(outcome.code == 130)
    #expect(outcome.text == "")
    #expect(outcome.errors == "bnus-replay: interrupted; nothing acknowledged is lost\n")
    #expect(stopped.isGone)
  }

  @Test("it dies with who waits for it")
  func orphaned() throws {
    let stopped = try Stopped()
    stopped.verify.send(SIGKILL)
    #expect(try stopped.verify.wait().signal == SIGKILL)
    kill(stopped.walker, SIGCONT)
    let deadline = Date(timeIntervalSinceNow: 60)
    while !stopped.isGone, Date() < deadline { usleep(1000) }
    #expect(stopped.isGone)
  }

  @Test("a walker that was killed proves nothing, and is no damage")
  func killed() throws {
    let stopped = try Stopped()
    kill(stopped.walker, SIGKILL)
    let outcome = try stopped.verify.wait()
    #expect(outcome.code == 1)
    #expect(outcome.errors.contains("ended by signal 9"))
  }

  @Test(
    "a fault is damage found, and says how far everything is whole", arguments: [SIGSEGV, SIGBUS, SIGABRT])
  func fault(signal: Int32) throws {
    let stopped = try Stopped()
    kill(stopped.walker, signal)
    kill(stopped.walker, SIGCONT)
    let outcome = try stopped.verify.wait()
    #expect(outcome.code == 13)
    #expect(outcome.errors.contains("the archive is damaged: reading it crashed (SIG"), "\(outcome)")
    #expect(
      outcome.errors.contains(
        /after event \d+ of \d+; events 1 to \d+ are whole|before its first event; no event/))
  }

  @Test("pages that are gone are damage and no fault, also in JSON")
  func lostPages() throws {
    let place = try Workplace(fixtures: 5)
    _ = try place.shell("bnus-replay backup -q copy; truncate -s -100000 copy/data.mdb")
    let words = try place.run("verify", "--archive", "copy")
    #expect(words.code == 13)
    #expect(words.text == "")
    #expect(words.errors.contains(/page \d+ of data.mdb is not there/), "\(words)")
    let json = try place.run("verify", "--archive", "copy", "--json")
    #expect(json.code == 13)
    let document = try json.document()
    #expect(document["whole"] as? Bool == false)
    #expect((document["damages"] as? [String])?.first?.contains("is not there") == true)
  }
}
