import ArgumentParser
import EventLog
import EventModel
import Interchange

struct Show: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Print one event: request, status, headers and body.",
    discussion: """
      It is shown for a person: letters that a terminal would take for a command appear as \\u{1b}, in \
      the body too. The exact bytes are those of --body, --leaf and --json.

      \(Examples.text(of: "show"))

      \(ExitCodes.help(ExitCodes.noArchive, ExitCodes.damaged))
      """)

  @OptionGroup var reading: ReadingOptions

  @Flag(help: "The raw bytes of the body alone.")
  var body = false

  @Flag(help: "The raw bytes of the header alone: the leaf of the tree that proofs speak of.")
  var leaf = false

  @Argument(help: "The event's sequence.")
  var sequence: UInt64

  func validate() throws {
    if [body, leaf, reading.json].count(where: { $0 }) > 1 {
      throw ValidationError("--body, --leaf and --json exclude each other.")
    }
  }

  func run() throws {
    let log = try reading.archive.openForReading()
    try log.read { (snapshot: borrowing Snapshot) in
      guard sequence >= 1, sequence <= snapshot.lastSequence else {
        throw WrongUsage(
          "there is no event \(sequence); the archive holds \(Quantity.count(snapshot.lastSequence, "event")), from 1 on"
        )
      }
      if leaf {
        try StandardOutput.write(snapshot.withHeaderBytes(of: sequence) { Array($0) })
        return
      }
      var reader = BodyReader()
      let header = try snapshot.header(of: sequence)
      let bytes = try reader.verifiedBody(of: header, in: snapshot)
      if body {
        try StandardOutput.write(bytes.bytes)
      } else if reading.json {
        var line: [UInt8] = []
        EventLine.append(header, body: bytes.bytes, to: &line)
        try StandardOutput.write(line)
      } else {
        try show(header, bytes.bytes)
      }
    }
  }

  private func show(_ header: EventHeader, _ body: UnsafeRawBufferPointer) throws {
    for (name, value) in facts(header) { try StandardOutput.print("\(name): \(value)") }
    for field in header.responseHeaders {
      try StandardOutput.print("< \(field.name): \(field.value)")
    }
    try StandardOutput.print()
    try StandardOutput.print(lines: String(decoding: body, as: UTF8.self))
  }

  private func facts(_ header: EventHeader) -> [(String, String)] {
    var facts = [
      ("event", "\(header.sequence) (\(header.kind.name))"),
      ("run", "\(header.run), event \(header.ordinal) of it"),
      ("observed", header.observedAt.iso8601), ("stored", header.appendedAt.iso8601),
    ]
    if header.kind == .response || header.kind == .failure {
      let query = header.query.isEmpty ? "" : "?\(header.query)"
      facts.append(("request", "\(header.method) https://\(header.host)\(header.path)\(query)"))
      facts.append(("attempt", "\(header.attempt)"))
    }
    if header.status > 0 {
      facts.append(("status", "\(header.status), HTTP \(header.httpVersion.name)"))
    }
    if let duration = header.durationMicroseconds {
      facts.append(("took", "\(duration / 1000).\(duration % 1000 / 100) ms"))
    }
    if !header.flags.isEmpty {
      facts.append(("flags", header.flags.names.joined(separator: ", ")))
    }
    facts.append(("body", "\(header.bodyBytes) bytes, SHA-256 \(header.bodyDigest.hex)"))
    return facts
  }
}
