import Ingest

extension SyncCommand {
  /// `--check`: one signed request, nothing stored.
  func checkCredentials(_ settings: SyncSettings) throws {
    switch try Blocking.wait({ try await Sync.check(settings) }) {
    case .accepted: try StandardOutput.print("The exchange accepts the credentials.")
    case .refused(let words):
      throw Finding(code: ExitCodes.refused, message: "the exchange refuses the credentials: \(words)")
    case .unreachable(let words):
      throw CommandError("the exchange at \(settings.base) cannot be asked: \(words)")
    case .noCredentials:
      throw WrongUsage(
        "--check needs credentials: in configuration.json, or in BINANCE_US_API_KEY and BINANCE_US_API_SECRET"
      )
    }
  }

  /// `--dry-run`: what would be asked, and what it weighs.
  func show(_ preview: SyncPreview, json: Bool) throws {
    if json {
      let document = JSONDocument.object([
        ("weight", .number(preview.weight)),
        ("weight_limit", preview.weightLimit.map { .number($0) } ?? .null),
        ("symbols", .array(preview.symbols.map { .text($0) })),
        (
          "sources",
          .array(
            preview.lines.map {
              .object([
                ("source", .text($0.source)), ("requests", .number($0.requests)),
                ("weight", .number($0.weight)),
              ])
            })
        ),
      ])
      return try StandardOutput.write(document.line)
    }
    var table = TextTable([("SOURCE", .left), ("REQUESTS", .right), ("WEIGHT", .right)])
    for line in preview.lines {
      table.add([line.source, Quantity.count(line.requests), Quantity.count(line.weight)])
    }
    try table.print()
    let limit = preview.weightLimit.map { ", of \(Quantity.count($0)) a minute" } ?? ""
    try StandardOutput.print(
      "at least \(Quantity.count(preview.weight)) weight\(limit); \(Quantity.count(preview.symbols.count)) symbols: \(preview.symbols.prefix(10).joined(separator: ", "))\(preview.symbols.count > 10 ? ", …" : "")"
    )
    if preview.symbols.isEmpty {
      try StandardOutput.print("The archive knows no symbol of the scope yet; a first run finds them.")
    }
  }
}
