import ArgumentParser
import BinanceUS
import EventLog
import EventModel
import Playback

/// The flags of `serve`.
struct ServeOptions: ParsableArguments {
  @Option(help: "The port; 0 takes any that is free.")
  var port = 8787

  @Option(help: ArgumentHelp("The address to listen on.", valueName: "address"))
  var bind = "127.0.0.1"

  @Option(
    name: .customLong("as-of"),
    help: ArgumentHelp("Only events up to this point.", valueName: "point"))
  var asOf: String?

  @Option(
    name: .customLong("run"),
    help: ArgumentHelp("Only this run: an id, a unique prefix of one, or latest.", valueName: "run"))
  var runName: String?

  @Option(help: "Which of several responses to a request is given: latest, sequence or exact.")
  var mode = PlaybackSettings.Mode.latest

  @Option(help: "What \(Endpoint.time.path) reports: recorded, or shift, which lets that time run on.")
  var clock = PlaybackSettings.Clock.recorded

  @Flag(name: .customLong("recorded-only"), help: "Make no response out of others.")
  var recordedOnly = false

  @Option(
    help: ArgumentHelp(
      "How long responses take: recorded, or milliseconds.", valueName: "recorded|ms"))
  var latency = PlaybackSettings.Latency.milliseconds(0)

  @Option(
    help: ArgumentHelp(
      "Fail this share of the requests with an error, recorded where there is one: 429:0.05; with a Retry-After of 30 seconds: 429:0.05:30. May stand more than once.",
      valueName: "status:rate[:seconds]"))
  var fault: [FaultRule] = []

  @Flag(help: "One line per request on standard error.")
  var log = false

  /// Only this machine can connect.
  var bindsLoopback: Bool { ListeningAddress(bind).isLoopback }

  func check() throws {
    guard (0...65_535).contains(port) else { throw ValidationError("--port takes a number from 0 to 65535.") }
    if fault.reduce(0, { $0 +| $1.perMillion }) > 1_000_000 {
      throw ValidationError("The rates of --fault come to more than 1 together.")
    }
    if clock == .shift, mode == .sequence {
      throw ValidationError("--clock shift does not go with --mode sequence, whose times are recorded ones.")
    }
  }

  func settings(for log: EventLog) throws -> PlaybackSettings {
    var settings = try log.read { (snapshot: borrowing Snapshot) in
      var settings = PlaybackSettings(
        through: try asOf.map { try LogPoint.sequence($0, in: snapshot) } ?? snapshot.lastSequence)
      settings.run = try runName.map { try LogPoint.run($0, in: snapshot, through: settings.through) }
      return settings
    }
    settings.mode = mode
    settings.clock = clock
    settings.isRecordedOnly = recordedOnly
    settings.latency = latency
    settings.faults = fault
    if self.log { settings.observer = { Terminal.say(RequestLine($0).text) } }
    return settings
  }
}

/// A request that was played back, as a line of a log.
struct RequestLine {
  private let request: PlayedRequest
  /// Longer requests are cut.
  private static let mostLetters = 500

  init(_ request: PlayedRequest) { self.request = request }

  var text: String {
    let query = request.query.isEmpty ? "" : "?\(request.query)"
    var words =
      "\(Timestamp.now().iso8601) \(printable(request.method)) \(printable(request.path + query)) \(request.status)"
    if let event = request.event { words += " event \(event)" }
    if request.isDerived { words += " derived" }
    if request.isFault { words += " fault" }
    let took = request.duration.components
    let micros = took.seconds *| 1_000_000 +| took.attoseconds / 1_000_000_000_000
    return words + " \(micros / 1000).\(micros % 1000 / 100) ms"
  }

  /// Cut, so that a request cannot fill a disk with its line.
  private func printable(_ text: String) -> String {
    PrintableText.escaped(String(text.prefix(Self.mostLetters))).replacing(" ", with: "\\u{20}")
  }
}
