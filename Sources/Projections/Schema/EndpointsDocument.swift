import BinanceUS

/// The chapter of docs/tables.md about endpoints: what `sync` fetches, what it does not, and why.
enum EndpointsDocument {
  static var lines: [String] {
    [
      "## Endpoints", "",
      "What the archive takes, and what `sync` fetches of it. Commands take the name where they take a path. The weight is",
      "what a request is planned with; the exchange's own count corrects it.", "",
      "| name | what | table | key | weight | `sync` fetches it |", "|---|---|---|---|---|---|",
    ] + Endpoint.all.map(row) + [""]
  }

  private static func row(_ endpoint: Endpoint) -> String {
    let table = TableCatalogue.latest.tables.first { $0.reads.contains(endpoint) }?.schema.name
    let cells = [
      "`\(endpoint.name)`<br>`\(endpoint.path)`", "\(endpoint.about); \(nature(endpoint.nature))",
      table.map { "`\($0)`" } ?? (endpoint.table == nil ? "" : "none yet"), endpoint.isSigned ? "yes" : "no",
      weight(endpoint.weight),
      fetching(endpoint.fetching),
    ]
    return "| \(cells.joined(separator: " | ")) |"
  }

  private static func nature(_ nature: Endpoint.Nature) -> String {
    switch nature {
    case .snapshot: "a snapshot"
    case .paged: "a history by id"
    case .windowed: "a history by time"
    case .single: "an entry of a history"
    }
  }

  private static func weight(_ weight: Endpoint.Weight) -> String {
    let variations = weight.variations.sorted { $0.key < $1.key }.map { ", \($0.value) with `\($0.key)`" }
    return "\(weight.usual)\(variations.joined())"
  }

  private static func fetching(_ fetching: Endpoint.Fetching) -> String {
    switch fetching {
    case .required(let walk): "always, \(walking(walk))"
    case .optional(let walk): "where the account has it, \(walking(walk))"
    case .asNeeded(let words): words
    case .never(let words): "never: \(words)"
    }
  }

  private static func walking(_ walk: Endpoint.Walk) -> String {
    switch walk {
    case .whole: "by one request"
    case .symbols: "symbol by symbol, each by its ids"
    case .windows(let days, let limit):
      "by windows of \(days) days\(limit.map { " in pages of \($0)" } ?? "")"
    case .span: "by one request over all time"
    case .pages(let limit, _): "by pages of \(limit)"
    case .backward(let days, let limit):
      "by windows of \(days) days, each from its end back in pages of \(limit)"
    }
  }
}
