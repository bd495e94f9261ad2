import ArgumentParser
import EventLog
import EventModel
import JSONView

struct Stats: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Sizes and counts of the archive.",
    discussion: """
      \(Examples.text(of: "stats"))

      \(ExitCodes.help(ExitCodes.noArchive, ExitCodes.damaged))
      """)

  @OptionGroup var reading: ReadingOptions

  func run() throws {
    let log = try reading.archive.openForReading()
    let (statistics, last, root) = try log.read { (snapshot: borrowing Snapshot) in
      let last = snapshot.lastSequence
      return (
        try snapshot.statistics(), last, last == 0 ? nil : try snapshot.treeRoot(size: last).hex
      )
    }
    if reading.json {
      try StandardOutput.write(document(statistics, log: log, last: last, root: root))
      return
    }
    try StandardOutput.print("archive    \(log.archiveID)")
    try StandardOutput.print("events     \(Quantity.count(last))")
    try StandardOutput.print("tree root  \(root ?? "-")")
    try StandardOutput.print("file       \(Quantity.bytes(statistics.fileBytes))")
    try StandardOutput.print()
    var table = TextTable([
      ("ENDPOINT", .left), ("EVENTS", .right), ("JSON", .right), ("STORED", .right),
      ("RATIO", .right),
    ])
    for endpoint in statistics.endpoints {
      table.add([
        endpoint.endpoint.isEmpty ? "(run start and end)" : endpoint.endpoint,
        Quantity.count(endpoint.events),
        Quantity.bytes(endpoint.bodyBytes), Quantity.bytes(endpoint.storedBytes),
        ratio(endpoint.bodyBytes, endpoint.storedBytes),
      ])
    }
    try table.print()
  }

  private func ratio(_ raw: UInt64, _ stored: UInt64) -> String {
    guard stored > 0 else { return "-" }
    let tenths = raw *| 10 / stored
    return "\(tenths / 10).\(tenths % 10)"
  }

  private func document(
    _ statistics: LogStatistics, log: EventLog, last: UInt64, root: String?
  ) -> JSONDocument {
    .object([
      ("archive_id", .text(log.archiveID.hex)), ("events", .number(last)),
      ("tree_root", .text(root)), ("file_bytes", .number(statistics.fileBytes)),
      (
        "endpoints",
        .array(
          statistics.endpoints.map {
            .object([
              ("endpoint", .text($0.endpoint)), ("events", .number($0.events)),
              ("body_bytes", .number($0.bodyBytes)), ("stored_bytes", .number($0.storedBytes)),
            ])
          })
      ),
      (
        "databases",
        .array(
          statistics.databases.map {
            .object([
              ("name", .text($0.name)), ("entries", .number($0.entries)),
              ("bytes", .number($0.pages *| UInt64(statistics.pageBytes))),
            ])
          })
      ),
    ])
  }
}
