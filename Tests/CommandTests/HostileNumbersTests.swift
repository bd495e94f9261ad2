import CommandKit
import Foundation
import Testing

/// Numbers from outside at the ends of their types, everywhere a file or a flag takes one, against
/// every command. A number that does not fit is refused or stands at an end; nothing traps.
@Suite("Hostile numbers")
struct HostileNumbersTests {
  static let numbers = [
    "-9223372036854775808", "-9223372036854775807", "-1", "0", "9223372036854774807",
    "9223372036854775806", "9223372036854775807", "9223372036854775808", "18446744073709551615",
    "340282366920938463463374607431768211455", "1e308",
  ]

  private static let info =
    #"{"timezone":"UTC","serverTime":N,"rateLimits":[{"rateLimitType":"REQUEST_WEIGHT","interval":"DAY","intervalNum":N,"limit":N}],"exchangeFilters":[],"symbols":[{"symbol":"BTCUSDT","status":"TRADING","baseAsset":"BTC","baseAssetPrecision":N,"quoteAsset":"USDT","filters":[]}]}"#
  private static let order =
    #"{"symbol":"BTCUSDT","orderId":N,"orderListId":N,"clientOrderId":"a","price":"N","origQty":"N","executedQty":"N","cummulativeQuoteQty":"N","status":"CANCELED","timeInForce":"GTC","type":"LIMIT","side":"BUY","stopPrice":"0","icebergQty":"0","time":N,"updateTime":N,"isWorking":true,"origQuoteOrderQty":"N"}"#
  private static let trade =
    #"{"symbol":"BTCUSDT","id":N,"orderId":N,"orderListId":N,"price":"N","qty":"N","quoteQty":"N","commission":"N","commissionAsset":"BTC","time":N,"isBuyer":true,"isMaker":true,"isBestMatch":true}"#
  private static let ticker =
    #"{"symbol":"BTCUSDT","lastPrice":"N","openTime":N,"closeTime":N,"firstId":N,"lastId":N,"count":N}"#

  /// Endpoints, queries and bodies, with N for the number.
  private static let responses: [(path: String, query: String, body: String)] = [
    ("/api/v3/time", "", #"{"serverTime":N}"#), ("/api/v3/exchangeInfo", "", info),
    ("/api/v3/ticker/24hr", "", "[\(ticker)]"),
    (
      "/api/v3/account", "",
      #"{"makerCommission":N,"updateTime":N,"uid":N,"balances":[{"asset":"BTC","free":"N","locked":"N"}]}"#
    ),
    ("/api/v3/myTrades", "fromId=0&limit=1000&symbol=BTCUSDT", "[\(trade)]"),
    ("/api/v3/myTrades", "fromId=N&limit=N&symbol=BTCUSDT", "[\(trade),\(trade)]"),
    ("/api/v3/myTrades", "fromId=N&limit=1000&symbol=BTCUSDT", "[]"),
    ("/api/v3/myTrades", "limit=2&symbol=BTCUSDT", "[\(trade),\(trade)]"),
    ("/api/v3/allOrders", "limit=1000&orderId=0&symbol=BTCUSDT", "[\(order)]"),
    ("/api/v3/allOrders", "endTime=N&limit=N&startTime=N&symbol=BTCUSDT", "[\(order)]"),
    ("/api/v3/order", "orderId=N&symbol=BTCUSDT", order),
    (
      "/sapi/v1/capital/deposit/hisrec", "endTime=N&limit=1000&offset=N&startTime=N",
      #"[{"coin":"BTC","amount":"N","insertTime":N,"id":N}]"#
    ),
    (
      "/sapi/v1/asset/assetDistributionHistory", "endTime=N&limit=500&startTime=N",
      #"{"rows":[{"asset":"BTC","amount":"N","divTime":N,"tranId":N}],"total":N}"#
    ),
  ]

  /// Lines of events with the number in bodies, queries, headers, durations and, where they take
  /// it, in ordinals.
  private static func lines(_ number: String) -> String {
    let ordinal = UInt32(number) ?? (number.hasPrefix("-") ? 1000 : UInt32.max - 20)
    let duration = Int64(number) ?? Int64.max
    var lines = ""
    for (place, response) in responses.enumerated() {
      let moment = ["0001-01-01T00:00:00Z", "2026-09-20T12:00:00Z"][place % 2]
      let body = response.body.replacingOccurrences(of: "N", with: number).debugDescription
      let query = response.query.replacingOccurrences(of: "N", with: number)
      lines +=
        #"{"run":"20260920T120000Z-hostile","ordinal":\#(Int(ordinal) + place),"endpoint":"\#(response.path)","#
        + #""query":"\#(query)","observed_at":"\#(moment)","duration_us":\#(duration),"#
        + #""headers":[["X-MBX-USED-WEIGHT-1M","\#(number)"],["Retry-After","\#(number)"]],"body":\#(body)}"#
        + "\n"
    }
    return lines
  }

  /// Every command that reads, by words of a shell.
  private static let commands = [
    "runs", "runs --json", "runs --check --max-age 26h", "events --json", "events --limit 3", "show 5",
    "show 5 --json", "stats --json", "verify", "audit", "audit --json", "coverage", "coverage --json",
    "coverage --symbol BTCUSDT", "drift", "drift --json", "replay --to tables.sqlite --jobs 4",
    "replay --to tables.sqlite --rebuild --schema 1", "verify --tables tables.sqlite",
    "explain trade BTCUSDT 1 --tables tables.sqlite", "explain order BTCUSDT $number",
    "diff --schemas 1,4", "export --to out.jsonl", "export --to out.har --format har",
    "export --to out.warc --format warc", "checkpoint", "prove 5", "sync --dry-run",
    "events --as-of 2026-01-01T00:00:00Z --json",
  ]

  @Test("in an archive make no command trap, and no request to a server of it", arguments: numbers)
  func archive(number: String) throws {
    let place = try Workplace()
    try place.write(Self.lines(number), to: "hostile.jsonl")
    let script = Self.commands.map { command in
      "number=\(number); bnus-replay \(command) >/dev/null 2>errors; code=$?; "
        + "[ $code -lt 128 ] || { echo \"\(command.replacingOccurrences(of: "\"", with: "")) exited with status $code\"; cat errors; }"
    }.joined(separator: "\n")
    let outcome = try place.shell(
      """
      bnus-replay import hostile.jsonl >/dev/null 2>errors || { echo import; cat errors; }
      \(script)
      """)
    #expect(outcome.text == "", "\(number)")
    let served = try place.shell(Self.serving(number))
    #expect(served.text == "alive\nalive\n", "\(number): \(served)")
  }

  /// Requests for recorded and derived responses, to a server with its own clock and one with a
  /// shifted one.
  private static func serving(_ number: String) -> String {
    let requests = [
      "time", "exchangeInfo", "exchangeInfo?symbol=BTCUSDT", "account", "myTrades?symbol=BTCUSDT",
      "myTrades?symbol=BTCUSDT&fromId=\(number)&limit=\(number)", "myTrades?symbol=BTCUSDT&fromId=1&limit=5",
      "myTrades?symbol=BTCUSDT&startTime=\(number)&endTime=0",
      "myTrades?symbol=BTCUSDT&startTime=0&endTime=\(number)",
      "myTrades?symbol=BTCUSDT&orderId=\(number)", "myTrades?symbol=BTCUSDT&endTime=\(number)",
      "allOrders?symbol=BTCUSDT&startTime=\(number)",
      "allOrders?symbol=BTCUSDT&startTime=1&endTime=\(number)",
      "allOrders?symbol=BTCUSDT&startTime=\(number)&endTime=1", "allOrders?symbol=BTCUSDT&orderId=\(number)",
      "order?symbol=BTCUSDT&orderId=\(number)", "ticker/24hr?symbol=BTCUSDT",
    ].map { "curl -s -o /dev/null --max-time 5 \"$url/api/v3/\($0)\"" }.joined(separator: "\n")
    return ["--clock recorded", "--clock shift"].enumerated().map { index, flags in
      """
      mkfifo pipe\(index); bnus-replay serve --port 0 \(flags) >pipe\(index) 2>log & server=$!; exec 3<pipe\(index); read -r url <&3
      \(requests)
      kill -0 $server && echo alive || cat log
      kill -TERM $server; wait $server
      """
    }.joined(separator: "\n")
  }

  /// Commands with NUMBER where a flag takes one.
  static let words = [
    "events --limit=NUMBER", "events --as-of NUMBER", "show NUMBER", "show NUMBER --body", "prove NUMBER",
    "replay --to t.sqlite --jobs=NUMBER", "replay --to t.sqlite --as-of NUMBER",
    "replay --to t.sqlite --schema NUMBER",
    "runs --check --max-age NUMBERd", "runs --check --max-age NUMBERs", "stats --map-size NUMBERTiB",
    "import x --map-size NUMBER", "export --from NUMBER", "export --to-sequence NUMBER",
    "audit --as-of NUMBER",
    "drift --since NUMBER", "diff NUMBER NUMBER", "explain trade BTCUSDT NUMBER",
    "sync --dry-run --symbol-limit=NUMBER", "sync --dry-run --max-wait NUMBERd",
    "sync --dry-run --since NUMBER",
  ]

  @Test("in a flag are taken or refused", arguments: words)
  func flagsOfCommands(words: String) throws {
    let place = try Workplace(fixtures: 1)
    for number in Self.numbers + ["99999999", "4294967295", "4294967296"] {
      let outcome = try place.shell("bnus-replay " + words.replacingOccurrences(of: "NUMBER", with: number))
      #expect(outcome.code.map { $0 < 128 } == true, "\(words) \(number): \(outcome)")
    }
  }

  @Test(
    "of a server's flags are taken or refused",
    arguments: [
      "--port=NUMBER", "--latency=NUMBER", "--fault=429:NUMBER", "--fault=NUMBER:1", "--as-of NUMBER",
    ])
  func serverFlags(words: String) throws {
    let place = try Workplace(fixtures: 1)
    for number in Self.numbers + ["65535", "65536", "99999999"] {
      let flags = words.replacingOccurrences(of: "NUMBER", with: number)
      let outcome = try place.shell(
        "timeout -s TERM 1 bnus-replay serve \(flags.hasPrefix("--port") ? "" : "--port 0") \(flags)")
      #expect([0, 1, 64, 124, 130].contains(outcome.code), "\(flags): \(outcome)")
    }
  }

  @Test("in a tables file are taken for what they can be", arguments: numbers)
  func inTables(number: String) throws {
    let place = try Workplace(fixtures: 2)
    #expect(try place.run("replay", "--to", "tables.sqlite").code == 0)
    // What the tables lack then, so that a replay has to go on from what they say.
    #expect(try place.run("import", Repository.fixtures[2]).code == 0)
    for column in [
      "through_sequence", "answers", "records", "rows_made", "superseded", "rows", "lost", "schema",
      "left_out",
    ] {
      let outcome = try place.shell(
        """
        cp tables.sqlite t.sqlite; sqlite3 t.sqlite 'UPDATE _replay SET "\(column)" = \(number)'
        bnus-replay verify --tables t.sqlite >/dev/null 2>errors; [ $? -lt 128 ] || { echo verify; cat errors; }
        bnus-replay explain trade BTCUSDT 1 --tables t.sqlite >/dev/null 2>errors; [ $? -lt 128 ] || { echo explain; cat errors; }
        bnus-replay replay --to t.sqlite >/dev/null 2>errors; [ $? -lt 128 ] || { echo replay; cat errors; }
        """)
      #expect(outcome.text == "", "\(column) \(number)")
    }
  }
}
