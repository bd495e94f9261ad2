import BinanceUS
import Dispatch
import Ingest
import JSONView

extension SyncCommand {
  /// `--check`: one signed request, nothing stored.
  func checkCredentials(_ settings: SyncSettings) throws {
    let result = Blocking.wait(for: .milliseconds(100), until: { Interruption.isRequested }) {
      try await Sync.check(settings)
    }
    guard let result else { throw Interruption.Requested() }
    let check = try result.get()
    if options.json {
      let document = JSONDocument.object([
        ("ok", .bool(check.outcome == .accepted)), ("outcome", .text(check.outcome.rawValue)),
        ("status", check.status.map { .number($0) } ?? .null),
        ("code", check.code.map { .number($0) } ?? .null),
        ("message", .text(check.message)),
      ])
      try StandardOutput.write(document)
    }
    switch check.outcome {
    case .accepted:
      if !options.json { try StandardOutput.print(check.message) }
    case .refused:
      throw Finding(
        code: ExitCodes.refused, message: "the exchange refuses the credentials: \(check.message)")
    case .clockOff, .unreachable:
      throw CommandError("the exchange at \(settings.base) cannot be reached: \(check.message)")
    case .noCredentials:
      throw WrongUsage(
        "--check needs credentials: in configuration.json, or in BINANCE_US_API_KEY and BINANCE_US_API_SECRET"
      )
    }
  }

  /// `--dry-run`: what would be requested, and what it weighs.
  func show(_ preview: SyncPreview, json: Bool) throws {
    if json {
      let document = JSONDocument.object([
        ("weight", .number(preview.weight)),
        ("weight_limit", preview.weightLimit.map { .number($0.weight) } ?? .null),
        ("symbols", .array(preview.symbols.map { .text($0) })),
        ("left_out", .array(preview.leftOut.map { .text($0) })),
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
      return try StandardOutput.write(document)
    }
    var table = TextTable([("SOURCE", .left), ("REQUESTS", .right), ("WEIGHT", .right)])
    for line in preview.lines {
      table.add([line.source, Quantity.count(line.requests), Quantity.count(line.weight)])
    }
    try table.print()
    let limit = preview.weightLimit.map { ", of \($0)" } ?? ""
    try StandardOutput.print(
      "at least \(Quantity.count(preview.weight)) weight\(limit); \(Quantity.count(preview.symbols.count, "symbol"))\(preview.symbols.isEmpty ? "" : ": ")\(preview.symbols.prefix(10).joined(separator: ", "))\(preview.symbols.count > 10 ? ", …" : "")"
    )
    if !preview.leftOut.isEmpty {
      try StandardOutput.print("left out for lack of credentials: \(preview.leftOut.joined(separator: ", "))")
    }
    if preview.symbols.isEmpty, preview.leftOut.isEmpty {
      try StandardOutput.print("The archive knows no symbol of the scope yet; a first run finds them.")
    }
  }
}
