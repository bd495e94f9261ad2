import CommandKit
import Foundation
import Testing

@testable import bnus_replay

@Suite("What others say, on a terminal")
struct TerminalSafetyTests {
  /// An escape sequence, a bell, a carriage return, C1 controls, marks of direction, letters of no width, line ends.
  static let hostile =
    "\u{1b}]0;x\u{7}\u{1b}[31m\r\u{9b}2J\u{85}\u{202e}\u{2066}\u{200f}\u{61c}\u{200b}\u{feff}\u{2028}\u{e0041}\nforged: line\tX"

  /// Scalars that no terminal should get from others. Written down here, apart from what is tested.
  static func isDangerous(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x0A: false
    case 0..<0x20, 0x7F...0x9F, 0xAD, 0x61C, 0x180E, 0x200B...0x200F, 0x2028...0x202E, 0x2060...0x206F,
      0xFEFF,
      0xFFF9...0xFFFB, 0xE0000...0xE007F:
      true
    default: false
    }
  }

  private static func json(_ value: Any) throws -> String {
    String(
      decoding: try JSONSerialization.data(withJSONObject: value, options: [.fragmentsAllowed]), as: UTF8.self
    )
  }

  /// An archive with such text in every field that an importer takes from others.
  private static func place() throws -> Workplace {
    let place = try Workplace()
    let bad = Self.hostile
    let symbol: [String: Any] = [
      "symbol": "A\(bad)", "baseAsset": "A\(bad)", "quoteAsset": "B\(bad)", "status": bad,
      "orderTypes": [bad],
    ]
    let trade: [String: Any] = [
      "symbol": "A\(bad)", "id": 1, "orderId": 1, "price": "1\(bad)", "qty": "2", "quoteQty": "2", "time": 5,
      "commission": "1", "commissionAsset": bad,
    ]
    let order: [String: Any] = [
      "symbol": "A\(bad)", "orderId": 1, "status": "FILLED", "executedQty": "3", "clientOrderId": bad,
      "side": bad,
      "price": "1", "origQty": "3", "time": 5,
    ]
    let bodies: [(String, String, Any)] = [
      (
        "/api/v3/exchangeInfo", "", ["timezone": bad, "symbols": [symbol], "rateLimits": [["interval": bad]]]
      ),
      (
        "/api/v3/account", "",
        ["balances": [["asset": "A\(bad)", "free": "1", "locked": bad]], "permissions": [bad]]
      ),
      ("/api/v3/ticker/24hr", "", [["symbol": bad, "lastPrice": bad]]),
      ("/sapi/v1/capital/config/getall", "", [["coin": bad, "name": bad, "free": "1"]]),
      ("/api/v3/myTrades", "symbol=A\(bad)&fromId=0", [trade]),
      ("/api/v3/allOrders", "symbol=A\(bad)&orderId=0", [order]),
      ("/api/v3/account", "", [bad: bad, "new": 1]),
    ]
    var lines: [String] = []
    func add(_ run: String, _ more: [String: Any]) throws {
      var line: [String: Any] = [
        "run": run, "observed_at": "2026-09-2\(lines.count % 9)T00:00:00Z", "method": "GET\(bad)",
        "host": bad,
        "headers": [["X\(bad)", bad], ["Retry-After", bad]],
      ]
      line.merge(more) { $1 }
      lines.append(try json(line))
    }
    for run in ["one", "two"] {
      try add(run, ["kind": "run_start", "body": try json(["source": "sync", "version": bad])])
      for (endpoint, query, body) in bodies {
        try add(run, ["endpoint": endpoint, "query": query, "body": try json(body)])
        try add(
          run,
          [
            "endpoint": endpoint, "query": query, "path": "\(endpoint)\(bad)", "status": 400,
            "body": try json(["code": -1, "msg": bad]) + bad,
          ])
        try add(run, ["kind": "failure", "endpoint": endpoint, "query": query, "body": bad])
      }
      try add(
        run,
        [
          "kind": "run_end",
          "body": try json([
            "outcome": "failed\(bad)", "categories": [bad], "banned_until": bad,
            "failures": [["source": "myTrades \(bad)", "message": bad, "minor": false]],
          ]),
        ])
    }
    try place.write(lines.joined(separator: "\n") + "\n", to: "hostile.jsonl")
    let outcome = try place.run("import", "hostile.jsonl")
    #expect(outcome.code == 0, "\(outcome)")
    return place
  }

  @Test("no command gives a terminal what could be a command to it")
  func everyCommand() throws {
    let place = try Self.place()
    let bad = Self.hostile
    let count = try place.run("stats", "--json").document()["events"] as? Int ?? 0
    #expect(count > 40)
    try place.write("{\"run\":\"\(bad)\"}\n", to: "x\(bad).jsonl")
    var commands: [[String]] = [
      ["runs"], ["runs", "--check"], ["runs", "--check", "--max-age", "26h"], ["events"], ["stats"],
      ["schema"],
      ["replay", "--to", "t.sqlite"], ["replay", "--to", "t\(bad).sqlite"],
      ["replay", "--to", "u.sqlite", "--schema", "1"],
      ["diff", "--run", "one", "two"], ["diff", "--schema", "1", "3"], ["drift", "-v"],
      ["drift", "--since", "latest"],
      ["coverage", "-v"], ["audit", "-v"], ["verify"], ["verify", "--tables", "t.sqlite"], ["verify", "-v"],
      ["checkpoint"], ["checkpoint", "--new-key", "k\(bad)"], ["prove", "1"], ["backup", "copy\(bad)"],
      ["sync", "--dry-run"], ["import", "x\(bad).jsonl"], ["import", "nowhere\(bad)"],
      ["import", "--endpoint", bad, "--at", bad, "f"], ["events", "--run", bad], ["events", "--as-of", bad],
      ["events", "--endpoint", bad], ["events", "--status", bad], ["replay", "--to", "t", "--only", bad],
      ["show", bad], [bad], ["--\(bad)"], ["coverage", "--symbol", bad], ["runs", "--archive", "no\(bad)"],
      ["coverage", "--symbol", "A\(bad)"], ["explain", "trade", "A\(bad)", "1", "--history"],
      ["explain", "order", "A\(bad)", "1"], ["explain", "account_balance", "A\(bad)", "--history"],
      ["explain", "exchange_info", "A\(bad)"], ["explain", "trade", bad],
      ["export", "--to", "no\(bad)/file"],
      ["help", bad], ["diff", "a\(bad)", "b\(bad)"], ["runs", "--since", bad],
    ]
    for table in ["exchange_info", "trade", "order", "account_balance", "wallet_details", "ticker_price"] {
      commands.append(["diff", "--run", "one", "two", "--table", table])
      commands.append(["diff", "--as-of", "5", "latest", "--table", table])
    }
    for sequence in 1...count { commands.append(["show", "\(sequence)"]) }
    for columns in [nil, "40"] {
      for words in commands {
        let outcome = try place.run(words, environment: columns.map { ["COLUMNS": $0] } ?? [:])
        #expect(outcome.signal == nil, "\(words)")
        for text in [String(decoding: outcome.output, as: UTF8.self), outcome.errors] {
          let found = text.unicodeScalars.first { Self.isDangerous($0) }
          #expect(
            found == nil, "\(words): U+\(String(found?.value ?? 0, radix: 16)) in \(text.debugDescription)")
          // A body has lines of its own.
          #expect(words[0] == "show" || !text.contains("\nforged"), "\(words)")
        }
      }
    }
  }

  @Test("--json, --body, --leaf and exports stay as they are")
  func exact() throws {
    let place = try Self.place()
    let body = try place.run("show", "4", "--body").output
    #expect(body.range(of: Data("\u{202e}".utf8)) != nil && body.range(of: Data("\u{9b}".utf8)) != nil)
    let shown = try place.run("show", "4", "--json").document()["body"] as? String
    #expect(shown.map { Data($0.utf8) } == body)
    let exported = try place.run("export", "-q").documents()
    #expect(exported.count > 40 && exported.contains { $0["host"] as? String == Self.hostile })
  }

  @Test(
    "text is escaped scalar by scalar, and plain text is itself",
    arguments: [
      ("plain ~", "plain ~"), ("a\u{1b}[0m", "a\\u{1b}[0m"), ("a\nb", "a\\u{a}b"), ("\r\n", "\\u{d}\\u{a}"),
      ("\u{7f}\u{80}", "\\u{7f}\\u{80}"), ("LUNA中USD é", "LUNA中USD é"), ("a\u{200d}b", "a\\u{200d}b"),
      ("👩\u{200d}🚀", "👩\\u{200d}🚀"), ("\u{feff}", "\\u{feff}"), ("→ … ·", "→ … ·"), ("\u{e000}", "\\u{e000}"),
    ])
  func escaping(text: String, shown: String) {
    #expect(PrintableText.escaped(text) == shown)
    #expect(PrintableText.escaped(shown) == shown, "twice is once")
    #expect(PrintableText.escaped("x\n\(text)", lines: .kept).hasPrefix("x\n"))
  }

  @Test(
    "columns are counted as a terminal counts them",
    arguments: [("", 0), ("abc", 3), ("中", 2), ("LUNA中USD", 9), ("é", 1), ("e\u{301}", 1), ("한글", 4)])
  func width(text: String, columns: Int) {
    #expect(PrintableText.width(text) == columns)
    #expect(PrintableText.prefix(text, columns: columns) == text[...])
    #expect(PrintableText.width(String(PrintableText.prefix("中中中", columns: 5))) == 4)
  }
}
