import CommandKit
import Foundation
import Testing

@Suite("bnus-replay verify --checkpoint")
struct VerifyHeadTests {
  /// With a head of event 40, signed, and the verifier key in a file.
  private func place() throws -> Workplace {
    let place = try Workplace(fixtures: 2)
    _ = try place.shell(
      "bnus-replay checkpoint --new-key key --as-of 40 --to head --json | sed 's/.*\"verifier_key\":\"//; s/\".*//' > vkey"
    )
    return place
  }

  @Test("an archive that grew passes, and says whether the signature was checked")
  func grown() throws {
    let place = try place()
    #expect(try place.run("import", Repository.fixtures[2]).code == 0)
    let unchecked = try place.run("verify", "--checkpoint", "head")
    #expect(unchecked.code == 0)
    #expect(
      unchecked.lines.last?.hasSuffix("its signature was not checked (--verifier-key checks it)") == true)
    let key = String(decoding: try place.data("vkey"), as: UTF8.self).split(separator: "\n")[0]
    for given in ["vkey", String(key)] {
      let checked = try place.run("verify", "--checkpoint", "head", "--verifier-key", given)
      #expect(checked.code == 0, "\(checked)")
      #expect(checked.lines.last?.hasSuffix("its signature is good") == true)
    }
    let document = try place.run("verify", "--checkpoint", "head", "--verifier-key", "vkey", "--json")
      .document()
    let head = try #require(document["checkpoint"] as? [String: Any])
    #expect(head["extended"] as? Bool == true)
    #expect(head["signed"] as? Bool == true)
    #expect(head["size"] as? Int == 40)
  }

  @Test("an unsigned head will do, and a backup extends it too")
  func unsigned() throws {
    let place = try place()
    _ = try place.shell("bnus-replay checkpoint -q --as-of 7 > plain; bnus-replay backup -q copy")
    #expect(try place.run("verify", "--archive", "copy", "--checkpoint", "plain").code == 0)
    let signed = try place.run("verify", "--checkpoint", "plain", "--verifier-key", "vkey")
    #expect(signed.code == 13)
    #expect(signed.errors.contains("plain is not signed by this key"))
  }

  @Test(
    "another history, fewer events, a changed head and another key: exit status 13",
    arguments: [
      ("bnus-replay import -q --archive other FIXTURE; mv other archive", "this is archive"),
      ("sed -i '2s/40/999999/' head", "the archive holds"), ("sed -i '2s/40/39/' head", "history differs"),
      ("sed -i '2s/40/39/' head; K=vkey", "is not of these bytes"),
      (
        "bnus-replay checkpoint -q --new-key k2 --json --to x | sed 's/.*\"verifier_key\":\"//; s/\".*//' > k2v; K=k2v",
        "is not signed by this key"
      ),
      (
        "echo example.com/bnus-replay+f35035e8+AQOhB7/zzhC+HXDdGOdLwJln5NYwm6UNXx3chmQSVTG4 > k3; K=k3",
        "the verifier key is of example.com/bnus-replay"
      ),
    ])
  func differs(change: String, says: String) throws {
    let place = try place()
    let fixture = Repository.fixtures[0]
    let script = change.replacingOccurrences(of: "mv other archive", with: "rm -r archive; mv other archive")
      .replacingOccurrences(of: "FIXTURE", with: "'\(fixture)'")
    let outcome = try place.shell(
      "K=; \(script); bnus-replay verify --checkpoint head ${K:+--verifier-key $K}")
    #expect(outcome.code == 13, "\(outcome)")
    #expect(outcome.errors.contains(says), "\(outcome)")
  }

  @Test("an event that was changed together with everything that follows from it contradicts the head")
  func rewritten() throws {
    let place = try place()
    // The owner makes the whole archive anew from an export in which one response is another.
    _ = try place.shell(
      """
      bnus-replay export -q | sed '3s/\\(BTC[^"]*\\)/X\\1/; 3s/"body_sha256":"[0-9a-f]*",//' > e.jsonl
      rm -r archive; bnus-replay import -q e.jsonl
      sed -i "1s|/.*|/$(bnus-replay stats --json | sed 's/.*"archive_id":"//; s/".*//')|" head
      """)
    #expect(try place.run("verify").code == 0)
    let outcome = try place.run("verify", "--checkpoint", "head", "--json")
    #expect(outcome.code == 13, "\(outcome)")
    let head = try #require(try outcome.document()["checkpoint"] as? [String: Any])
    #expect((head["finding"] as? String)?.hasPrefix("history differs: the first 40 events") == true)
    #expect(head["extended"] as? Bool == false)
  }

  @Test("files that are no checkpoint or key are named")
  func unreadable() throws {
    let place = try place()
    try place.write("hello\n", to: "text")
    #expect(try place.run("verify", "--checkpoint", "nowhere").code == 1)
    let text = try place.run("verify", "--checkpoint", "text")
    #expect(text.code == 1)
    #expect(
      text.errors.contains(
        "text is not a checkpoint: line 2 of the checkpoint: the number of events is missing")
    )
    for key in ["text", "nowhere"] {
      #expect(try place.run("verify", "--checkpoint", "head", "--verifier-key", key).code == 64)
    }
    #expect(try place.run("verify", "--verifier-key", "vkey").code == 64)
  }
}
