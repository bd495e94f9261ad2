import CommandKit
import Foundation

/// `sync` meets an exchange that says whatever harms most: it ends within bounds and without a crash, the archive
/// verifies and every command reads it, and neither key, secret nor signature is on the disk or in what was printed.
public struct HostileExchangePart: Part {
  public let name = "exchange"
  public let parallel = 6

  public init() {}

  /// Whose requests a behaviour is about; all for the empty one.
  private static let targets = [
    "", "/api/v3/time", "/api/v3/exchangeInfo", "/api/v3/account", "/api/v3/myTrades",
    "/sapi/v1/capital/deposit/hisrec",
  ]
  private static let key = "vmPUZE6mv9SD5VNHk4HlWFsOr6aKE2zvsw0MuIgwCIPy6utIco14y7Ju91duEh8A"
  private static let secret = "NhqPtmdSJYdKjVHjA7PZj4Mge3R5YNiP1e3UZjInClVN65XAbvqqM6A7H5fATj0j"

  public func attempts(_ extent: Extent, seed: UInt64) throws -> [Attempt] {
    if extent == .short { return Self.short.map { attempt($0.behaviour, $0.target, Self.fewCommands) } }
    var dice = Dice(seed: seed, for: name)
    let all = HostileBehaviour.all.flatMap { behaviour in
      let isOfPages = HostileBehaviour.pages.contains { $0.name == behaviour.name }
      let targets = isOfPages ? [""] : behaviour.isSlow ? [dice.one(of: Self.targets)] : Self.targets
      return targets.map { attempt(behaviour, $0, ReadingCommands.all) }
    }
    return all.shuffled(using: &dice)
  }

  /// What a client that is patient as it should be is done with in seconds.
  private static let short = HostileBehaviour.all.flatMap { behaviour in
    inShort.filter { behaviour.name == $0.0 }.map { (behaviour: behaviour, target: $0.1) }
  }

  private static let inShort = [
    ("gzip-wrong", "/api/v3/account"), ("endless-headers", "/api/v3/account"),
    ("nul-in-header", "/api/v3/account"),
    ("redirect-file", "/api/v3/exchangeInfo"), ("body-deep", "/api/v3/account"),
    ("body-names", "/api/v3/exchangeInfo"),
    ("body-balances", "/api/v3/account"), ("body-escape", "/api/v3/account"),
    ("server-time:9223372036854775807", "/api/v3/time"), ("every-number:9223372036854775807", ""),
    ("every-number:-9223372036854775808", "/api/v3/myTrades"),
    ("used-weight:-9223372036854775808", "/api/v3/account"),
    ("limits:0", "/api/v3/exchangeInfo"), ("limits:9223372036854775807", "/api/v3/exchangeInfo"),
    ("retry-after:429:9223372036854775807", "/api/v3/account"), ("retry-after:years", "/api/v3/myTrades"),
    ("banned-until:9223372036854775807", "/api/v3/account"), ("pages-thin", ""), ("pages-repeat", ""),
    ("totals-huge", ""), ("echo-plain-header", ""), ("echo-cut", "/api/v3/account"),
    ("echo-base64-200", "/api/v3/account"),
    ("echo-escaped", "/api/v3/account"), ("echo-hex", "/api/v3/account"),
  ]

  private static let fewCommands = ReadingCommands.all.filter {
    ["verify", "audit", "replay"].contains($0.words[0]) && !$0.words.contains("--json")
      && !$0.words.contains("1")
  }

  private func attempt(
    _ behaviour: HostileBehaviour, _ target: String, _ commands: [ReadingCommands.Command]
  ) -> Attempt {
    Attempt("\(name)/\(behaviour.name)\(target)") { try attack(behaviour, target, commands) }
  }

  private func attack(
    _ behaviour: HostileBehaviour, _ target: String, _ commands: [ReadingCommands.Command]
  ) throws -> [String] {
    let place = try Workplace()
    let exchange = try HostileExchange(behaviour, target: target)
    defer { exchange.stop() }
    try place.write(
      #"{"api_key":"\#(Self.key)","api_secret":"\#(Self.secret)","symbol_limit":3}"#, to: "configuration.json"
    )
    _ = try place.shell("chmod 600 configuration.json")
    let child = try place.start(["sync", "-v", "--base-url", exchange.url])
    let outcome: Outcome
    do {
      // A source that is refused is retried a few times, and there are dozens of sources.
      outcome = try child.wait(seconds: 1800)
    } catch {
      return ["sync does not end"]
    }
    var wrongs: [String] = []
    if ![0, 1, 3, 12].contains(outcome.code) { wrongs.append("sync: \("\(outcome)".suffix(600))") }
    if outcome.errors.utf8.contains(where: { $0 < 0x20 && $0 != 0x0A }) {
      wrongs.append("a control character on stderr")
    }
    if !place.has("archive") { return wrongs }
    for command in commands {
      // Half a million faults in each response are a second each.
      let outcome = try place.start(command.words).wait(seconds: 900)
      wrongs += command.wrongs(of: outcome)
    }
    let secrets = exchange.secrets.union([Self.key, Self.secret])
    return try wrongs + leaks(of: secrets, in: place, printed: outcome)
  }

  /// Where a secret lies, as it is or in an encoding that whoever looks for secrets looks through.
  private func leaks(of secrets: Set<String>, in place: Workplace, printed: Outcome) throws -> [String] {
    let exported = try place.run("export", "-q")
    let texts = [
      ("the archive", Data(try place.data("archive/data.mdb"))), ("an event", exported.output),
      ("what was printed", printed.output + Data(printed.errors.utf8)),
    ]
    var needles: [(what: String, bytes: Data)] = []
    for secret in secrets where secret.count > 20 {
      let what = secret == Self.key ? "the key" : secret == Self.secret ? "the secret" : "a signature"
      for (form, encoded) in Self.forms(of: secret) {
        needles.append(("\(what), \(form)", Self.lowercased(Data(encoded.utf8))))
      }
    }
    let search = NeedleSearch(needles.map(\.bytes))
    return texts.flatMap { holder, data in
      Set(search.found(in: Self.lowercased(data)).map { "\(holder) holds \(needles[$0].what)" }).sorted()
    }
  }

  private static func forms(of secret: String) -> [(name: String, text: String)] {
    [
      ("plain", secret), ("cut", String(secret.prefix(56))),
      ("base64", Data(secret.utf8).base64EncodedString()),
      ("percent", secret.utf8.map { "%" + String(format: "%02X", $0) }.joined()),
      ("hex", secret.utf8.map { String(format: "%02x", $0) }.joined()),
      ("escaped", secret.utf8.map { "\\\\u" + String(format: "%04x", $0) }.joined()),
    ]
  }

  private static let lower: [UInt8] = (0...255).map { $0 >= 65 && $0 <= 90 ? $0 + 32 : $0 }

  private static func lowercased(_ data: Data) -> Data {
    lower.withUnsafeBufferPointer { lower in
      var bytes = data
      bytes.withUnsafeMutableBytes { bytes in
        for index in 0..<bytes.count { bytes[index] = lower[Int(bytes[index])] }
      }
      return bytes
    }
  }
}
