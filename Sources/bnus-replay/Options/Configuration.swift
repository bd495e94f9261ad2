import Files
import Ingest
import JSONView
import Platform

/// The configuration: the key, and how to use it. One file is read; the environment wins over it, and
/// systemd's credentials stand in where neither gives a key or a secret. The secret is in one place at a time.
struct Configuration: ~Copyable {
  var apiKey: String?
  var apiSecret: SecretBytes?
  var baseURL: String?
  var symbols: String?
  var symbolLimit: Int?
  var concurrency: Int?
  var receiveWindow: Int?
  var caFile: String?
  /// Where the archive is, where neither a flag nor the environment says so.
  var archive: String?
  /// Something about the files that their owner should know.
  private(set) var warnings: [String] = []

  private static let keys = [
    "api_key", "api_secret", "api_secret_file", "archive", "base_url", "symbols", "symbol_limit",
    "concurrency", "recv_window_ms", "ca_file",
  ]

  /// The file in the working directory.
  static let inDirectory = "./configuration.json"

  /// The user's own file, in `$XDG_CONFIG_HOME` or `~/.config`; nil where there is no such place.
  static var ofUser: String? {
    // The standard wants a relative path to be ignored.
    let directory = environment("XDG_CONFIG_HOME").flatMap { $0.hasPrefix("/") ? $0 : nil }
    return (directory ?? environment("HOME").map { "\($0)/.config" }).map {
      "\($0)/bnus-replay/configuration.json"
    }
  }

  /// The file that is read where none is named: the working directory's, else the user's, if it is there.
  static var defaultPath: String? {
    [inDirectory, ofUser].compactMap { $0 }.first { OpenFile.exists($0) }
  }

  /// Reads the file named, or the default one if there is one, then environment and credentials.
  static func load(_ named: String?) throws -> Configuration {
    var configuration = Configuration()
    if let path = named ?? defaultPath { try configuration.read(path) }
    if let key = environment("BINANCE_US_API_KEY") { configuration.apiKey = key }
    if let secret = EnvironmentSecret.take() { configuration.apiSecret = consume secret }
    if let directory = environment("CREDENTIALS_DIRECTORY") {
      // systemd makes it, readable by the service alone.
      if configuration.apiKey == nil, let key = try credential("api_key", in: directory) {
        configuration.apiKey = key.withBytes { String(decoding: $0, as: UTF8.self) }
      }
      if configuration.apiSecret == nil {
        configuration.apiSecret = try credential("api_secret", in: directory)
      }
    }
    return configuration
  }

  /// The archive that a file names, if it names one.
  static func archive(in file: String) throws -> String? {
    defer { SecretBytes.wipeUsedStack() }
    do {
      let object = try JSONValue.parse(try bytes(of: file))
      return object["archive"]?.text.flatMap { $0.isEmpty ? nil : path($0, beside: file) }
    } catch {
      throw WrongUsage("\(file) cannot be read: \(error)")
    }
  }

  /// All bytes of a file that may hold a secret.
  private static func bytes(of path: String) throws -> SecretBytes {
    guard let bytes = try InputFile.secret(of: path, atMost: 1 << 20) else {
      throw WrongUsage("\(path) is larger than 1 MiB, which neither a configuration nor a secret is")
    }
    return bytes
  }

  /// An empty variable is none, but for a key or a secret, which somebody meant to give.
  private static func environment(_ name: String) -> String? {
    guard let value = Environment.value(of: name), !value.isEmpty || name.hasPrefix("BINANCE_US_") else {
      return nil
    }
    return value
  }

  private static func credential(_ name: String, in directory: String) throws -> SecretBytes? {
    let path = "\(directory)/\(name)"
    return OpenFile.exists(path) ? try secret(in: path) : nil
  }

  /// What a file holds, without the end of its line.
  private static func secret(in path: String) throws -> SecretBytes {
    try bytes(of: path).withBytes { bytes in
      var line = bytes[...]
      while let last = line.last, last == UInt8(ascii: "\n") || last == UInt8(ascii: "\r") {
        line.removeLast()
      }
      guard !line.contains(UInt8(ascii: "\n")), isText(line) else {
        throw WrongUsage("\(path) does not hold one line of text, which is all that belongs there")
      }
      return SecretBytes(copying: UnsafeRawBufferPointer(rebasing: line))
    }
  }

  /// Whether bytes are UTF-8, without making a text of them.
  private static func isText(_ bytes: some Sequence<UInt8>) -> Bool {
    var (parser, iterator) = (UTF8.ForwardParser(), bytes.makeIterator())
    while true {
      switch parser.parseScalar(from: &iterator) {
      case .valid: continue
      case .emptyInput: return true
      case .error: return false
      }
    }
  }

  private mutating func read(_ path: String) throws {
    let bytes = try Self.bytes(of: path)
    let lineEnds = bytes.withBytes { bytes in bytes.indices.filter { bytes[$0] == UInt8(ascii: "\n") } }
    let object: JSONValue
    do {
      object = try JSONValue.parse(bytes)
    } catch {
      let line = lineEnds.count { $0 < error.offset ?? 0 } + 1
      throw WrongUsage("\(path), line \(line): \(error)")
    }
    guard let members = object.members else { throw WrongUsage("\(path) is not a JSON object") }
    if let unknown = members.first(where: { !Self.keys.contains($0.key) }) {
      throw WrongUsage(
        "\(path): unknown key \(unknown.key.debugDescription); the keys are \(Self.keys.joined(separator: ", "))"
      )
    }
    try take(object, path)
  }

  private mutating func take(_ object: JSONValue, _ path: String) throws {
    func string(_ name: String) throws -> JSONValue? {
      guard let value = object[name], !value.isNull else { return nil }
      guard value.kind.isString else { throw WrongUsage("\(path): \(name) is not a string") }
      return value
    }
    func text(_ name: String) throws -> String? { try string(name)?.text }
    func number(_ name: String, _ range: ClosedRange<Int64>) throws -> Int? {
      guard let value = object[name], !value.isNull else { return nil }
      guard let number = value.int64, range.contains(number) else {
        throw WrongUsage(
          "\(path): \(name) is not a whole number from \(range.lowerBound) to \(range.upperBound)")
      }
      return Int(clamping: number)
    }
    func place(_ name: String) throws -> String? {
      guard let written = try text(name) else { return nil }
      guard !written.isEmpty else { throw WrongUsage("\(path): \(name) is empty") }
      return Self.path(written, beside: path)
    }
    apiKey = try text("api_key")
    apiSecret = try string("api_secret")?.secretText
    if apiSecret != nil { warnOfReaders(path) }
    if let file = try place("api_secret_file") {
      guard apiSecret == nil else {
        throw WrongUsage("\(path): api_secret and api_secret_file exclude each other; give one of them")
      }
      apiSecret = try Self.secret(in: file)
      warnOfReaders(file)
    }
    archive = try place("archive")
    baseURL = try text("base_url")
    symbols = try text("symbols")
    symbolLimit = try number("symbol_limit", 1...1_000_000)
    concurrency = try number("concurrency", 1...64)
    receiveWindow = try number("recv_window_ms", 1...60_000)
    caFile = try text("ca_file")
  }

  /// A path as a configuration writes it: `~` is the user's home, and what is relative lies beside the file.
  private static func path(_ written: String, beside file: String) -> String {
    if written.hasPrefix("~/"), let home = environment("HOME") { return home + written.dropFirst() }
    if written.hasPrefix("/") { return written }
    guard let slash = file.lastIndex(of: "/") else { return written }
    return "\(file[...slash])\(written)"
  }

  private mutating func warnOfReaders(_ path: String) {
    guard let status = FileStatus.find(path), status.mode & 0o077 != 0 else { return }
    warnings.append("\(path) holds a secret and can be read by others; chmod 600 \(path)")
  }
}
