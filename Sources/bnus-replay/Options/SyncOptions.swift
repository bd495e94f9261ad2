import ArgumentParser
import BinanceUS
import EventLog
import EventModel
import Ingest
import Projections
import Sinks

/// The flags of `sync`.
struct SyncOptions: ParsableArguments {
  @OptionGroup var verbosity: VerbosityOptions

  @Flag(name: .long, help: "The summary as JSON on standard output, and nothing else there.")
  var json = false

  @Option(
    help: ArgumentHelp(
      "The configuration (default ./configuration.json, else the user's own, if one is there).",
      valueName: "file")
  )
  var config: String?

  @Option(
    name: .customLong("base-url"),
    help: ArgumentHelp("The exchange's address; plain http only to this machine.", valueName: "url"))
  var baseURL: String?

  @Option(
    help: ArgumentHelp(
      "Whose trades and orders: held (every coin that is or ever was held), balances (held now), all, or A,B,… (default held).",
      valueName: "scope"))
  var symbols: String?

  @Option(name: .customLong("symbol-limit"), help: "At most this many symbols in this run.")
  var symbolLimit: Int?

  @Option(help: "A first sync of a symbol begins at this time instead of at its beginning.")
  var since: String?

  @Option(
    help: ArgumentHelp(
      "Only what these tables need, or these endpoints by name or path, with commas between.",
      valueName: "table,…"))
  var only: TableNames?

  @Option(help: ArgumentHelp("Replay into this SQLite file afterwards.", valueName: "file.sqlite"))
  var tables: Destination?

  @Option(
    name: .customLong("max-wait"),
    help: ArgumentHelp(
      "End the run where the exchange demands a longer pause (90s, 30m, 2h; default 10m).",
      valueName: "length"))
  var maxWait: Age?

  @Flag(
    name: .customLong("dry-run"), help: "Say what would be requested and what it weighs; request nothing.")
  var dryRun = false

  @Flag(help: "Try the credentials with one signed request; store nothing.")
  var check = false

  @Flag(
    name: .customLong("allow-other-account"),
    help: "Go on although the key seems to belong to another account than the archive.")
  var allowOtherAccount = false

  @Option(
    name: .customLong("log-level"), help: "debug, info, warning or error (default info).")
  var logLevel: LogLevel?

  func validateTables() throws {
    for name in only?.names ?? [] where !TableCatalogue.names.contains(name) {
      guard let endpoint = Endpoint(named: name) else { throw ValidationError(Nearest.unknownTable(name)) }
      if case .never(let reason) = endpoint.fetching {
        throw ValidationError("sync never fetches \(endpoint.name): \(reason).")
      }
    }
    if let symbolLimit, symbolLimit < 1 {
      throw ValidationError("--symbol-limit takes a number from 1 up.")
    }
    if let since { try TimeArgument.validate(since, of: "--since") }
  }

  /// The run's settings: flags win over the environment, the environment over the file.
  func settings(_ configuration: inout Configuration) throws -> SyncSettings {
    let address = baseURL ?? configuration.baseURL ?? "https://api.binance.us"
    let base: BaseURL
    let credentials: Credentials?
    do {
      base = try BaseURL.parse(address)
    } catch {
      throw WrongUsage("\(error)")
    }
    do {
      credentials = try Credentials(key: configuration.apiKey, secret: configuration.apiSecret.take())
    } catch {
      throw WrongUsage("\(error)")
    }
    var settings = SyncSettings(base: base, credentials: credentials, version: Versions.program)
    settings.scope = scope(symbols ?? configuration.symbols ?? "held")
    if settings.scope == .named([]) {
      throw WrongUsage("no symbol is named; give held, balances, all or A,B,…")
    }
    settings.symbolLimit = symbolLimit ?? configuration.symbolLimit
    // As they are written into the archive: a path by the endpoint's name.
    settings.only = only.map { only in Set(only.names.map { Endpoint(path: $0)?.name ?? $0 }) }
    settings.since = since.flatMap { Timestamp(iso8601: $0) }
    settings.concurrency = configuration.concurrency ?? settings.concurrency
    settings.receiveWindowMilliseconds =
      configuration.receiveWindow ?? settings.receiveWindowMilliseconds
    settings.caFile = configuration.caFile
    settings.allowsOtherAccount = allowOtherAccount
    if let maxWait { settings.longestWait = .seconds(maxWait.seconds) }
    settings.stop = StopSignal { Interruption.isRequested }
    return settings
  }

  /// Refuses a run that could fetch nothing of what is requested.
  func checkCredentials(for settings: SyncSettings) throws {
    guard let only = only?.names, settings.credentials == nil,
      Endpoint.fetched.allSatisfy({ $0.isSigned || !settings.wants($0) })
    else { return }
    throw WrongUsage(
      "--only \(only.joined(separator: ",")) needs credentials: in configuration.json, or in BINANCE_US_API_KEY and BINANCE_US_API_SECRET"
    )
  }

  /// Log lines and progress of a run to standard error; the line of progress ends with the result.
  func follow(_ settings: inout SyncSettings) -> SyncProgressLine {
    let progress = SyncProgressLine(isQuiet: verbosity.quiet || json)
    let level = logLevel ?? (verbosity.verbose ? .debug : verbosity.quiet ? .error : .info)
    let lines = LogLines(level: level) { progress.log($0) }
    settings.observer = { lines.write($0) }
    settings.progress = { progress.show($0) }
    return progress
  }

  private func scope(_ text: String) -> SymbolScope {
    switch text {
    case "held": .held
    case "balances": .balances
    case "all": .all
    default:
      .named(
        text.split(separator: ",").compactMap { part in
          let name = part.drop(while: \.isWhitespace)
          let end = name.lastIndex { !$0.isWhitespace }
          return end.map { String(name[...$0]) }
        })
    }
  }
}

/// How much `sync` says while it runs.
enum LogLevel: String, ExpressibleByArgument, CaseIterable {
  case debug, info, warning, error
}
