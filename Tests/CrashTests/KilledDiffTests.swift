import CommandKit
import Foundation
import Testing

@Suite("A diff killed at any moment", .serialized)
struct KilledDiffTests {
  @Test("leaves nothing behind", arguments: Killing.seeds)
  func killed(seed: UInt64) throws {
    let truth = try Truth.shared.get()
    let place = try Workplace()
    _ = try place.shell("mkdir tmp")
    var moments = Moments(seed: seed)
    let child = try place.start(
      ["diff", "--archive", truth.archive, "--schema", "1", "3", "-q"],
      environment: ["TMPDIR": place.path("tmp")])
    moments.pause(upTo: truth.replaySeconds)
    child.send(SIGKILL)
    _ = try child.wait()
    #expect(try place.shell("ls; ls -A tmp").lines == ["tmp"], "seed \(seed)")
  }
}
