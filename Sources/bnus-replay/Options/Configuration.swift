import EventLog
import Glibc
import Ingest
import Interchange
import JSONView

/// `configuration.json`: the key, and how to use it. The environment wins over the file.
struct Configuration {
  var apiKey: String?
  var apiSecret: String?
  var baseURL: String?
  var symbols: String?
  var symbolLimit: Int?
  var concurrency: Int?
  var receiveWindow: Int?
  var caFile: String?
  /// Something about the file that its owner should know.
  private(set) var warning: String?

  static let defaultPath = "./configuration.json"
  private static let keys = [
    "api_key", "api_secret", "base_url", "symbols", "symbol_limit", "concurrency", "recv_window_ms",
    "ca_file",
  ]

  /// Reads the file named, or the default one if it is there, then the environment.
  static func load(_ named: String?) throws -> Configuration {
    var configuration = Configuration()
    let path = named ?? defaultPath
    if named != nil || access(path, F_OK) == 0 { try configuration.read(path) }
    if let key = environment("BINANCE_US_API_KEY") { configuration.apiKey = key }
    if let secret = environment("BINANCE_US_API_SECRET") { configuration.apiSecret = secret }
    return configuration
  }

  private static func environment(_ name: String) -> String? {
    getenv(name).map { String(cString: $0) }
  }

  private mutating func read(_ path: String) throws {
    let bytes = try WholeFile.read(path)
    let object: JSONValue
    do {
      object = try JSONValue.parse(bytes)
    } catch {
      let line = bytes.prefix(error.offset ?? 0).count { $0 == UInt8(ascii: "\n") } + 1
      throw WrongUsage("\(path), line \(line): \(error)")
    }
    guard let members = object.members else { throw WrongUsage("\(path) is no JSON object") }
    if let unknown = members.first(where: { !Self.keys.contains($0.key) }) {
      throw WrongUsage(
        "\(path): unknown key \(unknown.key.debugDescription); the keys are \(Self.keys.joined(separator: ", "))"
      )
    }
    func text(_ name: String) throws -> String? {
      guard let value = object[name], !value.isNull else { return nil }
      guard value.kind.isString else { throw WrongUsage("\(path): \(name) is no string") }
      return value.text
    }
    func number(_ name: String, _ range: ClosedRange<Int64>) throws -> Int? {
      guard let value = object[name], !value.isNull else { return nil }
      guard let number = value.int64, range.contains(number) else {
        throw WrongUsage(
          "\(path): \(name) is no whole number from \(range.lowerBound) to \(range.upperBound)")
      }
      return Int(number)
    }
    apiKey = try text("api_key")
    apiSecret = try text("api_secret")
    baseURL = try text("base_url")
    symbols = try text("symbols")
    symbolLimit = try number("symbol_limit", 1...1_000_000)
    concurrency = try number("concurrency", 1...64)
    receiveWindow = try number("recv_window_ms", 1...60_000)
    caFile = try text("ca_file")
    warnOfReaders(path)
  }

  private mutating func warnOfReaders(_ path: String) {
    var state = stat()
    guard apiSecret != nil, stat(path, &state) == 0, state.st_mode & 0o077 != 0 else { return }
    warning = "\(path) holds a secret and can be read by others; chmod 600 \(path)"
  }
}
