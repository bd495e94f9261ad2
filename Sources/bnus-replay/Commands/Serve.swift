import ArgumentParser
import BinanceUS
import Dispatch
import EventLog
import Playback
import Synchronization

struct Serve: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Play the archive back as an HTTP server that responds as the exchange did.",
    discussion: """
      The first line on standard output is the address; point a client's base URL there. A request \
      is known by its method, path and parameters; key, signature, timestamp and recvWindow may be \
      anything, and are neither stored nor logged. The exchange is never contacted.

      latest (default) gives the newest response that can be read. What was never requested like that is \
      made from other responses where they prove it complete: \(names(Derivation.ofHistories)) with any \
      fromId, orderId, limit or time; one symbol or some of \(names(Derivation.ofSymbols)). Such responses carry X-Bnus-Derived, and all carry X-Bnus-Event and \
      X-Bnus-Run. A recorded page that newer ones went beyond gives way to a derived one, so that a \
      history ends where the archive ends; --recorded-only leaves every response as it was.

      sequence gives the responses in recorded order, run after run: a request whose responses of one \
      run are used up begins the next. exact gives what one run recorded, --run or the newest.

      --fault 429:0.05:30 fails 5 % of the requests with 429 and Retry-After: 30.

      The archive is played as it stood at the start. Ctrl-C and SIGTERM stop the server; the exit \
      status is then 0.

      \(LogPoint.shapes)

      \(Examples.text(of: "serve"))

      \(ExitCodes.help(ExitCodes.noArchive, ExitCodes.damaged))
      """)

  private static func names(_ endpoints: [Endpoint]) -> String {
    let names = endpoints.map(\.name)
    return names.dropLast().joined(separator: ", ") + " and " + names.suffix(1).joined()
  }

  @OptionGroup var archive: ArchiveOptions
  @OptionGroup var options: ServeOptions

  func validate() throws { try options.check() }

  func run() throws {
    let log = try archive.openForReading()
    var settings = try options.settings(for: log)
    let damage = ServedDamage()
    settings.failed = { damage.note($0) }
    let chosen = settings
    let (host, port) = (options.bind, options.port)
    let server = try Blocking.wait {
      try await PlaybackServer.start(log, settings: chosen, host: host, port: port)
    }
    if !options.bindsLoopback {
      Terminal.say(
        "warning: whoever reaches \(host) can read what this archive holds, balances and trades too")
    }
    try StandardOutput.print(server.url)
    try StandardOutput.flush()
    // Stopping is what ends it, however often that is requested.
    Interruption.listenPatiently()
    let ended = Blocking.wait(for: .milliseconds(50), until: { Interruption.isRequested }) {
      try await server.wait()
    }
    // The end of the process ends every connection, and waits for no response.
    try ended?.get()
    try damage.finish()
  }
}

/// The first damage that a request came upon. The server goes on, and says so in the end.
private final class ServedDamage: Sendable {
  private let first = Mutex<EventLogError?>(nil)

  func note(_ error: EventLogError) {
    let isFirst = first.withLock { first in
      guard first == nil, ExitCodes.code(of: error) == ExitCodes.damaged else { return false }
      first = error
      return true
    }
    if isFirst { Terminal.say("bnus-replay: \(error); requests that need it get status 500") }
  }

  func finish() throws {
    if let error = first.withLock({ $0 }) { throw error }
  }
}
