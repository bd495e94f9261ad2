import ArgumentParser

struct AppendEvents: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "append",
    abstract: "Append the events of an archive to a new one, one by one, each durable before the next.",
    discussion: """
      Prints one line of JSON: events, bytes of their bodies, and the seconds that the appends took. \
      Reading the events is not in that time.
      """)

  @Option(help: ArgumentHelp("Where the events come from.", valueName: "dir"))
  var from: String

  @Option(help: ArgumentHelp("The archive to make.", valueName: "dir"))
  var to: String

  @Option(help: "Only the first so many.")
  var events: UInt64?

  func run() throws {
    var appends = try DurableAppends(from: from, to: to)
    try appends.run(through: events ?? .max)
    print(
      """
      {"events": \(appends.events), "body_bytes": \(appends.bodyBytes), \
      "seconds": \(Double(appends.microseconds) / 1_000_000)}
      """)
  }
}
