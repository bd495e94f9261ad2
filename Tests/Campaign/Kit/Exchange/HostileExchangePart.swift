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
    var dice = Dice(seed: seed, for: name)
    var all: [Attempt] = []
    for behaviour in HostileBehaviour.all where extent == .long || !behaviour.isSlow {
      let targets = extent == .long && !behaviour.isSlow ? Self.targets : [dice.one(of: Self.targets)]
      all += targets.map { target in
        Attempt("\(name)/\(behaviour.name)\(target)") { try attack(behaviour, target) }
      }
    }
    all.shuffle(using: &dice)
    return extent == .short ? Array(all.prefix(60)) : all
  }

  private func attack(_ behaviour: HostileBehaviour, _ target: String) throws -> [String] {
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
      outcome = try child.wait(seconds: behaviour.isSlow ? 900 : 90)
    } catch {
      return ["sync does not end"]
    }
    var wrongs: [String] = []
    if ![0, 1, 3, 12].contains(outcome.code) { wrongs.append("sync: \("\(outcome)".suffix(600))") }
    if outcome.errors.utf8.contains(where: { $0 < 0x20 && $0 != 0x0A }) {
      wrongs.append("a control character on stderr")
    }
    if !place.has("archive") { return wrongs }
    for command in ReadingCommands.all {
      let outcome = try place.run(command.words)
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
    var found: Set<String> = []
    for (holder, data) in texts {
      let text = Self.lowercased(data)
      for secret in secrets where secret.count > 20 {
        let what = secret == Self.key ? "the key" : secret == Self.secret ? "the secret" : "a signature"
        let forms = [
          ("plain", secret), ("cut", String(secret.prefix(56))),
          ("base64", Data(secret.utf8).base64EncodedString()),
          ("percent", secret.utf8.map { "%" + String(format: "%02X", $0) }.joined()),
          ("hex", secret.utf8.map { String(format: "%02x", $0) }.joined()),
          ("escaped", secret.utf8.map { "\\\\u" + String(format: "%04x", $0) }.joined()),
        ]
        for (form, encoded) in forms where text.range(of: Self.lowercased(Data(encoded.utf8))) != nil {
          found.insert("\(what) is in \(holder), \(form)")
        }
      }
    }
    return found.sorted()
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
