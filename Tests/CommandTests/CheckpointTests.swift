import CommandKit
import Foundation
import Testing

@Suite("bnus-replay checkpoint and prove")
struct CheckpointTests {
  @Test("a head names the archive, its events and the tree's root, with or without a key")
  func head() throws {
    let place = try Workplace(fixtures: 1)
    let stats = try place.run("stats", "--json").document()
    let archive = try #require(stats["archive_id"] as? String)
    let plain = try place.run("checkpoint")
    #expect(plain.code == 0)
    #expect(
      plain.lines.prefix(2) == ["bnus-replay.invalid/\(archive)", "\(try #require(stats["events"] as? Int))"])
    #expect(plain.lines.count == 3)
    #expect(plain.errors == "The head is not signed; --new-key FILE makes a key.\n")
    let signed = try place.run("checkpoint", "--new-key", "key")
    #expect(signed.text.hasPrefix(plain.text + "\n— bnus-replay.invalid/\(archive) "))
    #expect(signed.errors.hasPrefix("verifier key: bnus-replay.invalid/\(archive)+"))
    let document = try place.run("checkpoint", "--key", "key", "--json").document()
    #expect(document["root"] as? String == stats["tree_root"] as? String)
    #expect(document["note"] as? String == signed.text)
    #expect(signed.errors == "verifier key: \(try #require(document["verifier_key"] as? String))\n")
    #expect(
      try place.run("checkpoint", "--key", "key", "-q", "--to", "head").description == "exit 0, signal -\n\n")
    #expect(try place.data("head") == signed.output)
  }

  @Test("a key is private, never overwritten, never in the archive, and nowhere but in its file")
  func keys() throws {
    let place = try Workplace(fixtures: 1)
    let made = try place.shell(
      "umask 0; bnus-replay checkpoint --new-key key --origin example.com/mine; stat -c %a key")
    #expect(made.lines.first == "example.com/mine")
    #expect(made.lines.last == "600")
    let key = String(decoding: try place.data("key"), as: UTF8.self)
    let secret = try #require(key.split(separator: "+").last?.dropLast())
    let again = try place.run("checkpoint", "--new-key", "key")
    #expect(again.code == 1)
    #expect(again.errors.contains("not overwritten"))
    #expect(String(decoding: try place.data("key"), as: UTF8.self) == key)
    for path in ["archive/key", "./archive/key", "link/key", "archive/sub/key"] {
      _ = try place.shell("mkdir -p archive/sub; ln -sfn archive link")
      let inside = try place.run("checkpoint", "--new-key", path)
      #expect(inside.code == 64)
      #expect(inside.errors.contains("lies in the archive"))
    }
    #expect(try place.shell("cp key archive/key; bnus-replay checkpoint --key archive/key").code == 64)
    #expect(!made.text.contains(secret) && !made.errors.contains(secret))
    let open = try place.shell("chmod 640 key; bnus-replay checkpoint --key key")
    #expect(open.code == 0)
    #expect(open.errors.hasPrefix("warning: key holds a secret and can be read by others; chmod 600 key\n"))
  }

  @Test("a key of another archive, and what is no key, are refused")
  func otherKeys() throws {
    let place = try Workplace(fixtures: 1)
    _ = try place.shell(
      "bnus-replay checkpoint --new-key key; mv archive one; bnus-replay import -q \(Repository.fixtures[1])")
    let other = try place.run("checkpoint", "--key", "key")
    #expect(other.code == 1)
    #expect(other.errors.contains("key is the key of archive"))
    #expect(other.text == "")
    try place.write("PRIVATE+KEY+a+00000000+AAAA\n", to: "broken")
    #expect(try place.run("checkpoint", "--key", "broken").errors.contains("broken holds no key"))
    #expect(try place.run("checkpoint", "--key", "nowhere").code == 1)
    let origin = try place.run("checkpoint", "--key", "key", "--archive", "one", "--origin", "example.com/a")
    #expect(origin.code == 64)
  }

  @Test("an empty archive has no head, no proof, and gets no key")
  func empty() throws {
    let place = try Workplace()
    _ = try place.shell("true > none; bnus-replay import none")
    for words in [["checkpoint", "--new-key", "key"], ["checkpoint"]] {
      let outcome = try place.run(words)
      #expect(outcome.code == 64)
      #expect(outcome.text == "")
      #expect(outcome.errors.contains("a checkpoint of none is never published"))
    }
    #expect(try place.run("prove", "1").code == 64)
    #expect(!place.has("key"))
  }

  @Test("a proof is the same on standard output, in a file and in JSON, and holds the head as it was given")
  func proof() throws {
    let place = try Workplace(fixtures: 2)
    let head = try place.run("checkpoint", "--new-key", "key", "--as-of", "40", "--to", "head", "--json")
      .document()
    let proof = try place.run("prove", "7", "--checkpoint", "head")
    #expect(proof.errors == "")
    #expect(proof.lines.prefix(2) == ["c2sp.org/tlog-proof@v1", "index 6"])
    #expect(proof.text.hasSuffix("\n\n\(try #require(head["note"] as? String))"))
    #expect(try place.run("prove", "7", "--checkpoint", "head", "--to", "proof").output.isEmpty)
    #expect(try place.data("proof") == proof.output)
    let document = try place.run("prove", "7", "--checkpoint", "head", "--json").document()
    #expect(document["proof"] as? String == proof.text)
    #expect(document["size"] as? Int == 40)
    let late = try place.run("prove", "41", "--checkpoint", "head")
    #expect(late.code == 64)
    #expect(late.errors.contains("covers events 1 to 40; make a newer one"))
    #expect(try place.run("prove", "41").errors.hasPrefix("warning: the head in this proof is not signed"))
  }

  @Test("a head of another history gives no proof and exit status 13")
  func otherHistory() throws {
    let place = try Workplace(fixtures: 2)
    _ = try place.shell("bnus-replay checkpoint --as-of 40 > head; sed -i '2s/40/41/' head")
    let outcome = try place.run("prove", "7", "--checkpoint", "head")
    #expect(outcome.code == 13)
    #expect(outcome.errors.contains("history differs"))
    #expect(outcome.text == "")
    #expect(try place.run("prove", "7", "--checkpoint", "archive/data.mdb").code == 1)
  }
}
