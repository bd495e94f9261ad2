import ArgumentParser
import Audit
import BinanceUS
import EventLog
import EventModel
import Files
import Ingest
import Projections
import Sinks

struct Explain: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Say which event, and which bytes of it, made a row.",
    discussion: """
      KEY is the row's key, column by column, or as much of it as names one entry; a run may \
      follow a whole key. Without a run it is the row that was observed last. \
      \(LogPoint.latest)

      \(Examples.text(of: "explain"))

      \(ExitCodes.help(ExitCodes.noArchive, ExitCodes.damaged, ExitCodes.interrupted))
      """)

  @OptionGroup var reading: ReadingOptions

  @Option(
    help: ArgumentHelp(
      "Look the row up in this file instead of searching the archive, and hold it to the event.",
      valueName: "file.sqlite"))
  var tables: String?

  @Option(help: "Which version of the schema, where no file says so.")
  var schema: SchemaChoice?

  @Flag(help: "Also every other event that spoke of the same entry, and what it said differently.")
  var history = false

  @Flag(help: "Write the event's proof to event-SEQ.tlog-proof in the current directory.")
  var proof = false

  @OptionGroup var head: HeadOptions

  @Argument(help: "The table.")
  var table: String

  @Argument(help: "The key's columns in their order, and perhaps a run.")
  var key: [String] = []

  func validate() throws {
    if tables != nil, schema != nil {
      throw ValidationError("--tables and --schema exclude each other: the file says its schema.")
    }
    if head.isGiven, !proof { throw ValidationError("--key and --checkpoint go with --proof.") }
    guard TableCatalogue.names.contains(table) else {
      throw ValidationError(Nearest.unknownTable(table))
    }
  }

  func run() throws {
    let log = try reading.archive.openForReading()
    let file = try tables.map { try TablesReader.open($0) }
    let query = try query(under: file?.schema ?? schema?.schema ?? TableCatalogue.latest, log)
    let progress = ProgressLine("explain", isQuiet: reading.verbosity.quiet || reading.json)
    var search = try RowSearch(query, in: log)
    func show(_ state: AuditProgress) throws {
      try Interruption.check()
      progress.show(
        done: state.done, of: state.events,
        detail: "\(state.done) of \(Quantity.count(state.events, "response"))")
    }
    var finding: Finding?
    var row: ExplainedRow?
    if let file {
      let explanation = try Explanation.find(query, in: file, of: log)
      if !explanation.isTrue { finding = difference(explanation, in: file) }
      row = explanation.row
    } else {
      do {
        row = try search.newest(progress: show)
      } catch let error as AuditError where !search.unreadable.isEmpty {
        // It may be in what could not be read.
        finding = Finding(code: ExitCodes.damaged, message: "\(error)")
      }
    }
    if let row {
      let others = history ? try search.history(of: row, progress: show) : nil
      progress.clear()
      let file = proof ? try writeProof(of: row.header.sequence, log) : nil
      try ExplainedRowOutput(row: row, history: others, proof: file).print(asJSON: reading.json)
    }
    progress.clear()
    try StandardOutput.flush()
    try Unreadable.finish(search.unreadable, finding: finding)
  }

  private func writeProof(of sequence: UInt64, _ log: EventLog) throws -> String {
    let proof = try head.proof(of: sequence, in: log)
    let name = "event-\(sequence).tlog-proof"
    try FileOutput.put(proof.bytes, at: name, advice: "move it away")
    head.warn(of: proof, unless: reading.verbosity.quiet)
    return name
  }

  private func query(under schema: Schema, _ log: EventLog) throws -> RowQuery {
    guard let definition = schema.table(named: table) else {
      throw WrongUsage(Nearest.unknownTable(table))
    }
    let columns = RowQuery.keyColumns(of: definition.schema)
    let run: RunID? =
      key.count == columns.count + 1
      ? try log.read { (snapshot: borrowing Snapshot) in try LogPoint.run(key[columns.count], in: snapshot).id
      }
      : nil
    let words = try zip(columns, key).map { column, word in
      column == "symbol" ? try symbol(spelled: word, in: log) : word
    }
    // What is too much of a key is refused by `RowQuery`, in its own words.
    return try RowQuery(
      schema: schema, table: table, words: run == nil ? words + key.dropFirst(words.count) : words, run: run)
  }

  /// A symbol in any case. Only a word that is not in the exchange's own case is looked up.
  private func symbol(spelled word: String, in log: EventLog) throws -> String {
    guard word != word.uppercased() else { return word }
    return SymbolSpelling.match(word, among: try SyncState.load(from: log).symbols.keys) ?? word
  }

  /// The file's row is not what its event gives.
  private func difference(_ explanation: Explanation, in file: TablesReader) -> Finding {
    guard let row = explanation.row else {
      return Finding(
        code: ExitCodes.damaged,
        message: "\(file.path) has this row from event \(explanation.sequence), which makes no such row")
    }
    let words = zip(row.table.columns, zip(explanation.values, row.values)).compactMap { column, pair in
      pair.0 == pair.1
        ? nil : "\(column.name) is \(pair.0) there and \(pair.1) in event \(explanation.sequence)"
    }
    return Finding(
      code: ExitCodes.damaged,
      message:
        "\(file.path) was altered: \(words.joined(separator: "; ")). bnus-replay replay --rebuild mends it"
    )
  }
}
