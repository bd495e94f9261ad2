import ArgumentParser
import Audit
import BinanceUS
import EventLog
import EventModel
import JSONView

struct CoverageCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "coverage",
    abstract: "What was requested and received, symbol by symbol, and what is missing.",
    discussion: """
      Ids are those of trades and orders; a page that is not full is the end of what there was. Symbols \
      that were never requested are named at the end.

      \(Examples.text(of: "coverage"))

      \(ExitCodes.help(ExitCodes.noArchive, ExitCodes.damaged, ExitCodes.interrupted))
      """)

  @OptionGroup var reading: ReadingOptions

  @Option(help: "Only this symbol, in any case.")
  var symbol: String?

  func run() throws {
    let log = try reading.archive.openForReading()
    let progress = ProgressLine("coverage", isQuiet: reading.verbosity.quiet || reading.json)
    let coverage = try Coverage.read(log) { state in
      try Interruption.check()
      progress.show(done: state.done, of: state.events, detail: Quantity.bytes(state.bytes))
    }
    progress.clear()
    let symbol = try symbol.map { word in
      guard let known = SymbolSpelling.match(word, among: coverage.symbols.map(\.symbol)) else {
        throw WrongUsage(
          "the archive knows no symbol \(word)\(Nearest.hint(for: word, among: coverage.symbols.map(\.symbol))); bnus-replay coverage lists those it knows"
        )
      }
      return known
    }
    let symbols = coverage.symbols.filter { symbol == nil || $0.symbol == symbol }
    if reading.json {
      try StandardOutput.write(document(coverage, symbols, only: symbol))
    } else if !reading.verbosity.quiet {
      try show(coverage, symbols, only: symbol)
    }
    try Unreadable.finish(coverage.unreadable, finding: nil)
  }

  private func show(_ coverage: Coverage, _ symbols: [SymbolCoverage], only symbol: String?) throws {
    let requested = symbols.filter { !$0.isNeverRequested }
    if requested.isEmpty {
      Terminal.say("No trades or orders were requested yet.")
    } else {
      try table(requested).print()
    }
    let gaps = coverage.gaps.filter { symbol == nil || $0.subject == symbol }
    for gap in gaps { try StandardOutput.print("gap: \(gap.subject): \(gap.sentence); \(gap.nextStep)") }
    let never = symbols.filter(\.isNeverRequested).map(\.symbol)
    if !never.isEmpty {
      let some = reading.verbosity.verbose ? never : Array(never.prefix(20))
      try StandardOutput.print(
        "never requested: \(some.joined(separator: " "))\(some.count < never.count ? " and \(never.count - some.count) more (-v names them)" : "")"
      )
    }
    if symbol == nil {
      if !coverage.heldButNeverRequested.isEmpty {
        try StandardOutput.print(
          "of these, of coins that are or were held: \(coverage.heldButNeverRequested.joined(separator: " "))"
        )
      }
      for source in coverage.sources {
        let until = source.knownUntil.map { ", known until \($0.iso8601)" } ?? ""
        try StandardOutput.print(
          "\(source.endpoint.name)  \(source.responses) of \(source.requests) successful\(until)")
      }
    }
  }

  private func table(_ symbols: [SymbolCoverage]) -> TextTable {
    var table = TextTable([
      ("SYMBOL", .left), ("HISTORY", .left), ("ASKED", .right), ("ERRORS", .right), ("IDS KNOWN", .left),
      ("LAST PAGE", .left), ("LAST ASKED", .left), ("NOTE", .left),
    ])
    for symbol in symbols {
      for (name, history) in [("trades", symbol.trades), ("orders", symbol.orders)] {
        var notes: [String] = []
        if !symbol.isListed { notes.append("not listed") }
        if symbol.unknownAt != nil { notes.append("unknown to the exchange") }
        if history.known.epoch > 0 { notes.append("instrument \(history.known.epoch + 1) of this name") }
        if let failure = history.openFailure { notes.append("failed in event \(failure)") }
        table.add([
          symbol.symbol, name, Quantity.count(history.requests), Quantity.count(history.failures),
          history.known.last.map { "\(history.known.first ?? $0)-\($0)" } ?? "",
          history.lastPage == nil ? "" : history.isLastPageFull ? "full" : "not full",
          history.lastRequestedAt.map { String($0.iso8601.prefix(19)) + "Z" } ?? "never",
          notes.joined(separator: ", "),
        ])
      }
    }
    return table
  }

  private func document(
    _ coverage: Coverage, _ symbols: [SymbolCoverage], only symbol: String?
  ) -> JSONDocument {
    .object([
      ("through_sequence", .number(coverage.through)),
      ("symbols", .array(symbols.map { document($0) })),
      (
        "sources",
        .array(
          coverage.sources.map {
            .object([
              ("endpoint", .text($0.endpoint.path)), ("name", .text($0.endpoint.name)),
              ("requests", .number($0.requests)),
              ("answers", .number($0.responses)),
              ("last_asked_at", .text($0.lastRequestedAt?.iso8601)),
              ("known_until", .text($0.knownUntil?.iso8601)),
            ])
          })
      ),
      (
        "gaps",
        .array(
          coverage.gaps.filter { symbol == nil || $0.subject == symbol }.map {
            .object([
              ("subject", .text($0.subject)), ("events", .array($0.events.map { .number($0) })),
              ("sentence", .text($0.sentence)), ("next_step", .text($0.nextStep)),
            ])
          })
      ),
      ("never_asked", .array(symbols.filter(\.isNeverRequested).map { .text($0.symbol) })),
      ("never_asked_though_held", .array(coverage.heldButNeverRequested.map { .text($0) })),
      ("unreadable", Unreadable.document(coverage.unreadable)),
    ])
  }

  private func document(_ symbol: SymbolCoverage) -> JSONDocument {
    .object([
      ("symbol", .text(symbol.symbol)), ("listed", .bool(symbol.isListed)),
      ("unknown_at", .text(symbol.unknownAt?.iso8601)),
      ("trades", document(symbol.trades)), ("orders", document(symbol.orders)),
    ])
  }

  private func document(_ history: HistoryCoverage) -> JSONDocument {
    func number(_ value: (some FixedWidthInteger)?) -> JSONDocument { value.map { .number($0) } ?? .null }
    return .object([
      ("requests", .number(history.requests)), ("answers", .number(history.responses)),
      ("failures", .number(history.failures)), ("open_failure", number(history.openFailure)),
      ("last_asked_at", .text(history.lastRequestedAt?.iso8601)),
      ("last_page", number(history.lastPage)),
      ("last_page_full", history.lastPage == nil ? .null : .bool(history.isLastPageFull)),
      ("first_id", number(history.known.first)), ("last_id", number(history.known.last)),
      (
        "covered",
        .array(history.known.covered.map { .array([.number($0.lowerBound), .number($0.upperBound)]) })
      ),
      ("asked", .array(history.requested.map { .array([.number($0.lowerBound), .number($0.upperBound)]) })),
      ("epoch", .number(history.known.epoch)),
    ])
  }
}
