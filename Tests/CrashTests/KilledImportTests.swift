import CommandKit
import Foundation
import Testing

@Suite("An import killed at any moment", .serialized)
struct KilledImportTests {
  @Test("loses nothing acknowledged, and importing again completes it", arguments: Killing.seeds)
  func killed(seed: UInt64) throws {
    let truth = try Truth.shared.get()
    let place = try Workplace()
    var moments = Moments(seed: seed)
    let child = try place.start(["import", truth.corpus])
    moments.pause(upTo: truth.importSeconds)
    child.send(SIGKILL)
    _ = try child.wait()

    let verified = try place.run("verify", "--json")
    if verified.code == 10 {
      let bytes = place.has("archive/data.mdb") ? try place.data("archive/data.mdb").count : 0
      #expect(bytes == 0, "seed \(seed)")
    } else {
      #expect(verified.code == 0, "seed \(seed): \(verified)")
      let events = try #require(try verified.document()["events"] as? Int)
      #expect(events <= truth.events)
      if events > 0 {
        let exported = try place.shell("bnus-replay export -q | cmp - <(head -\(events) \(truth.export))")
        #expect(exported.code == 0, "seed \(seed): what is there is the beginning of the truth")
      }
    }
    let again = try place.run("import", truth.corpus)
    #expect(again.code == 0, "seed \(seed): \(again)")
    #expect(try place.run("stats", "--json").document()["tree_root"] as? String == truth.treeRoot, "seed \(seed)")
    #expect(try place.run("verify").code == 0, "seed \(seed)")
  }
}
