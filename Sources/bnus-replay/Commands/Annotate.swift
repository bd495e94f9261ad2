import ArgumentParser
import Audit
import EventLog
import EventModel
import JSONView

struct Annotate: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Say something of events that are there, as an event of its own.",
    discussion: """
      Nothing is ever changed or deleted: an annotation is appended, and another takes it back. Exports, backups and \
      proofs hold everything, annotations too.

      \(Examples.text(of: "annotate"))

      \(ExitCodes.help(ExitCodes.noArchive, ExitCodes.beingWritten, ExitCodes.damaged))
      """,
    subcommands: [Omit.self, Restore.self, Acknowledge.self, List.self])

  /// The flags of every annotation that is made.
  struct Making: ParsableArguments {
    @OptionGroup var archive: ArchiveOptions
    @OptionGroup var verbosity: VerbosityOptions

    @Option(
      help: ArgumentHelp("Why, in a sentence that somebody understands years later.", valueName: "text"))
    var because: String

    func validate() throws {
      if because.allSatisfy(\.isWhitespace) { throw ValidationError("--because takes a reason.") }
      if because.utf8.count > 10_000 { throw ValidationError("--because takes at most 10,000 bytes.") }
    }

    func append(_ action: Annotation.Action, _ subject: String, to log: EventLog) throws -> UInt64 {
      try log.append(Annotation.event(action, subject, because: because, at: .now()))
    }

    func say(_ text: String) {
      if !verbosity.quiet { Terminal.say(text) }
    }
  }

  struct Omit: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Leave a run out of tables, playback and audit.",
      discussion: """
        The run stays in the log; runs marks it, exports and proofs hold it. The next replay makes tables anew \
        without it, and the next sync requests again what it alone had brought.

        \(ExitCodes.help(ExitCodes.noArchive, ExitCodes.beingWritten, ExitCodes.damaged))
        """)

    @OptionGroup var making: Making

    @Argument(help: ArgumentHelp("The run: an id, a unique prefix of one, or latest.", valueName: "run"))
    var name: String

    func run() throws {
      let log = try making.archive.openForAppending()
      let (record, before) = try log.read { (snapshot: borrowing Snapshot) in
        let record = try LogPoint.run(name, in: snapshot)
        return (record, try snapshot.standingAnnotations(.omit)[record.id.text])
      }
      if let before {
        return making.say("run \(record.id) is left out already, since event \(before.sequence)")
      }
      let sequence = try making.append(.omit, record.id.text, to: log)
      making.say(
        "run \(record.id), \(Quantity.count(record.events)) events, is left out from event \(sequence) on; bnus-replay annotate restore \(record.id) --because … takes it back"
      )
    }
  }

  struct Restore: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Take back that a run is left out, or that a finding is acknowledged.",
      discussion: ExitCodes.help(ExitCodes.noArchive, ExitCodes.beingWritten, ExitCodes.damaged))

    @OptionGroup var making: Making

    @Argument(
      help: "The run, by its id, a unique prefix, or latest (the one left out last), or the finding's name.")
    var subject: String

    func run() throws {
      let log = try making.archive.openForAppending()
      let (omitted, known) = try log.read { (snapshot: borrowing Snapshot) in
        (try snapshot.standingAnnotations(.omit), try snapshot.standingAnnotations(.acknowledge))
      }
      if known[subject] != nil {
        let sequence = try making.append(.withdraw, subject, to: log)
        return making.say("\(subject) counts as a finding again from event \(sequence) on")
      }
      let named = subject == "latest" ? newest(of: omitted)?.subject ?? subject : subject
      let prefix = named.hasPrefix("run:") ? String(named.dropFirst(4)) : named
      let beginning = omitted.keys.filter { $0.hasPrefix(prefix) && !prefix.isEmpty }
      let found = omitted[prefix] == nil ? beginning : [prefix]
      guard found.count == 1 else {
        throw WrongUsage(
          found.isEmpty
            ? "nothing named \(subject) is left out or acknowledged; bnus-replay annotate list shows what is"
            : "\(found.count) runs that are left out begin with \(prefix) (\(found.sorted().joined(separator: ", "))); give more of the id"
        )
      }
      let sequence = try making.append(.restore, found[0], to: log)
      making.say("run \(found[0]) counts again from event \(sequence) on")
    }

    /// What `latest` names here: the run that was left out last.
    private func newest(of omitted: [String: Annotation]) -> Annotation? {
      omitted.values.max { $0.sequence < $1.sequence }
    }
  }

  struct Acknowledge: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Mark a finding of audit as known.",
      discussion: """
        Audit runs once to see that there is such a finding. From then on it is counted apart, and audit can exit \
        with status 0.

        \(ExitCodes.help(ExitCodes.noArchive, ExitCodes.beingWritten, ExitCodes.damaged, ExitCodes.interrupted))
        """)

    @OptionGroup var making: Making

    @Argument(help: "The finding's name, as audit prints it.")
    var finding: String

    func run() throws {
      let log = try making.archive.openForAppending()
      let progress = ProgressLine("audit", isQuiet: making.verbosity.quiet)
      let result = try Contradictions.find(log) { state in
        try Interruption.check()
        progress.show(done: state.done, of: state.events, detail: Quantity.bytes(state.bytes))
      }
      progress.clear()
      if let known = result.acknowledged.first(where: { $0.finding.name == finding }) {
        return making.say("\(finding) is acknowledged already, by event \(known.annotation.sequence)")
      }
      guard result.findings.contains(where: { $0.name == finding }) else {
        throw WrongUsage("audit finds nothing of the name \(finding); it prints the names of its findings")
      }
      let sequence = try making.append(.acknowledge, finding, to: log)
      making.say("\(finding) is acknowledged from event \(sequence) on")
    }
  }

  struct List: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "List the annotations, oldest first.",
      discussion: ExitCodes.help(ExitCodes.noArchive, ExitCodes.damaged))

    @OptionGroup var reading: ReadingOptions

    func run() throws {
      let log = try reading.archive.openForReading()
      let (all, standing) = try log.read { (snapshot: borrowing Snapshot) in
        let standing = try [Annotation.Action.omit, .acknowledge].flatMap { action in
          try snapshot.standingAnnotations(action).values.map(\.sequence)
        }
        return (try snapshot.annotations(), Set(standing))
      }
      if reading.json {
        for annotation in all {
          try StandardOutput.write(document(annotation, stands: standing.contains(annotation.sequence)))
        }
        return
      }
      if all.isEmpty {
        Terminal.say("The archive holds no annotation.")
        return
      }
      var table = TextTable([
        ("EVENT", .right), ("MADE", .left), ("ACTION", .left), ("SUBJECT", .left), ("STANDS", .left),
        ("BECAUSE", .left),
      ])
      for annotation in all {
        let stands =
          annotation.action.undone != nil ? "" : standing.contains(annotation.sequence) ? "yes" : "no"
        table.add([
          "\(annotation.sequence)", String(annotation.observedAt.iso8601.prefix(19)) + "Z",
          annotation.action.rawValue, annotation.subject, stands, annotation.reason,
        ])
      }
      try table.print()
    }

    private func document(_ annotation: Annotation, stands: Bool) -> JSONDocument {
      .object([
        ("sequence", .number(annotation.sequence)), ("made_at", .text(annotation.observedAt.iso8601)),
        ("action", .text(annotation.action.rawValue)), ("subject", .text(annotation.subject)),
        ("because", .text(annotation.reason)),
        ("stands", annotation.action.undone == nil ? .bool(stands) : .null),
      ])
    }
  }
}
