import CommandKit
import Foundation
import Testing

@Suite("A replay killed at any moment", .serialized)
struct KilledReplayTests {
  @Test("leaves the old file or the new one, and the next replay equals the truth", arguments: Killing.seeds, [true, false])
  func killed(seed: UInt64, isRebuild: Bool) throws {
    let truth = try Truth.shared.get()
    let place = try Workplace()
    _ = try place.shell("cp \(truth.oldTables) t.sqlite")
    var moments = Moments(seed: seed)
    let words = ["replay", "--archive", truth.archive, "--to", "t.sqlite", "--jobs", "\(moments.below(3) + 1)"]
    let child = try place.start(words + (isRebuild ? ["--rebuild"] : []))
    moments.pause(upTo: truth.replaySeconds)
    child.send(SIGKILL)
    _ = try child.wait()

    #expect(try place.query("t.sqlite", "PRAGMA integrity_check") == ["ok"], "seed \(seed)")
    let found = try place.query("t.sqlite", Truth.digestQuery)
    #expect(found == truth.oldDigests || found == truth.digests, "seed \(seed): \(found)")

    let again = try place.run(words + ["--json"])
    #expect(again.code == 0, "seed \(seed): \(again)")
    #expect(try place.query("t.sqlite", Truth.digestQuery) == truth.digests, "seed \(seed)")
    let rebuilt = try place.run(words + ["--rebuild", "-q"])
    #expect(rebuilt.code == 0, "seed \(seed): a draft that was left behind is in nobody's way")
    #expect(try place.query("t.sqlite", Truth.digestQuery) == truth.digests, "seed \(seed)")
    #expect(try place.shell("ls").lines == ["t.sqlite"])
  }
}
