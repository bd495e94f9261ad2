import ArgumentParser
import BinanceUS
import EventModel
import Interchange

/// What the saved bodies of an import are.
struct SavedBodyOptions: ParsableArguments {
  @Option(help: "The endpoint that the saved bodies are responses of, \(EndpointChoice.help).")
  var endpoint: EndpointChoice?

  @Option(
    help: ArgumentHelp("The query they are responses to, for example symbol=BTCUSD.", valueName: "query"))
  var query: String?

  @Option(
    help: ArgumentHelp(
      "When they were received: ISO-8601 with its offset, or a date for its midnight in UTC.",
      valueName: "time"))
  var at: String?

  @Flag(
    name: .customLong("file-times"),
    help: "Date a body that has no serverTime by its file, where --at is not given.")
  var fileTimes = false

  /// Holds the flags to each other and to what is known, for `validate()`.
  func check() throws {
    guard let endpoint else {
      guard query == nil, at == nil, !fileTimes else {
        throw ValidationError("--query, --at and --file-times go with --endpoint.")
      }
      return
    }
    guard let known = Endpoint(named: endpoint.text) else {
      throw ValidationError(Self.refusal(of: endpoint.text))
    }
    guard let at else {
      guard fileTimes || RawImport.carriesTime(known) else {
        throw ValidationError(
          "Responses of \(endpoint.text) do not say when they were sent; give --at TIME, or --file-times.")
      }
      return
    }
    try TimeArgument.validate(at, of: "--at")
    guard let time = Timestamp(iso8601: at) else { return }
    let latest = LatestTime()
    guard latest.admits(time) else {
      throw ValidationError(
        "--at \(latest.refusal(of: time)). Give the time at which the response was received.")
    }
  }

  /// The import of saved bodies; nil where the files are events.
  func bodies() throws -> RawImport? {
    guard let endpoint else { return nil }
    return try RawImport(
      endpoint: endpoint.text, query: query ?? "", observedAt: at.flatMap { Timestamp(iso8601: $0) },
      usesFileTimes: fileTimes)
  }

  /// What an endpoint that is not known is refused with: the known ones, the likeliest first.
  private static func refusal(of endpoint: String) -> String {
    let known = Endpoint.nearest(to: endpoint).map { "  \($0.path)" }.joined(separator: "\n")
    return "\(InterchangeError.unknownEndpoint(endpoint))\nIt knows, the most similar first:\n\(known)"
  }
}
